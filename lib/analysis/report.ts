/**
 * Everything the analysis page shows of a set of signals, from the one place that computes it: page, routes and exports ask here.
 * Which signals belong to the set is the caller's choice (lib/db); an empty figure is null or an empty list, never 0.
 */
import { columnsOf, legOf, type SetColumns } from "@/lib/analysis/columns";
import {
  type MfeBin,
  mfeHistogram,
  type TimeToMfe,
  timesToMfe,
  type WinnersHeat,
  winnersHeat,
} from "@/lib/analysis/excursions";
import type { Grouping } from "@/lib/analysis/group-key";
import {
  type CalendarDay,
  type Confirmation,
  calendarOf,
  confirmationOf,
  type Group,
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
import type { AnalysisRow } from "@/lib/analysis/row";
import { type Scatter, scatterOf } from "@/lib/analysis/scatter";
import { orderedByDate, type SplitSurface, splitSurface } from "@/lib/analysis/split";
import type { DistanceUnit } from "@/lib/format/excursion";
import { byClosing, hitCountsOf, type Variant } from "@/lib/trade/statistics";
import { TARGET_R_MAX } from "@/lib/trade/trade";

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

/** Order of closing, rows without a trade and running ones last; `no` decides between equals. */
export function closingOrder(left: AnalysisRow, right: AnalysisRow): number {
  const [one, other] = [left.trade?.closedAt ?? null, right.trade?.closedAt ?? null];
  return byClosing({ closedAt: one }, { closedAt: other }) || left.no - right.no;
}

/** Rows as all figures want them. */
export function inClosingOrder(rows: readonly AnalysisRow[]): AnalysisRow[] {
  return [...rows].sort(closingOrder);
}

function hitCurve({ all, trades }: SetColumns, variant: Variant): HitCurve | null {
  const { top } = legOf(all, variant);
  const reached = new Uint32Array(TARGET_R_MAX + 1);
  for (const place of trades) {
    const whole = top[place] ?? 0;
    if (all.closed[place] === 1) reached[whole] = (reached[whole] ?? 0) + 1;
  }
  const counts = hitCountsOf(reached);
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
  const set = columnsOf(rows);
  const hitRate = { be: hitCurve(set, "be"), "no-be": hitCurve(set, "no-be") };
  const [trades, closed] = [set.trades.length, hitRate["no-be"]?.n ?? 0];
  return {
    set,
    counts: { signals: rows.length, trades, closed, active: trades - closed },
    hitRate,
    timeToMfe: timesToMfe(set),
    confirmation: confirmationOf(set),
    differences: new Map<DistanceUnit, readonly Difference[]>(),
  };
});

/** All figures but the surface. @param rows in order of closing (`inClosingOrder`), never changed afterwards */
export function reportOf(rows: readonly AnalysisRow[], question: Question): Report {
  const { set, counts, hitRate, timeToMfe, confirmation, differences: known } = fixedPart(rows);
  const { unit } = question;
  const resolved = resolve(rows, set, question);
  const made = known.get(unit) ?? differences(set, unit);
  known.set(unit, made);
  return {
    counts,
    results: { be: variantResults(resolved, "be"), "no-be": variantResults(resolved, "no-be") },
    differences: made,
    mfe: mfeHistogram(resolved),
    hitRate,
    heat: winnersHeat(resolved),
    timeToMfe,
    scatter: scatterOf(resolved),
    groups: groupAll(resolved),
    calendar: calendarOf(resolved),
    confirmation,
    equity: equityOf(resolved),
  };
}

/** The surface and its out-of-sample split, always in R. @param share of the trades in the earlier part */
export function surfaceReport(rows: readonly AnalysisRow[], share: number): SurfaceReport {
  const set = columnsOf(rows);
  const n = [...orderedByDate(set).values()].reduce((sum, trades) => sum + trades, 0);
  return { ...splitSurface(set, share), n, lacking: set.trades.length - n };
}
