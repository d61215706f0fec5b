/** Entries of the audit log, newest first: when, what, by whom, and each value before and after. */
import { browserName } from "@/components/people/browser-name";
import { changesOf } from "@/components/people/changes";
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
        <li
          key={row.id}
          className="grid gap-x-6 gap-y-1 border-b border-line px-3 py-1.5 text-12 md:grid-cols-[12rem_minmax(0,2fr)_minmax(0,2fr)_minmax(0,3fr)]"
        >
          <p className="num whitespace-nowrap text-text-2">{utcStamp(row.at)}</p>
          <div className="min-w-0">
            <p className="text-13 font-medium">{row.action}</p>
            <p className="break-all text-text-2">{row.target}</p>
          </div>
          <div className="min-w-0">
            <p className="break-words">{row.actor}</p>
            <p className="break-words text-text-2">
              {[row.ip, row.userAgent === null ? null : browserName(row.userAgent)].filter(Boolean).join(" · ")}
            </p>
          </div>
          <dl className="grid min-w-0 grid-cols-[minmax(0,max-content)_minmax(0,1fr)] content-start gap-x-3">
            {changesOf(row.before, row.after).map(({ name, before, after }) => (
              <Change key={name} name={name} before={before} after={after} />
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

interface ChangeProps {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

function Change({ name, before, after }: ChangeProps) {
  return (
    <>
      <dt className="break-words text-text-2">{name}</dt>
      <dd className="num break-words whitespace-normal [overflow-wrap:anywhere]">
        {before !== null && (
          <>
            <span className="sr-only">before: </span>
            <span className="text-text-2">{before}</span>
          </>
        )}
        {before !== null && after !== null && <span aria-hidden> → </span>}
        {before !== null && after === null && <span className="text-text-2"> (removed)</span>}
        {after !== null && (
          <>
            {before !== null && <span className="sr-only"> after: </span>}
            {after}
          </>
        )}
      </dd>
    </>
  );
}
