/**
 * Statistics over finished and running trades (methodology 9.3). Pure sums over what the engine recorded; which trades
 * belong to a group (approved, not deleted, same source) is the caller's choice. An empty group is null, never 0.
 */
import type { EpochMs, Ticks } from "@/lib/market/types";
import { TARGET_R_MAX } from "@/lib/trade/trade";
import type { LegStatus, TradeRecord } from "@/lib/trade/types";

/** Which of the two legs of every trade is counted. */
export type Variant = "be" | "no-be";

/** What statistics need of a trade. Distances in ticks. */
export interface TradeResult {
  readonly risk: Ticks;
  readonly beMfe: Ticks;
  readonly noBeMfe: Ticks;
  readonly beTriggered: boolean;
  readonly beLeg: LegStatus;
  readonly noBeLeg: LegStatus;
  /** Signed fill distance of each leg's exit; null while open. */
  readonly beRealized: Ticks | null;
  readonly noBeRealized: Ticks | null;
  readonly closedAt: EpochMs | null;
}

/** `unresolved`: may still reach the target. `other`: closed by roll or analyst before it (listed apart). */
export type Outcome = number | "unresolved" | "other";

export interface Summary {
  /** Resolved trades. */
  readonly n: number;
  readonly wins: number;
  readonly breakEvens: number;
  readonly losses: number;
  readonly winRate: number;
  readonly beRate: number;
  readonly lossRate: number;
  readonly totalR: number;
  readonly expectancy: number;
  /** Infinity with wins and no loss, null with neither. */
  readonly profitFactor: number | null;
  readonly maxDrawdown: number;
  /** Null without a drawdown. */
  readonly recoveryFactor: number | null;
  readonly longestWinStreak: number;
  readonly longestLossStreak: number;
  readonly best: number;
  readonly worst: number;
}

/** Statistics' view of a trade record. */
export function tradeResult(trade: TradeRecord, direction: "bullish" | "bearish"): TradeResult {
  const distance = (fill: Ticks | null) =>
    fill === null ? null : direction === "bullish" ? fill - trade.entryPrice : trade.entryPrice - fill;
  return {
    risk: trade.risk,
    beMfe: trade.beMfe,
    noBeMfe: trade.noBeMfe,
    beTriggered: trade.beTriggeredAt !== null,
    beLeg: trade.beLeg,
    noBeLeg: trade.noBeLeg,
    beRealized: distance(trade.beExitPrice),
    noBeRealized: distance(trade.exitPrice),
    closedAt: trade.closedAt,
  };
}

function isClosed(leg: LegStatus): boolean {
  return leg !== "OPEN" && leg !== "TRIGGERED";
}

function withoutTarget(leg: LegStatus, realized: Ticks | null, risk: Ticks): Outcome {
  if (leg === "STOP_LOSS") return -1;
  if (leg === "BREAK_EVEN") return 0;
  return leg === "OTHER" && realized !== null ? realized / risk : "unresolved";
}

/** Result in R of one trade for a variant and a target in R; null target: run to the stop. */
export function outcomeOf(trade: TradeResult, variant: Variant, target: number | null): Outcome {
  const [leg, mfe, realized] =
    variant === "be"
      ? ([trade.beLeg, trade.beMfe, trade.beRealized] as const)
      : ([trade.noBeLeg, trade.noBeMfe, trade.noBeRealized] as const);
  if (target === null) return withoutTarget(leg, realized, trade.risk);
  if (mfe >= target * trade.risk) return target;
  if (leg === "OTHER") return "other";
  if (!isClosed(leg)) return "unresolved";
  return variant === "be" && trade.beTriggered ? 0 : -1;
}

/** Resolved results of a group in order of closing; wins of running trades come last. */
export function resolvedResults(trades: readonly TradeResult[], variant: Variant, target: number | null): number[] {
  return [...trades]
    .sort((left, right) => (left.closedAt ?? Number.MAX_VALUE) - (right.closedAt ?? Number.MAX_VALUE))
    .map((trade) => outcomeOf(trade, variant, target))
    .filter((outcome): outcome is number => typeof outcome === "number");
}

/** Largest fall of the cumulative result below its running peak; the peak starts at 0. */
export function maxDrawdownOf(results: readonly number[]): number {
  let [total, peak, fall] = [0, 0, 0];
  for (const result of results) {
    total += result;
    peak = Math.max(peak, total);
    fall = Math.max(fall, peak - total);
  }
  return fall;
}

/** Longest run of results of one sign; a 0 neither extends nor breaks it. */
export function longestStreak(results: readonly number[], sign: 1 | -1): number {
  let [longest, current] = [0, 0];
  for (const result of results) {
    if (result === 0) continue;
    current = Math.sign(result) === sign ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

/** Summary of results in order of closing, or null when there are none ("no data"). */
export function summarize(results: readonly number[]): Summary | null {
  const n = results.length;
  if (n === 0) return null;
  const wins = results.filter((result) => result > 0);
  const losses = results.filter((result) => result < 0);
  const breakEvens = n - wins.length - losses.length;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const [won, lost, totalR] = [sum(wins), -sum(losses), sum(results)];
  const maxDrawdown = maxDrawdownOf(results);
  const profitFactor = lost > 0 ? won / lost : won > 0 ? Number.POSITIVE_INFINITY : null;
  return {
    n,
    wins: wins.length,
    breakEvens,
    losses: losses.length,
    winRate: wins.length / n,
    beRate: breakEvens / n,
    lossRate: losses.length / n,
    totalR,
    expectancy: totalR / n,
    profitFactor,
    maxDrawdown,
    recoveryFactor: maxDrawdown > 0 ? totalR / maxDrawdown : null,
    longestWinStreak: longestStreak(results, 1),
    longestLossStreak: longestStreak(results, -1),
    best: Math.max(...results),
    worst: Math.min(...results),
  };
}

/** Share of closed trades that reached n R, n = 1..20; null when none is closed. Never rises with n. */
export function hitRateCurve(trades: readonly TradeResult[], variant: Variant): readonly number[] | null {
  const closed = trades.filter(({ noBeLeg }) => isClosed(noBeLeg));
  if (closed.length === 0) return null;
  return Array.from({ length: TARGET_R_MAX }, (_, index) => {
    const target = index + 1;
    const hits = closed.filter((trade) => (variant === "be" ? trade.beMfe : trade.noBeMfe) >= target * trade.risk);
    return hits.length / closed.length;
  });
}
