import type { Metadata } from "next";
import Link from "next/link";
import { ContractTable } from "@/components/admin/contract-table";
import { Empty } from "@/components/ui/empty";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { requireRole } from "@/lib/auth/page-guard";

export const metadata: Metadata = { title: "Admin" };

const places = [
  { path: "/admin/contracts", label: "Contracts", what: "What symbols mean, rolls, instruments." },
  { path: "/admin/webhooks", label: "Webhooks", what: "Sources of alerts, their tokens, what came in." },
  { path: "/admin/feed", label: "Feed", what: "The vendor's key, and a test of the connection." },
  { path: "/admin/users", label: "Users", what: "Invitations, roles, sessions." },
  { path: "/admin/audit", label: "Audit log", what: "Who changed what, when and from where." },
] as const;

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
      <Panel title="More">
        <ul>
          {places.map(({ path, label, what }) => (
            <li key={path} className="flex flex-wrap items-center gap-x-3 border-b border-line px-3 py-1 text-13">
              <Link href={path} className="touch inline-flex h-8 w-28 items-center font-medium underline">
                {label}
              </Link>
              <span className="text-text-2">{what}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}
