import type { Metadata } from "next";
import { SignalEntry } from "@/components/signals/signal-entry";

import { requireRole } from "@/lib/auth/page-guard";
export const metadata: Metadata = { title: "Signal" };

export default async function SignalPage({ params }: { readonly params: Promise<{ id: string }> }) {
  await requireRole("/signal-lab/[id]");
  const { id } = await params;
  return <SignalEntry id={decodeURIComponent(id)} />;
}
