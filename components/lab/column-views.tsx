"use client";
/** How each column of lib/lab/columns.ts looks in the list: width, side, cell. What a column means is said there. */
import type { ReactNode } from "react";
import { Extreme, Instant, Missing, Price, Review, RText, StatusCell, Words, whyNoTrade } from "@/components/lab/cells";
import { Day } from "@/components/signals/day";
import { DirectionMark } from "@/components/trades/direction";
import { etDay, etMinute, etTime, utcStamp } from "@/lib/format/time";
import { type ColumnKind, type LabColumn, type LabColumnKey, type LabRow, labColumns } from "@/lib/lab/columns";
import { plainWords } from "@/lib/lab/filter-chips";
import { flagMeaning } from "@/lib/lab/flag-words";
import {
  exitLabels,
  legLabels,
  scenarioLabels,
  sessionLabels,
  sourceLabels,
  telemetryLabels,
  weekdayLabels,
} from "@/lib/lab/words";

export interface ColumnView {
  readonly key: LabColumnKey;
  readonly title: string;
  /** Short unit beside the title; null for words and R, whose values say it. */
  readonly unit: string | null;
  readonly hint: string;
  readonly sortable: boolean;
  readonly align: "left" | "right";
  /** Least width, px. */
  readonly width: number;
  /** Takes part in the room that is left over. */
  readonly grows: boolean;
  readonly cell: (row: LabRow) => ReactNode;
}

const right: ReadonlySet<ColumnKind> = new Set(["price", "points", "r", "ticks", "count", "duration"]);

const widths: Readonly<Record<ColumnKind, number>> = {
  instant: 134,
  date: 92,
  duration: 84,
  price: 84,
  points: 62,
  r: 70,
  ticks: 80,
  count: 68,
  choice: 92,
  text: 96,
  list: 112,
  "yes-no": 72,
};

const ownWidths: Partial<Readonly<Record<LabColumnKey, number>>> = {
  ticker: 64,
  direction: 76,
  status: 184,
  session: 76,
  scenario: 76,
  reason: 140,
  reviewStatus: 96,
  flags: 92,
  telemetrySeverity: 132,
  outcomeBe: 78,
  realizedBe: 92,
  id: 280,
  profile: 112,
};

const hints: Partial<Readonly<Record<LabColumnKey, string>>> = {
  signalCandleAt: "Open of the signal candle, New York",
  noBeMfe: "Best excursion of the leg without break-even",
  beMfe: "Best excursion of the leg with break-even",
  mae: "Worst excursion",
  outcomeNoBe: "Nominal result of the leg without break-even",
  outcomeBe: "Nominal result of the leg with break-even",
  riskPoints: "Entry to stop, points",
  doubt: "How much an entry needs eyes",
};

const label = (labels: ReadonlyMap<string | number, string>, value: string | number | null, why: string): ReactNode =>
  value === null ? <Missing why={why} /> : (labels.get(value) ?? String(value));

const undecided = "Not decided yet, or never.";
const noTrade = (row: LabRow): string => whyNoTrade(row);
const instant = (
  key: "confirmedAt" | "cancelledAt" | "entryAt" | "beTriggeredAt" | "beExitAt" | "closedAt" | "deletedAt",
) =>
  function InstantOf(row: LabRow) {
    return <Instant at={row[key]} why="Has not happened." />;
  };
const result = (key: "outcomeBe" | "outcomeNoBe" | "realizedBe" | "realizedNoBe") =>
  function ResultOf(row: LabRow) {
    return <RText text={row[key]} why={row.entryPrice === null ? noTrade(row) : "The leg is still open."} />;
  };
const extreme = (leg: "beMfe" | "noBeMfe" | "mae") =>
  function ExtremeOf(row: LabRow) {
    return <Extreme row={row} leg={leg} />;
  };
const price = (key: "entryPrice" | "stopLoss" | "riskPoints" | "exitPrice") =>
  function PriceOf(row: LabRow) {
    return <Price text={row[key]} why={noTrade(row)} />;
  };
const yes = (value: boolean): string => (value ? "yes" : "");

const cells: Readonly<Record<LabColumnKey, (row: LabRow) => ReactNode>> = {
  signalCandleAt: (row) => (
    <span
      className="num"
      title={`${etDay(row.signalCandleAt)} ${etTime(row.signalCandleAt)} ET · ${utcStamp(row.signalCandleAt)}`}
    >
      <span className="text-text-3">
        <Day at={row.signalCandleAt} />
      </span>{" "}
      {etMinute(row.signalCandleAt)}
    </span>
  ),
  ticker: (row) => <span className="font-semibold">{row.ticker}</span>,
  direction: (row) => <DirectionMark direction={row.direction} />,
  status: (row) => <StatusCell row={row} />,
  reason: (row) =>
    row.reason === null ? <Missing why="Nothing was refused." /> : plainWords(row.reason.toLowerCase()),
  session: (row) => label(sessionLabels, row.session, ""),
  scenario: (row) => label(scenarioLabels, row.scenario, "Known when the signal is confirmed."),
  entryPrice: price("entryPrice"),
  stopLoss: price("stopLoss"),
  riskPoints: price("riskPoints"),
  exitPrice: price("exitPrice"),
  noBeMfe: extreme("noBeMfe"),
  beMfe: extreme("beMfe"),
  mae: extreme("mae"),
  outcomeNoBe: result("outcomeNoBe"),
  outcomeBe: result("outcomeBe"),
  realizedNoBe: result("realizedNoBe"),
  realizedBe: result("realizedBe"),
  beLeg: (row) => label(legLabels, row.beLeg, noTrade(row)),
  noBeLeg: (row) => label(legLabels, row.noBeLeg, noTrade(row)),
  exitReason: (row) => label(exitLabels, row.exitReason, "Not closed."),
  reviewStatus: (row) => <Review row={row} />,
  flags: (row) => <Words words={row.flags.map((flag) => flagMeaning(flag).label)} why="No flag." />,
  tags: (row) => <Words words={row.tags} why="No tag." />,
  doubt: (row) => row.doubt,
  doubtReasons: (row) => <Words words={row.doubtReasons.map(plainWords)} why="Nothing in doubt." />,
  telemetrySeverity: (row) => label(telemetryLabels, row.telemetrySeverity, "The indicator sent no numbers."),
  noted: (row) => yes(row.noted),
  corrected: (row) => yes(row.corrected),
  signalDate: (row) => <span className="num">{row.signalDate}</span>,
  hour: (row) => `${String(row.hour).padStart(2, "0")}:00`,
  weekday: (row) => label(weekdayLabels, row.weekday, ""),
  receivedAt: (row) => <Instant at={row.receivedAt} why="" />,
  confirmedAt: instant("confirmedAt"),
  cancelledAt: instant("cancelledAt"),
  entryAt: instant("entryAt"),
  beTriggeredAt: instant("beTriggeredAt"),
  beExitAt: instant("beExitAt"),
  closedAt: instant("closedAt"),
  deletedAt: instant("deletedAt"),
  ageMs: (row) => (row.ageMs === null ? <Missing why={undecided} /> : `${Math.round(row.ageMs / 1000)} s`),
  barsToConfirmation: (row) => row.barsToConfirmation ?? <Missing why={undecided} />,
  riskTicks: (row) => row.riskTicks ?? <Missing why={noTrade(row)} />,
  pointValue: (row) => row.pointValue,
  root: (row) => row.root,
  source: (row) => label(sourceLabels, row.source, ""),
  profile: (row) => row.profile,
  reviewVersion: (row) => (row.reviewVersion === 0 ? <Missing why="Nobody has touched it." /> : row.reviewVersion),
  id: (row) => <span className="num text-text-2">{row.id}</span>,
};

function viewOf(column: LabColumn): ColumnView {
  const { key, title, kind, unit, sortable } = column;
  return {
    key,
    title,
    unit: kind === "points" ? "pt" : kind === "instant" ? "ET" : null,
    hint: hints[key] ?? (unit === null ? title : `${title}, ${unit}`),
    sortable,
    align: right.has(kind) ? "right" : "left",
    width: ownWidths[key] ?? widths[kind],
    grows: kind === "list" || key === "status" || key === "reason",
    cell: cells[key],
  };
}

/** All columns in their usual order. */
export const columnViews: readonly ColumnView[] = labColumns.map(viewOf);

/** Shown unless the reader chose otherwise. */
export const usualColumns: readonly LabColumnKey[] = labColumns.filter(({ shown }) => shown).map(({ key }) => key);

/** The views of `keys`, in that order; unknown keys are left out. */
export function viewsOf(keys: readonly string[]): readonly ColumnView[] {
  return keys.flatMap((key) => columnViews.find((view) => view.key === key) ?? []);
}

/** What stays while the entry stands beside: the other columns are a scroll or the entry itself away. */
const besideKeys: ReadonlySet<string> = new Set<LabColumnKey>([
  ...(["signalCandleAt", "ticker", "direction", "status", "noBeMfe"] as const),
  ...(["outcomeNoBe", "outcomeBe", "reviewStatus"] as const),
]);

/** The usual columns of a narrow list. */
export const usualBeside: readonly LabColumnKey[] = usualColumns.filter((key) => besideKeys.has(key));

/** Width of the mark, px. */
const markWidth = 32;

/** Tracks of the list's grid (the mark, then the columns) and the least width of a line, px. */
export function tracksOf(columns: readonly ColumnView[]): { readonly tracks: string; readonly least: number } {
  const tracks = columns.map(({ width, grows }) => (grows ? `minmax(${width}px,1fr)` : `${width}px`));
  return {
    tracks: `${markWidth}px ${tracks.join(" ")}`,
    least: columns.reduce((sum, { width }) => sum + width, markWidth),
  };
}
