import type { Metadata } from "next";
import Link from "next/link";
import { auditQuery, filterOf } from "@/app/admin/audit/query";
import { AdminNav } from "@/components/admin/admin-nav";
import { AuditFilters } from "@/components/people/audit-filters";
import { AuditTable } from "@/components/people/audit-table";
import { Empty } from "@/components/ui/empty";
import { PageHead } from "@/components/ui/page-head";
import { requireRole } from "@/lib/auth/page-guard";
import { readAudit, readAuditWords } from "@/lib/db/audit";

export const metadata: Metadata = { title: "Audit log" };

/** Entries on one page. */
const pageRows = 50;

interface AuditPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function AuditPage({ searchParams }: AuditPageProps) {
  await requireRole("/admin/audit");
  const asked = await searchParams;
  const checked = auditQuery.safeParse(asked);
  const words = await readAuditWords();
  if (!checked.success) {
    return (
      <>
        <Head />
        <AuditFilters words={words} values={{}} />
        <Empty title="These filters cannot be read">
          {checked.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")}
        </Empty>
      </>
    );
  }
  const { before, ...filters } = checked.data;
  const rows = await readAudit(filterOf(checked.data), pageRows + 1, before);
  const shown = rows.slice(0, pageRows);
  const older = rows.length > pageRows ? shown.at(-1)?.id : undefined;
  const query = new URLSearchParams(
    Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  return (
    <>
      <Head />
      <AuditFilters words={words} values={filters} />
      <AuditTable rows={shown} />
      {shown.length === 0 && <Empty title="No entry matches">Widen the filters to see more.</Empty>}
      <nav aria-label="More entries" className="flex flex-wrap gap-4 p-3 text-13">
        <a href={`/api/admin/audit/csv?${query}`} className="touch underline underline-offset-2" download>
          All of these as CSV
        </a>
        {before !== undefined && (
          <Link href={`/admin/audit?${query}`} className="touch underline underline-offset-2">
            Newest
          </Link>
        )}
        {older !== undefined && (
          <Link
            href={`/admin/audit?${new URLSearchParams([...query, ["before", older]])}`}
            className="touch underline underline-offset-2"
          >
            Older
          </Link>
        )}
      </nav>
    </>
  );
}

function Head() {
  return (
    <>
      <AdminNav />
      <PageHead title="Audit log">Who changed what, when and from where. Entries can be added, never altered.</PageHead>
    </>
  );
}
