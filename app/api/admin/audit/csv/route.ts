/** GET /api/admin/audit/csv: the entries behind the filters of the page, newest first, streamed so that size costs no memory. */
import { auditQuery, filterOf } from "@/app/admin/audit/query";
import { withRole } from "@/lib/auth/guard";
import { type AuditFilter, type AuditRow, auditPageMax, readAudit } from "@/lib/db/audit";
import { csvLine } from "@/lib/http/csv";
import { parseQuery } from "@/lib/http/respond";

/** Entries in one file. Policy: its last line says that there are more. */
const exportRowsMax = 50_000;

const names = ["id", "at", "actor", "ip", "user agent", "action", "target", "before", "after"] as const;
const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

function line({ id, at, actor, ip, userAgent, action, target, before, after }: AuditRow): string {
  return csvLine([id, new Date(at).toISOString(), actor, ip, userAgent, action, target, json(before), json(after)]);
}

async function* lines(filter: AuditFilter): AsyncGenerator<string> {
  yield csvLine(names);
  let olderThan: string | undefined;
  for (let written = 0; written < exportRowsMax; ) {
    const rows = await readAudit(filter, auditPageMax, olderThan);
    yield rows.map(line).join("");
    written += rows.length;
    olderThan = rows.at(-1)?.id;
    if (rows.length < auditPageMax) return;
  }
  yield csvLine([`Cut after ${exportRowsMax} entries: narrow the filters for the rest.`]);
}

export const GET = withRole("GET /api/admin/audit/csv", (request) => {
  const query = parseQuery(auditQuery, request.url);
  if (!query.ok) return query.response;
  const source = lines(filterOf(query.value));
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await source.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="excursion-audit.csv"',
      "cache-control": "no-store",
    },
  });
});
