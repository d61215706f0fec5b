import type { Metadata } from "next";
import { Suspense } from "react";
import { LabPage } from "@/components/lab/lab-page";
import { requireRole } from "@/lib/auth/page-guard";
import { deskSource, env } from "@/lib/env";

export const metadata: Metadata = { title: "Signal Lab" };

export default async function SignalLabPage() {
  await requireRole("/signal-lab");
  return (
    <Suspense>
      <LabPage deskSource={deskSource(env())} />
    </Suspense>
  );
}
