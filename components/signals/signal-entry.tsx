"use client";
/** An entry beside the list: the view of the entry page, one heading down. */
import { EntryView } from "@/components/entry/entry-view";

export function SignalEntry({ id }: { readonly id: string }) {
  return <EntryView id={id} level={2} />;
}
