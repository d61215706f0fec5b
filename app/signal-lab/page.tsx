import type { Metadata } from "next";
import { Suspense } from "react";
import { SignalList } from "@/components/signals/signal-list";
import { PageHead } from "@/components/ui/page-head";
import { requireRole } from "@/lib/auth/page-guard";

export const metadata: Metadata = { title: "Signal Lab" };

export default async function SignalLabPage() {
  await requireRole("/signal-lab");
  return (
    <>
      <PageHead title="Signal Lab">Every alert that came in and what the rules made of it, newest first.</PageHead>
      <Suspense>
        <SignalList />
      </Suspense>
    </>
  );
}
