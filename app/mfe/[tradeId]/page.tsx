import type { Metadata } from "next";
import { EntryView } from "@/components/entry/entry-view";
import { requireRole } from "@/lib/auth/page-guard";

export const metadata: Metadata = { title: "Trade" };

export default async function TradePage({ params }: { readonly params: Promise<{ tradeId: string }> }) {
  await requireRole("/mfe/[tradeId]");
  const { tradeId } = await params;
  return <EntryView id={decodeURIComponent(tradeId)} focus="trade" />;
}
