/** The figures of the analysis page: their names, their words, and the shape each has as a table. Pure. */
import { type Grouping, groupings } from "@/lib/analysis/group-key";
import type { DistanceUnit } from "@/lib/format/excursion";

export type Cell = string | number | null;

export interface FigureTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Figures made from the report; the surface has an answer of its own. */
export const reportFigures = [
  "summary",
  "hit-rate",
  "difference",
  "equity",
  "mfe",
  "heat",
  "time",
  "scatter",
  "calendar",
  ...groupings,
] as const;
export type ReportFigure = (typeof reportFigures)[number];
export const figures = [...reportFigures, "surface"] as const;
export type Figure = (typeof figures)[number];

/** How a unit is written behind a number or in a column's title. */
export const unitWords: Readonly<Record<DistanceUnit, string>> = {
  r: "R",
  points: "points",
  ticks: "ticks",
  usd: "USD per contract",
};

export const groupingTitles: Readonly<Record<Grouping, string>> = {
  session: "Session",
  direction: "Direction",
  hour: "Hour ET",
  weekday: "Weekday",
  scenario: "Stop scenario",
  contract: "Contract",
  breakEven: "Break-even state",
};

const STEPS = 10_000;

/** 4 decimals, halves away from zero; null stays null and zero has no sign. */
export function rounded(value: number | null): number | null {
  if (value === null) return null;
  const size = Math.round(Math.abs(value) * STEPS + 1e-9) / STEPS;
  return value < 0 && size > 0 ? -size : size;
}

/** Target of a question in words. */
export function targetWords(target: number | null): string {
  return target === null ? "run to the stop" : `target ${target}R`;
}
