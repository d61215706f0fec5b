import type { Metadata } from "next";
import { SignalEntry } from "@/components/signals/signal-entry";

export const metadata: Metadata = { title: "Signal" };

export default async function SignalPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <SignalEntry id={decodeURIComponent(id)} />;
}
