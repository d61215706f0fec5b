import type { Metadata } from "next";
import Link from "next/link";
import { MfeBoard } from "@/components/trades/mfe-board";
import { Empty } from "@/components/ui/empty";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { requireRole } from "@/lib/auth/page-guard";

export const metadata: Metadata = { title: "MFE" };

export default async function MfePage() {
  await requireRole("/mfe");
  return (
    <>
      <PageHead title="MFE">How far each open trade has gone in its favour, in R, tick by tick.</PageHead>
      <MfeBoard />
      <Panel title="Explore">
        <Empty title="Distributions are not built yet">
          Hit-rate curve, break-even against no break-even, MAE×MFE scatter and the breakdown by session and hour will
          be drawn here from closed trades. Until then each finished trade is listed in the{" "}
          <Link href="/signal-lab" className="text-text-1 underline underline-offset-2">
            Signal Lab
          </Link>{" "}
          with its MFE and both legs.
        </Empty>
      </Panel>
    </>
  );
}
