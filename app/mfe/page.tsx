import type { Metadata } from "next";
import { Suspense } from "react";
import { Explore } from "@/components/explore/explore";
import { MfeBoard } from "@/components/trades/mfe-board";
import { PageHead } from "@/components/ui/page-head";
import { requireRole } from "@/lib/auth/page-guard";
import { deskSource, env } from "@/lib/env";

export const metadata: Metadata = { title: "MFE" };

export default async function MfePage() {
  await requireRole("/mfe");
  return (
    <>
      <PageHead title="MFE">
        How far each open trade has gone in its favour, tick by tick, and below in{" "}
        <a href="#explore" className="underline underline-offset-2 hover:text-text-1">
          Explore
        </a>{" "}
        what all of them together say.
      </PageHead>
      <MfeBoard />
      <Suspense>
        <Explore deskSource={deskSource(env())} />
      </Suspense>
    </>
  );
}
