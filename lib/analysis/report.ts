/**
 * Everything the analysis page shows of a set of signals, from the one place that computes it: page, routes and exports ask here.
 * Which signals belong to the set is the caller's choice (lib/db); an empty figure is null or an empty list, never 0.
 */
import {
  type MfeBin,
  mfeHistogram,
  type TimeToMfe,
  timesToMfe,
  type WinnersHeat,
  winnersHeat,
} from "@/lib/analysis/excursions";
import {
  type CalendarDay,
  type Confirmation,
  calendarOf,
  confirmationOf,
  type Group,
  type Grouping,
  groupAll,
} from "@/lib/analysis/groups";
import { type Interval, wilson } from "@/lib/analysis/intervals";
import { memo } from "@/lib/analysis/memo";
import {
  type Difference,
  differences,
  type EquityPoint,
  equityOf,
  type Question,
  resolve,
  type VariantResults,
  variantResults,
} from "@/lib/analysis/results";
import { type AnalysisRow, hasTrade, type TradeRow } from "@/lib/analysis/row";
import { type Scatter, scatterOf } from "@/lib/analysis/scatter";
import { type SplitSurface, splitSurface } from "@/lib/analysis/split";
import { hasOrder } from "@/lib/analysis/surface";
import type { Unit } from "@/lib/analysis/units";
import { byClosing, hitCounts, isTradeClosed, type Variant } from "@/lib/trade/statistics";

/** Share of closed trades that reached a target. */
export interface HitPoint {
  readonly target: number;
  readonly hits: number;
  readonly rate: number;
  readonly interval: Interval;
}

export interface HitCurve {
  /** Closed trades. */
  readonly n: number;
  readonly points: readonly HitPoint[];
}

export interface Report {
  readonly counts: {
    readonly signals: number;
    readonly trades: number;
    readonly closed: number;
    readonly active: number;
  };
  readonly results: { readonly [Name in Variant]: VariantResults };
  readonly differences: readonly Difference[];
  /** Null without closed trades. */
  readonly hitRate: { readonly [Name in Variant]: HitCurve | null };
  readonly mfe: readonly MfeBin[];
  readonly heat: WinnersHeat | null;
  readonly timeToMfe: TimeToMfe;
  readonly scatter: Scatter | null;
  readonly groups: { readonly [Name in Grouping]: readonly Group[] };
  readonly calendar: readonly CalendarDay[];
  readonly confirmation: Confirmation;
  readonly equity: readonly EquityPoint[];
}

export interface SurfaceReport extends SplitSurface {
  /** Trades counted, and trades left out because the order of their touches was not kept. */
  readonly n: number;
  readonly lacking: number;
}

/** Rows as all figures want them: in order of closing, rows without a trade and running ones last. */
export function inClosingOrder(rows: readonly AnalysisRow[]): AnalysisRow[] {
  const closedAt = (row: AnalysisRow) => ({ closedAt: row.trade?.closedAt ?? null });
  return [...rows].sort((left, right) => byClosing(closedAt(left), closedAt(right)) || left.no - right.no);
}

function hitCurve(rows: readonly TradeRow[], variant: Variant): HitCurve | null {
  const counts = hitCounts(
    rows.map(({ trade }) => trade),
    variant,
  );
  if (counts === null) return null;
  const { n, hits } = counts;
  return {
    n,
    points: hits.map((count, index) => ({
      target: index + 1,
      hits: count,
      rate: count / n,
      interval: wilson(count, n) ?? { low: 0, high: 1 },
    })),
  };
}

/** What does not depend on the question, made once per set of rows. */
const fixedPart = memo((rows: readonly AnalysisRow[]) => {
  const trades = rows.filter(hasTrade);
  const closed = trades.filter(({ trade }) => isTradeClosed(trade)).length;
  return {
    trades,
    counts: { signals: rows.length, trades: trades.length, closed, active: trades.length - closed },
    hitRate: { be: hitCurve(trades, "be"), "no-be": hitCurve(trades, "no-be") },
    timeToMfe: timesToMfe(trades),
    confirmation: confirmationOf(rows),
    byUnit: new Map<Unit, Pick<Report, "differences" | "mfe">>(),
  };
});

function unitPart(rows: readonly AnalysisRow[], unit: Unit): Pick<Report, "differences" | "mfe"> {
  const { trades, byUnit } = fixedPart(rows);
  const known = byUnit.get(unit);
  if (known !== undefined) return known;
  const made = { differences: differences(trades, unit), mfe: mfeHistogram(trades, unit) };
  byUnit.set(unit, made);
  return made;
}

/** All figures but the surface. @param rows in order of closing (`inClosingOrder`), never changed afterwards */
export function reportOf(rows: readonly AnalysisRow[], question: Question): Report {
  const { trades, counts, hitRate, timeToMfe, confirmation } = fixedPart(rows);
  const resolved = resolve(trades, question);
  return {
    counts,
    results: { be: variantResults(resolved, "be"), "no-be": variantResults(resolved, "no-be") },
    ...unitPart(rows, question.unit),
    hitRate,
    heat: winnersHeat(trades, question),
    timeToMfe,
    scatter: scatterOf(trades, question),
    groups: groupAll(resolved),
    calendar: calendarOf(rows, resolved),
    confirmation,
    equity: equityOf(resolved),
  };
}

/** The surface and its out-of-sample split, always in R. @param share of the trades in the earlier part */
export function surfaceReport(rows: readonly AnalysisRow[], share: number): SurfaceReport {
  const { trades } = fixedPart(rows);
  const ordered = trades.filter(({ trade }) => hasOrder(trade));
  return { ...splitSurface(ordered, share), n: ordered.length, lacking: trades.length - ordered.length };
}
