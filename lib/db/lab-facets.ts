/**
 * How many entries each value of a filter would show. A parameter's own restriction is left out for its own values, so that
 * a second value can be judged before it is chosen.
 */
import { pool } from "@/lib/db/client";
import { labCondition } from "@/lib/db/lab-filter";
import { everything, type LabFilter } from "@/lib/lab/filter";

/** Parameters with counts and the expression that names their values. */
const facetColumns = {
  instrument: "root",
  contract: "ticker",
  direction: "direction",
  session: "session",
  status: "status",
  scenario: "scenario",
  review: "review_status",
  exit: "exit_reason",
  be: "be_leg",
  telemetry: "telemetry_severity",
} as const;
const facetWords = { flag: "flags", tag: "tags", why: "doubt_reasons" } as const;

/** A parameter with counts. */
export type FacetName = keyof typeof facetColumns | keyof typeof facetWords | "source";

/** Counts by value, most frequent first; only values that occur. */
export type Facets = Readonly<Record<FacetName, readonly { readonly value: string; readonly n: number }[]>>;

/** Values of one parameter that are counted; a tag cloud beyond is not a choice. */
export const FACET_VALUES_MAX = 100;

interface Count {
  readonly name: FacetName;
  readonly value: string;
  readonly n: number;
}

type CountedName = Exclude<FacetName, "source">;

/** Entries that look alike in every counted parameter; `place` tells the two groupings apart. */
type Alike = Readonly<Record<CountedName, string | readonly string[] | null>> & {
  readonly n: string;
  readonly place: boolean;
};

const isColumn = (name: CountedName): name is keyof typeof facetColumns => name in facetColumns;
const isPlace = (name: CountedName): boolean => name === "instrument" || name === "contract";
const columnOf = (name: CountedName): string => (isColumn(name) ? facetColumns[name] : facetWords[name]);

/**
 * Counts entries that look alike: there are far fewer looks than entries, so the values are told apart here and not by the
 * database. Contracts are counted apart, because they would multiply the looks.
 */
function alikeSql(names: readonly CountedName[], where: string): string {
  const sets = [names.filter(isPlace), names.filter((name) => !isPlace(name))].filter((set) => set.length > 0);
  const columns = names.map((name) => `${columnOf(name)} AS "${name}"`).join(", ");
  const place = names.find(isPlace);
  const grouped = place === undefined ? "false" : `grouping(${columnOf(place)}) = 0`;
  const groupings = sets.map((set) => `(${set.map(columnOf).join(", ")})`).join(", ");
  return `SELECT ${columns}, ${grouped} AS place, count(*) AS n FROM lab_entries WHERE ${where}
    GROUP BY GROUPING SETS (${groupings})`;
}

async function count(names: readonly CountedName[], filter: LabFilter): Promise<Count[]> {
  if (names.length === 0) return [];
  const { text, values } = labCondition(filter);
  const { rows } = await pool().query<Alike>(alikeSql(names, text), [...values]);
  return names.flatMap((name) => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const held = row.place === isPlace(name) ? (row[name] ?? []) : [];
      for (const value of typeof held === "string" ? [held] : new Set(held)) {
        counts.set(value, (counts.get(value) ?? 0) + Number(row.n));
      }
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
  const clear = everything(filter.source);
  const names = [...Object.keys(facetColumns), ...Object.keys(facetWords)].filter(
    (name): name is keyof typeof facetColumns | keyof typeof facetWords => name in facetColumns || name in facetWords,
  );
  const free = names.filter((name) => filter[name].length === 0);
  const bound = names.filter((name) => filter[name].length > 0);
  const counts = await Promise.all([
    countSources(),
    count(free, filter),
    ...bound.map((name) => count([name], { ...filter, [name]: clear[name] })),
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
