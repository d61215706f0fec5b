/** Results of trades in the unit asked for, in order of closing; the outcome itself is lib/trade/statistics.ts. */
import { legOf, missed, missedResults, type SetColumns } from "@/lib/analysis/columns";
import { bootstrapMean, type Interval, seededRandom, wilson } from "@/lib/analysis/intervals";
import type { AnalysisRow, TradeRow } from "@/lib/analysis/row";
import { distancesIn, unitsPerREach } from "@/lib/analysis/units";
import type { DistanceUnit } from "@/lib/format/excursion";
import { outcomeOf, type Summary, Tally, type Variant } from "@/lib/trade/statistics";
import { TARGET_R_MAX } from "@/lib/trade/trade";

/** What is asked of the trades. */
export interface Question {
  readonly variant: Variant;
  /** Whole R 1..20; null: run to the stop. */
  readonly target: number | null;
  readonly unit: DistanceUnit;
  /** Share of the trades in the earlier part of the out-of-sample split, 0..1. */
  readonly split: number;
}

/** Seed of the intervals below: fixed, so that the same trades always show the same. */
const intervalSeed = 9_3;

/** A summary as JSON can carry it: an infinite profit factor is a word. In the unit asked for. */
export interface ResultSummary extends Omit<Summary, "profitFactor"> {
  readonly profitFactor: number | "infinite" | null;
  readonly winInterval: Interval | null;
  /** Bootstrap interval of the expectancy in R; null without a target (results then take more than three values). */
  readonly expectancyInterval: Interval | null;
}

/** One variant of the trades. */
export interface VariantResults {
  readonly summary: ResultSummary | null;
  /** May still reach the target. */
  readonly unresolved: number;
  /** Closed by roll or by hand before the target. */
  readonly other: number;
}

/** Trades with their results, computed once for all figures. Arrays by place in `set.trades`. */
export interface Resolved {
  readonly question: Question;
  readonly rows: readonly AnalysisRow[];
  readonly set: SetColumns;
  /** Result in the unit asked for; NaN when the trade has none yet or never will. */
  readonly results: Each;
  /** Favourable extreme in the unit asked for. */
  readonly mfe: Each;
}

type Each = { readonly [Name in Variant]: Float64Array };

/**
 * Result of each trade of one leg, in R times `scales`; NaN: none. The same as `outcomeOf` for each of them, because a trade
 * has won when its MFE reached the target and beyond that is what it is for every target it missed (`missedOutcome`).
 */
function resultsOf(
  set: SetColumns,
  variant: Variant,
  target: number | null,
  scales: Float64Array | null,
): Float64Array {
  const { top, missed: beyond, final } = legOf(set.all, variant);
  const { trades } = set;
  const results = new Float64Array(trades.length);
  for (let index = 0; index < trades.length; index += 1) {
    const place = trades[index] ?? 0;
    const won = target !== null && target <= (top[place] ?? 0);
    const result = won ? target : target === null ? final[place] : missedResults[beyond[place] ?? 0];
    results[index] = (result ?? Number.NaN) * (scales === null ? 1 : (scales[index] ?? 1));
  }
  return results;
}

/** Results of trades. @param rows in order of closing */
export function resolve(rows: readonly AnalysisRow[], set: SetColumns, question: Question): Resolved {
  const { target, unit } = question;
  const scales = unitsPerREach(set, unit);
  return {
    question,
    rows,
    set,
    results: { be: resultsOf(set, "be", target, scales), "no-be": resultsOf(set, "no-be", target, scales) },
    mfe: { be: distancesIn(set.all.beMfe, set, unit), "no-be": distancesIn(set.all.noBeMfe, set, unit) },
  };
}

/** Results of one variant. */
export function variantResults({ set, results, question }: Resolved, variant: Variant): VariantResults {
  const { missed: beyond } = legOf(set.all, variant);
  const tally = new Tally();
  let [unresolved, other] = [0, 0];
  const own = results[variant];
  for (let index = 0; index < own.length; index += 1) {
    const result = own[index] ?? Number.NaN;
    if (!Number.isNaN(result)) tally.add(result);
    else if (question.target !== null && beyond[set.trades[index] ?? 0] === missed.other) other += 1;
    else unresolved += 1;
  }
  const summary = tally.summary();
  return { summary: summary === null ? null : withIntervals(summary, question.target), unresolved, other };
}

function withIntervals(summary: Summary, target: number | null): ResultSummary {
  const { n, wins, losses, profitFactor } = summary;
  return {
    ...summary,
    profitFactor: profitFactor === Number.POSITIVE_INFINITY ? "infinite" : profitFactor,
    winInterval: wilson(wins, n),
    expectancyInterval:
      target === null
        ? null
        : bootstrapMean(
            { n, first: { count: wins, value: target }, second: { count: losses, value: -1 }, rest: 0 },
            seededRandom(intervalSeed),
          ),
  };
}

/** Break-even against no break-even on the same trades, for one target. */
export interface Difference {
  /** Whole R. */
  readonly target: number;
  /** Trades resolved in both variants. */
  readonly n: number;
  /** Expectancy of each variant over those trades, in the unit asked for. */
  readonly be: number | null;
  readonly noBe: number | null;
  /** BE minus No-BE: mean and sum. */
  readonly perTrade: number | null;
  readonly sum: number;
  /** Bootstrap interval of the mean difference in R. */
  readonly interval: Interval | null;
  /** Losses the break-even stop saved, winners it cost. */
  readonly saved: number;
  readonly cost: number;
}

/** What the break-even stop did to one trade: saved a loss, cost a winner, made no difference; null while unresolved in either. */
export type Change = "saved" | "cost" | "same";

/** See `Change`. @param target whole R */
export function changeOf({ trade }: TradeRow, target: number): Change | null {
  const [be, noBe] = [outcomeOf(trade, "be", target), outcomeOf(trade, "no-be", target)];
  if (typeof be !== "number" || typeof noBe !== "number") return null;
  return be > noBe ? "saved" : be < noBe ? "cost" : "same";
}

interface DifferenceSums {
  n: number;
  be: number;
  noBe: number;
  saved: number;
  cost: number;
}

/** Whole R from 0 to the highest target, and what lies beyond the MFE: what a leg's result depends on for every target. */
const TOPS = TARGET_R_MAX + 1;
const BEYONDS = missedResults.length;
const KINDS = TOPS * BEYONDS;

/** Differences for targets 1..20. Trades whose two legs are alike in all that counts are summed first. */
export function differences(set: SetColumns, unit: DistanceUnit): Difference[] {
  const alike = new Uint32Array(KINDS * KINDS);
  const scaled = new Float64Array(KINDS * KINDS);
  const scales = unitsPerREach(set, unit);
  const { beTop, beMissed, noBeTop, noBeMissed } = set.all;
  for (let index = 0; index < set.trades.length; index += 1) {
    const at = set.trades[index] ?? 0;
    const be = (beTop[at] ?? 0) * BEYONDS + (beMissed[at] ?? 0);
    const kind = be * KINDS + (noBeTop[at] ?? 0) * BEYONDS + (noBeMissed[at] ?? 0);
    alike[kind] = (alike[kind] ?? 0) + 1;
    scaled[kind] = (scaled[kind] ?? 0) + (scales?.[index] ?? 1);
  }
  const sums = Array.from(
    { length: TARGET_R_MAX },
    (): DifferenceSums => ({ n: 0, be: 0, noBe: 0, saved: 0, cost: 0 }),
  );
  for (const [kind, count] of alike.entries()) {
    if (count > 0) addAlike(sums, kind, count, scaled[kind] ?? 0);
  }
  const random = seededRandom(intervalSeed);
  return sums.map(({ n, be, noBe, saved, cost }, index) => {
    const target = index + 1;
    const mean = (sum: number): number | null => (n === 0 ? null : sum / n);
    return {
      target,
      n,
      be: mean(be),
      noBe: mean(noBe),
      perTrade: mean(be - noBe),
      sum: be - noBe,
      interval: bootstrapMean(
        { n, first: { count: saved, value: 1 }, second: { count: cost, value: -target }, rest: 0 },
        random,
      ),
      saved,
      cost,
    };
  });
}

/** Adds trades of one kind to every target's sums. @param scale sum of what 1R of each of them is */
function addAlike(sums: readonly DifferenceSums[], kind: number, count: number, scale: number): void {
  const result = (leg: number, target: number): number =>
    target <= Math.floor(leg / BEYONDS) ? target : (missedResults[leg % BEYONDS] ?? Number.NaN);
  for (const [index, sum] of sums.entries()) {
    const be = result(Math.floor(kind / KINDS), index + 1);
    const noBe = result(kind % KINDS, index + 1);
    if (Number.isNaN(be) || Number.isNaN(noBe)) continue;
    sum.n += count;
    sum.be += be * scale;
    sum.noBe += noBe * scale;
    if (be > noBe) sum.saved += count;
    else if (be < noBe) sum.cost += count;
  }
}

/** A point of the cumulative result: after `index` resolved trades. */
export interface EquityPoint {
  /** Trades resolved in either variant so far, from 1. */
  readonly index: number;
  /** Close of the last of them; null when it is still running (its target is touched). */
  readonly at: number | null;
  readonly noBe: number;
  readonly be: number;
  /** Deepest fall of the chosen variant below its peak within the span this point stands for, <= 0. */
  readonly drawdown: number;
}

/** Points of the curve at most; each then stands for a span of trades. Policy: the end of each span, its deepest drawdown. */
export const equityPointsMax = 300;

/** Cumulative result of both variants. */
export function equityOf({ set, results, question }: Resolved): EquityPoint[] {
  const { trades } = set;
  const n = trades.length;
  const counts = (at: number): boolean =>
    !(Number.isNaN(results.be[at] ?? Number.NaN) && Number.isNaN(results["no-be"][at] ?? Number.NaN));
  let counted = 0;
  for (let at = 0; at < n; at += 1) if (counts(at)) counted += 1;
  const span = Math.max(1, Math.ceil(counted / equityPointsMax));
  const [be, noBe] = [new Tally(), new Tally()];
  const chosen = question.variant === "be" ? be : noBe;
  const points: EquityPoint[] = [];
  let [index, deepest] = [0, 0];
  for (let at = 0; at < n; at += 1) {
    if (!counts(at)) continue;
    const [beResult, noBeResult] = [results.be[at] ?? Number.NaN, results["no-be"][at] ?? Number.NaN];
    if (!Number.isNaN(beResult)) be.add(beResult);
    if (!Number.isNaN(noBeResult)) noBe.add(noBeResult);
    deepest = Math.max(deepest, chosen.below);
    index += 1;
    if (index % span !== 0 && index !== counted) continue;
    const closed = set.all.closedAt[trades[at] ?? 0] ?? Number.NaN;
    points.push({
      index,
      at: Number.isNaN(closed) ? null : closed,
      noBe: noBe.total,
      be: be.total,
      drawdown: 0 - deepest,
    });
    deepest = 0;
  }
  return points;
}
