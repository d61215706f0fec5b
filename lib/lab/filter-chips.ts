/** A filter in words: one chip per restriction, each with the filter that is left without it. Pure. */
import { everything, type LabFilter, listNames, listRules, type RSpan, spanNames } from "@/lib/lab/filter";
import { sourceLabels } from "@/lib/lab/words";
import type { TickSource } from "@/lib/market/types";

/** One restriction as people read it. */
export interface FilterChip {
  /** Parameter it stands for; a span of dates is `from`. */
  readonly name: keyof LabFilter;
  readonly label: string;
  readonly text: string;
  /** The filter without this restriction. */
  readonly without: LabFilter;
}

/** Titles of the parameters. */
export const filterTitles: Readonly<Record<keyof LabFilter, string>> = {
  source: "Source",
  from: "Date",
  to: "Date",
  instrument: "Instrument",
  contract: "Contract",
  direction: "Direction",
  session: "Session",
  status: "Status",
  scenario: "Stop scenario",
  review: "Review",
  flag: "Flag",
  tag: "Tag",
  exit: "Exit",
  be: "BE leg",
  telemetry: "Telemetry",
  hour: "Hour ET",
  weekday: "Weekday",
  mfe: "MFE",
  bemfe: "BE MFE",
  mae: "MAE",
  result: "Result",
  beresult: "BE result",
  has: "Has",
  text: "Text",
  doubt: "Doubt",
  why: "Doubt because",
  deleted: "Deleted",
};

/** An identifier of the engine as words: `tracking_gap` → `tracking gap`. */
export function plainWords(identifier: string): string {
  return identifier.replaceAll("_", " ");
}

function spanWords({ from, to }: RSpan): string {
  if (from === null) return `below ${to}R`;
  return to === null ? `${from}R and more` : `${from}R to below ${to}R`;
}

function dateWords(from: string | null, to: string | null): string {
  if (from === null) return `until ${to}`;
  if (to === null) return `since ${from}`;
  return from === to ? from : `${from} to ${to}`;
}

/**
 * Chips of a filter in canonical order; the source comes first and is always there, because it is always one.
 * @param fallback what the source goes back to when its chip is taken away
 */
export function filterChips(filter: LabFilter, fallback: TickSource): FilterChip[] {
  const clear = everything(fallback);
  const chips: FilterChip[] = [];
  const add = (name: keyof LabFilter, text: string, change: Partial<LabFilter> = { [name]: clear[name] }) => {
    chips.push({ name, label: filterTitles[name], text, without: { ...filter, ...change } });
  };
  add("source", sourceLabels.get(filter.source) ?? filter.source);
  if (filter.from !== null || filter.to !== null) {
    add("from", dateWords(filter.from, filter.to), { from: null, to: null });
  }
  for (const name of listNames) {
    const values: readonly (string | number)[] = filter[name];
    const rule = listRules[name];
    const labelOf = (value: string | number) =>
      "labels" in rule ? (rule.labels.get(value) ?? String(value)) : String(value);
    if (values.length > 0) add(name, values.map(labelOf).join(name === "has" ? " and " : " or "));
  }
  for (const name of spanNames) {
    const span = filter[name];
    if (span !== null) add(name, spanWords(span));
  }
  if (filter.doubt > 0) add("doubt", `${filter.doubt} or more`);
  if (filter.text !== "") add("text", `“${filter.text}”`);
  if (filter.deleted === "only") add("deleted", "only deleted ones");
  return chips;
}
