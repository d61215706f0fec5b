/** Results of trades in the unit asked for, in order of closing; the outcome itself is lib/trade/statistics.ts. */
import { bootstrapMean, type Interval, seededRandom, wilson } from "@/lib/analysis/intervals";
import type { TradeRow } from "@/lib/analysis/row";
import { type Unit, unitsPerR } from "@/lib/analysis/units";
import { missedOutcome, outcomeOf, type Summary, Tally, type Variant, wholeR } from "@/lib/trade/statistics";
import { TARGET_R_MAX } from "@/lib/trade/trade";

/** What is asked of the trades. */
export interface Question {
  readonly variant: Variant;
  /** Whole R 1..20; null: run to the stop. */
  readonly target: number | null;
  readonly unit: Unit;
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

/** Trades with their results, computed once for all figures. Arrays by place in `rows`. */
export interface Resolved {
  readonly question: Question;
  /** In order of closing. */
  readonly rows: readonly TradeRow[];
  /** Result in the unit asked for; NaN when the trade has none yet or never will. */
  readonly results: { readonly [Name in Variant]: Float64Array };
}

/** Results of trades. @param rows in order of closing */
export function resolve(rows: readonly TradeRow[], question: Question): Resolved {
  const { target, unit } = question;
  const results = { be: new Float64Array(rows.length), "no-be": new Float64Array(rows.length) };
  for (const [index, { trade }] of rows.entries()) {
    const scale = unitsPerR(trade, unit);
    const be = outcomeOf(trade, "be", target);
    const noBe = outcomeOf(trade, "no-be", target);
    results.be[index] = typeof be === "number" ? be * scale : Number.NaN;
    results["no-be"][index] = typeof noBe === "number" ? noBe * scale : Number.NaN;
  }
  return { question, rows, results };
}

/** Results of one variant. */
export function variantResults({ rows, results, question }: Resolved, variant: Variant): VariantResults {
  const tally = new Tally();
  let [unresolved, other] = [0, 0];
  for (const [index, result] of results[variant].entries()) {
    if (!Number.isNaN(result)) {
      tally.add(result);
      continue;
    }
    const trade = rows[index]?.trade;
    if (trade !== undefined && outcomeOf(trade, variant, question.target) === "other") other += 1;
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

/** Differences for targets 1..20, in one pass: beyond its MFE a trade's result is the same for every target. */
export function differences(rows: readonly TradeRow[], unit: Unit): Difference[] {
  const sums = Array.from(
    { length: TARGET_R_MAX },
    (): DifferenceSums => ({ n: 0, be: 0, noBe: 0, saved: 0, cost: 0 }),
  );
  for (const { trade } of rows) {
    const [beTop, noBeTop] = [wholeR(trade.beMfe, trade.risk), wholeR(trade.noBeMfe, trade.risk)];
    const [beMissed, noBeMissed] = [missedOutcome(trade, "be"), missedOutcome(trade, "no-be")];
    const scale = unitsPerR(trade, unit);
    for (const [index, sum] of sums.entries()) {
      const target = index + 1;
      const be = target <= beTop ? target : beMissed;
      const noBe = target <= noBeTop ? target : noBeMissed;
      if (typeof be !== "number" || typeof noBe !== "number") continue;
      sum.n += 1;
      sum.be += be * scale;
      sum.noBe += noBe * scale;
      if (be > noBe) sum.saved += 1;
      else if (be < noBe) sum.cost += 1;
    }
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
export function equityOf({ rows, results, question }: Resolved): EquityPoint[] {
  const counted = rows.flatMap(({ trade: { closedAt } }, index) => {
    const [be, noBe] = [results.be[index] ?? Number.NaN, results["no-be"][index] ?? Number.NaN];
    return Number.isNaN(be) && Number.isNaN(noBe) ? [] : [{ closedAt, be, noBe }];
  });
  const span = Math.max(1, Math.ceil(counted.length / equityPointsMax));
  const [be, noBe] = [new Tally(), new Tally()];
  const points: EquityPoint[] = [];
  let deepest = 0;
  for (const [at, one] of counted.entries()) {
    if (!Number.isNaN(one.be)) be.add(one.be);
    if (!Number.isNaN(one.noBe)) noBe.add(one.noBe);
    deepest = Math.max(deepest, (question.variant === "be" ? be : noBe).below);
    const index = at + 1;
    if (index % span !== 0 && index !== counted.length) continue;
    points.push({ index, at: one.closedAt, noBe: noBe.total, be: be.total, drawdown: 0 - deepest });
    deepest = 0;
  }
  return points;
}
