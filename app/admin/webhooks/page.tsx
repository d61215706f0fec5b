import type { Metadata } from "next";
import { AdminNav } from "@/components/admin/admin-nav";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { DeliveryList } from "@/components/webhooks/delivery-list";
import { PayloadTester } from "@/components/webhooks/payload-tester";
import { SourceList } from "@/components/webhooks/source-list";
import { requireRole } from "@/lib/auth/page-guard";
import { systemClock } from "@/lib/clock";
import { readDeliveries, readSources } from "@/lib/db/webhook-admin";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  await requireRole("/admin/webhooks");
  const [sources, deliveries] = await Promise.all([readSources(), readDeliveries()]);
  return (
    <>
      <AdminNav />
      <PageHead title="Webhooks">Where alerts may come from, what came, and what became of it.</PageHead>
      <Panel title="Sources">
        <SourceList sources={sources} now={systemClock.now()} />
      </Panel>
      <Panel title="What would this body do?" className="border-t border-line">
        <PayloadTester />
      </Panel>
      <Panel title="Last deliveries" className="border-t border-line">
        <DeliveryList deliveries={deliveries} />
      </Panel>
    </>
  );
}
