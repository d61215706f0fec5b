/**
 * The filter of the Signal Lab as SQL: its only translation (ADR 50). Lists, groups, facets, exports, bulk actions and
 * statistics put it behind `WHERE` on `lab_entries`. Only restrictions that are set appear, so that the planner sees what
 * is asked; every value is a parameter.
 */
import type { LabFilter, RSpan } from "@/lib/lab/filter";
import type { Having } from "@/lib/lab/words";

/** A condition with its parameters, numbered from `first`. */
export interface SqlCondition {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Columns a list of values is compared with. */
const listColumns = [
  ["instrument", "root"],
  ["contract", "ticker"],
  ["direction", "direction"],
  ["session", "session"],
  ["status", "status"],
  ["scenario", "scenario"],
  ["review", "review_status"],
  ["exit", "exit_reason"],
  ["be", "be_leg"],
  ["telemetry", "telemetry_severity"],
] as const;

/** Columns that hold several words themselves: one in common is enough. */
const wordColumns = [
  ["flag", "flags"],
  ["tag", "tags"],
  ["why", "doubt_reasons"],
] as const;
const numberColumns = [
  ["hour", "hour"],
  ["weekday", "weekday"],
] as const;
/** Spans compare whole ticks with the risk, not the rounded R; a result is R by its rule (methodology 9.1). */
const spanColumns = [
  ["mfe", "no_be_mfe_ticks", " * lab_entries.risk_ticks"],
  ["bemfe", "be_mfe_ticks", " * lab_entries.risk_ticks"],
  ["mae", "mae_ticks", " * lab_entries.risk_ticks"],
  ["result", "outcome_no_be", ""],
  ["beresult", "outcome_be", ""],
] as const;

const havingConditions: Readonly<Record<Having, string>> = {
  trade: "lab_entries.entry_at IS NOT NULL",
  corrected: "lab_entries.corrected",
  notes: "lab_entries.noted",
};

/** A word as a pattern of LIKE that matches it anywhere. */
function anywhere(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}

/**
 * What a filter means, for `WHERE` on `lab_entries`.
 * @param first number of its first parameter
 */
export function labCondition(filter: LabFilter, first = 1): SqlCondition {
  const values: unknown[] = [];
  const parameter = (value: unknown): string => `$${values.push(value) + first - 1}`;
  const parts = [
    `lab_entries.source = ${parameter(filter.source)}`,
    `${filter.deleted === "only" ? "" : "NOT "}lab_entries.deleted`,
  ];
  if (filter.from !== null) parts.push(`lab_entries.signal_date >= ${parameter(filter.from)}::date`);
  if (filter.to !== null) parts.push(`lab_entries.signal_date <= ${parameter(filter.to)}::date`);
  for (const [name, column] of listColumns) {
    if (filter[name].length > 0) parts.push(`lab_entries.${column} = ANY (${parameter(filter[name])}::text[])`);
  }
  for (const [name, column] of numberColumns) {
    if (filter[name].length > 0) parts.push(`lab_entries.${column} = ANY (${parameter(filter[name])}::smallint[])`);
  }
  for (const [name, column] of wordColumns) {
    if (filter[name].length > 0) parts.push(`lab_entries.${column} && ${parameter(filter[name])}::text[]`);
  }
  for (const [name, column, unit] of spanColumns) parts.push(...spanParts(filter[name], column, unit, parameter));
  parts.push(...filter.has.map((having) => havingConditions[having]));
  if (filter.doubt > 0) parts.push(`lab_entries.doubt >= ${parameter(filter.doubt)}`);
  for (const word of filter.text.split(" ").filter((one) => one !== "")) {
    parts.push(`lab_entries.search LIKE lower(${parameter(anywhere(word))})`);
  }
  return { text: parts.join(" AND "), values };
}

function spanParts(span: RSpan | null, column: string, unit: string, parameter: (value: unknown) => string): string[] {
  if (span === null) return [];
  const bound = (sign: string, r: number | null): string[] =>
    r === null ? [] : [`lab_entries.${column} ${sign} ${parameter(r)}::numeric${unit}`];
  return [...bound(">=", span.from), ...bound("<", span.to)];
}
