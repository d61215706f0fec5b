import type { Metadata } from "next";
import { Suspense } from "react";
import { EntryView } from "@/components/entry/entry-view";
import { requireRole } from "@/lib/auth/page-guard";

export const metadata: Metadata = { title: "Entry" };

export default async function EntryPage({ params }: { readonly params: Promise<{ id: string }> }) {
  await requireRole("/signal-lab/[id]");
  const { id } = await params;
  return (
    <Suspense>
      <EntryView id={decodeURIComponent(id)} />
    </Suspense>
  );
}
