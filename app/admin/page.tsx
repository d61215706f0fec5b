import { ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { AdminNav } from "@/components/admin/admin-nav";
import { ContractTable } from "@/components/admin/contract-table";
import { HealthParts } from "@/components/admin/health-parts";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { requireRole } from "@/lib/auth/page-guard";

export const metadata: Metadata = { title: "Admin" };

const places = [
  { path: "/admin/contracts", label: "Contracts", what: "What symbols mean, rolls, instruments, hours." },
  { path: "/admin/webhooks", label: "Webhooks", what: "Sources of alerts, their tokens, what came in." },
  { path: "/admin/feed", label: "Feed", what: "The vendor's key, and a test of the connection." },
  { path: "/admin/users", label: "Users", what: "Invitations, roles, who may sign in." },
  { path: "/admin/audit", label: "Audit log", what: "Who changed what, when and from where." },
] as const;

export default async function AdminPage() {
  await requireRole("/admin");
  return (
    <>
      <AdminNav />
      <PageHead title="Admin">What the desk listens to, and whether its parts are well.</PageHead>
      <div className="grid lg:grid-cols-2">
        <ContractTable className="border-line lg:border-r" />
        <HealthParts />
      </div>
      <Panel title="What is changed here" className="border-t border-line">
        <ul>
          {places.map(({ path, label, what }) => (
            <li key={path}>
              <Link
                href={path}
                className="touch flex min-h-9 items-center gap-x-3 border-b border-line px-3 py-1 text-13 -outline-offset-2 hover:bg-surface-1"
              >
                <span className="w-24 shrink-0 font-medium">{label}</span>
                <span className="min-w-0 flex-1 text-text-2">{what}</span>
                <ChevronRight size={16} aria-hidden className="text-text-3" />
              </Link>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}
