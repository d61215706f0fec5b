import type { Metadata } from "next";
import { AdminNav } from "@/components/admin/admin-nav";
import { KeyForm } from "@/components/feed/key-form";
import { WaitingPrices } from "@/components/feed/waiting-prices";
import { WorkerCommand } from "@/components/feed/worker-command";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { requireRole } from "@/lib/auth/page-guard";
import { openVendorKey, readStoredKey } from "@/lib/db/vendor-key";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Feed" };

export default async function FeedPage() {
  await requireRole("/admin/feed");
  const stored = await readStoredKey();
  const { MASSIVE_API_KEY: key, FEED_SOURCE: source, AUTH_SECRET: secret } = env();
  const unreadable = secret !== undefined && (await openVendorKey(secret)) === "unreadable";
  return (
    <>
      <AdminNav />
      <PageHead title="Feed">The vendor's key, and what its connection gives.</PageHead>
      <Panel title="API key">
        <KeyForm
          stored={stored}
          unreadable={unreadable}
          fromEnvironment={key?.slice(-4) ?? null}
          simulated={source === "simulated"}
        />
      </Panel>
      <Panel title="Test" className="border-t border-line">
        <WorkerCommand kind="test-connection" label="Test the connection" look="primary">
          Host, key, the plan's channels, each contract ticking, delay, REST and clock, one after another. It changes
          nothing.
        </WorkerCommand>
      </Panel>
      <Panel title="Contracts of the vendor" className="border-t border-line">
        <WorkerCommand kind="refresh-contracts" label="Ask for the list of contracts">
          First and last trading days as the vendor lists them; asked daily as well. A day set by an admin stays.
        </WorkerCommand>
      </Panel>
      <Panel title="Prices in quarantine" className="border-t border-line">
        <WaitingPrices />
      </Panel>
    </>
  );
}
