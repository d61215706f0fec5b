import type { Metadata } from "next";
import { KeyForm } from "@/components/feed/key-form";
import { WorkerCommand } from "@/components/feed/worker-command";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { requireRole } from "@/lib/auth/page-guard";
import { readStoredKey } from "@/lib/db/vendor-key";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Feed" };

export default async function FeedPage() {
  await requireRole("/admin/feed");
  const stored = await readStoredKey();
  const { MASSIVE_API_KEY: key, FEED_SOURCE: source } = env();
  return (
    <>
      <PageHead title="Feed">The vendor's key, and what its connection gives.</PageHead>
      <Panel title="API key">
        <KeyForm stored={stored} fromEnvironment={key?.slice(-4) ?? null} simulated={source === "simulated"} />
      </Panel>
      <Panel title="Test" className="border-t border-line">
        <WorkerCommand kind="test-connection" label="Test the connection" />
      </Panel>
      <Panel title="Contracts of the vendor" className="border-t border-line">
        <WorkerCommand kind="refresh-contracts" label="Ask for the list of contracts" />
      </Panel>
    </>
  );
}
