import type { Metadata } from "next";
import Link from "next/link";
import { ContractTable } from "@/components/admin/contract-table";
import { Empty } from "@/components/ui/empty";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { requireRole } from "@/lib/auth/page-guard";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage() {
  await requireRole("/admin");
  return (
    <>
      <PageHead title="Admin">What the desk listens to, and whether its parts are well.</PageHead>
      <ContractTable />
      <Panel title="Service">
        <Empty
          title="State of the parts"
          action={
            <Link href="/health" className="touch inline-flex h-8 items-center rounded-4 bg-surface-3 px-4">
              Open health
            </Link>
          }
        >
          Database, worker, feed and queues report on the health page.
        </Empty>
      </Panel>
      <Panel title="People">
        <Empty
          title="Who may do what, and who did what"
          action={
            <div className="flex gap-2">
              <Link href="/admin/users" className="touch inline-flex h-8 items-center rounded-4 bg-surface-3 px-4">
                Users
              </Link>
              <Link href="/admin/audit" className="touch inline-flex h-8 items-center rounded-4 bg-surface-3 px-4">
                Audit log
              </Link>
            </div>
          }
        >
          Invite, change roles, reset and deactivate; every change is on record.
        </Empty>
      </Panel>
      <Panel title="Webhooks">
        <Empty title="Sources are made on the command line for now">
          <code className="num rounded-4 bg-surface-2 px-1.5 py-0.5 text-12">npm run webhook -- create NAME</code>{" "}
          prints the address to paste into TradingView, once. Editing contract mappings and sources will be here.
        </Empty>
      </Panel>
    </>
  );
}
