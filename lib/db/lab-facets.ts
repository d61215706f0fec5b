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
  readonly n: string;
}

const isColumn = (name: FacetName): name is keyof typeof facetColumns => name in facetColumns;
const isWords = (name: FacetName): name is keyof typeof facetWords => name in facetWords;

/** One statement that counts some parameters under one condition, reading the table once. */
export function countSql(names: readonly FacetName[], where: string): string {
  const columns = names.filter(isColumn).map((name) => facetColumns[name]);
  const wordNames = names.filter(isWords);
  const parts: string[] = [];
  if (columns.length > 0) {
    const cases = names
      .filter(isColumn)
      .map((name) => `WHEN grouping(${facetColumns[name]}) = 0 THEN '${name}'`)
      .join(" ");
    parts.push(`SELECT CASE ${cases} END AS name, coalesce(${columns.join(", ")}) AS value, count(*) AS n FROM chosen
      GROUP BY GROUPING SETS (${columns.map((column) => `(${column})`).join(", ")})`);
  }
  for (const name of wordNames) {
    parts.push(
      `SELECT '${name}', word, count(*) FROM chosen CROSS JOIN LATERAL unnest(${facetWords[name]}) AS word GROUP BY word`,
    );
  }
  const read = [...columns, ...wordNames.map((name) => facetWords[name])].join(", ");
  return `WITH chosen AS MATERIALIZED (SELECT ${read} FROM lab_entries WHERE ${where})
    SELECT * FROM (${parts.join(" UNION ALL ")}) AS counts (name, value, n) WHERE value IS NOT NULL ORDER BY n DESC, value`;
}

async function count(names: readonly FacetName[], filter: LabFilter): Promise<Count[]> {
  if (names.length === 0) return [];
  const { text, values } = labCondition(filter);
  const { rows } = await pool().query<Count>(countSql(names, text), [...values]);
  return rows;
}

async function countSources(): Promise<Count[]> {
  const { rows } = await pool().query<Count>(
    `SELECT 'source' AS name, source AS value, count(*) AS n FROM lab_entries WHERE deleted_at IS NULL
      GROUP BY source ORDER BY n DESC, source`,
  );
  return rows;
}

/** Counts for every parameter of a filter; the sources count without any restriction. */
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
    if (facets[name].length < FACET_VALUES_MAX) facets[name].push({ value, n: Number(n) });
  }
  return facets;
}
