/**
 * How many entries each value of a filter would show. A parameter's own restriction is left out for its own values, so that
 * a second value can be judged before it is chosen.
 */
import { pool } from "@/lib/db/client";
import { labCondition } from "@/lib/db/lab-filter";
import type { LabFilter } from "@/lib/lab/filter";

/**
 * Parameters with counts: the column that holds their values, and the one that tells entries apart in them. `look` and `words`
 * are fingerprints of all columns of their kind (functions lab_look, lab_words).
 */
const counted = {
  direction: { column: "direction", by: "look" },
  session: { column: "session", by: "look" },
  status: { column: "status", by: "look" },
  scenario: { column: "scenario", by: "look" },
  review: { column: "review_status", by: "look" },
  exit: { column: "exit_reason", by: "look" },
  be: { column: "be_leg", by: "look" },
  telemetry: { column: "telemetry_severity", by: "look" },
  flag: { column: "flags", by: "words" },
  tag: { column: "tags", by: "words" },
  why: { column: "doubt_reasons", by: "words" },
  instrument: { column: "root", by: "contract_id" },
  contract: { column: "ticker", by: "contract_id" },
} as const;

type CountedName = keyof typeof counted;
const countedNames = Object.keys(counted).filter((name): name is CountedName => name in counted);
const kinds = ["look", "words", "contract_id"] as const;

/** A parameter with counts. */
export type FacetName = CountedName | "source";

/** Counts by value, most frequent first; only values that occur. */
export type Facets = Readonly<Record<FacetName, readonly { readonly value: string; readonly n: number }[]>>;

/** Values of one parameter that are counted; a tag cloud beyond is not a choice. */
export const FACET_VALUES_MAX = 100;

interface Count {
  readonly name: FacetName;
  readonly value: string;
  readonly n: number;
}

/** Entries that are alike in one kind of parameters, with the values one of them has. */
type Alike = Readonly<Record<CountedName, string | readonly string[] | null>> & {
  readonly kind: (typeof kinds)[number];
  readonly n: string;
};

/**
 * Counts entries that are alike, in one look at each: there are far fewer kinds of them than entries, so the values are told
 * apart here and not by the database. The values are those of any one entry.
 */
function alikeSql(by: readonly (typeof kinds)[number][], where: string): string {
  const kind = by.map((column) => `WHEN grouping(${column}) = 0 THEN '${column}'`).join(" ");
  const columns = Object.entries(counted).map(([name, { column }]) => `one.${column} AS "${name}"`);
  return `SELECT alike.kind, alike.n, ${columns.join(", ")}
    FROM (
      SELECT CASE ${kind} END AS kind, count(*) AS n, min(lab_entries.no) AS no FROM lab_entries WHERE ${where}
      GROUP BY GROUPING SETS (${by.map((column) => `(${column})`).join(", ")})
    ) AS alike JOIN lab_entries AS one ON one.no = alike.no`;
}

const valuesOf = (held: string | readonly string[] | null): ReadonlySet<string> =>
  new Set(typeof held === "string" ? [held] : (held ?? []));

/**
 * Counts for all parameters of some kinds, in one scan. Restrictions of these kinds are asked of the alike entries here, so that
 * each parameter can go without its own.
 */
async function count(by: readonly (typeof kinds)[number][], filter: LabFilter): Promise<Count[]> {
  if (by.length === 0) return [];
  const names = countedNames.filter((name) => by.includes(counted[name].by));
  const bound = names.filter((name) => filter[name].length > 0);
  const { text, values } = labCondition({ ...filter, ...Object.fromEntries(bound.map((name) => [name, []])) });
  const { rows } = await pool().query<Alike>(alikeSql(by, text), [...values]);
  const chosen = (row: Alike, name: CountedName): boolean => {
    const wanted: readonly string[] = filter[name];
    return wanted.some((value) => valuesOf(row[name]).has(value));
  };
  return names.flatMap((name) => {
    const others = bound.filter((other) => other !== name);
    const counts = new Map<string, number>();
    for (const row of rows) {
      if (row.kind !== counted[name].by || !others.every((other) => chosen(row, other))) continue;
      for (const value of valuesOf(row[name])) counts.set(value, (counts.get(value) ?? 0) + Number(row.n));
    }
    return [...counts].map(([value, n]) => ({ name, value, n })).sort(mostFirst);
  });
}

function mostFirst(left: Count, right: Count): number {
  return right.n - left.n || (left.value < right.value ? -1 : 1);
}

async function countSources(): Promise<Count[]> {
  const { rows } = await pool().query<Count>(
    `SELECT 'source' AS name, source AS value, count(*) AS n FROM lab_entries
      GROUP BY source ORDER BY n DESC, source`,
  );
  return rows.map(({ name, value, n }) => ({ name, value, n: Number(n) }));
}

/** Counts for every parameter of a filter; the sources count everything they have. */
export async function readFacets(filter: LabFilter): Promise<Facets> {
  const isBound = (kind: (typeof kinds)[number]) =>
    countedNames.some((name) => counted[name].by === kind && filter[name].length > 0);
  const counts = await Promise.all([
    countSources(),
    count(
      kinds.filter((kind) => !isBound(kind)),
      filter,
    ),
    ...kinds.filter(isBound).map((kind) => count([kind], filter)),
  ]);
  const facets: Record<FacetName, { value: string; n: number }[]> = {
    ...{ source: [], instrument: [], contract: [], direction: [], session: [], status: [], scenario: [], review: [] },
    ...{ exit: [], be: [], telemetry: [], flag: [], tag: [], why: [] },
  };
  for (const { name, value, n } of counts.flat()) {
    if (facets[name].length < FACET_VALUES_MAX) facets[name].push({ value, n });
  }
  return facets;
}
