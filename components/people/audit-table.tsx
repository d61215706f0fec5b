/** Entries of the audit log, newest first; before and after as they were recorded. */
import { browserName } from "@/components/people/browser-name";
import { utcStamp } from "@/lib/format/time";

interface ShownEntry {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly action: string;
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
}

export function AuditTable({ rows }: { readonly rows: readonly ShownEntry[] }) {
  return (
    <ul aria-label="Entries">
      {rows.map((row) => (
        <li key={row.id} className="grid gap-x-4 border-b border-line px-3 py-2 text-13 md:grid-cols-[180px_1fr_1fr]">
          <p className="num text-12 text-text-2">{utcStamp(row.at)}</p>
          <div className="min-w-0">
            <p className="font-medium">{row.action}</p>
            <p className="break-all text-text-2">{row.target}</p>
            <p className="text-12 break-words text-text-2">
              by {row.actor}
              {row.ip !== null && ` · ${row.ip}`}
              {row.userAgent !== null && ` · ${browserName(row.userAgent)}`}
            </p>
          </div>
          <Change before={row.before} after={row.after} />
        </li>
      ))}
    </ul>
  );
}

function Change({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  return (
    <dl className="grid min-w-0 grid-cols-[auto_1fr] gap-x-3 text-12">
      <Side label="before" value={before} />
      <Side label="after" value={after} />
    </dl>
  );
}

function Side({ label, value }: { readonly label: string; readonly value: unknown }) {
  if (value === null) return null;
  return (
    <>
      <dt className="text-text-2">{label}</dt>
      <dd className="num break-all whitespace-normal">{JSON.stringify(value)}</dd>
    </>
  );
}
