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
  return mfe >= target * trade.risk ? target : missedOutcome(trade, variant);
}

/** Result in R of one trade for any target it has not reached. */
export function missedOutcome(
  trade: Pick<TradeResult, "beLeg" | "noBeLeg" | "beTriggered">,
  variant: Variant,
): -1 | 0 | "unresolved" | "other" {
  const leg = variant === "be" ? trade.beLeg : trade.noBeLeg;
  if (leg === "OTHER") return "other";
  if (!isClosed(leg)) return "unresolved";
  return variant === "be" && trade.beTriggered ? 0 : -1;
}

/** Order of closing; trades still running come last, in the order given. For `Array.sort`, which is stable. */
export function byClosing(left: Pick<TradeResult, "closedAt">, right: Pick<TradeResult, "closedAt">): number {
  return (left.closedAt ?? Number.MAX_VALUE) - (right.closedAt ?? Number.MAX_VALUE);
}

/** Resolved results of a group in order of closing; wins of running trades come last. */
export function resolvedResults(trades: readonly TradeResult[], variant: Variant, target: number | null): number[] {
  return [...trades]
    .sort(byClosing)
    .map((trade) => outcomeOf(trade, variant, target))
    .filter((outcome): outcome is number => typeof outcome === "number");
}

/** Sums over results as they come, one at a time: whoever walks 60,000 trades needs no list of them. */
export class Tally {
  #n = 0;
  #wins = 0;
  #losses = 0;
  #won = 0;
  #lost = 0;
  #peak = 0;
  #fall = 0;
  #best = Number.NEGATIVE_INFINITY;
  #worst = Number.POSITIVE_INFINITY;
  /** Present run: above 0 wins, below 0 losses. */
  #run = 0;
  #winRun = 0;
  #lossRun = 0;

  /** Takes the next result in order of closing. Any unit; the sign decides win, break-even (0) or loss. */
  add(result: number): void {
    this.#n += 1;
    this.#best = Math.max(this.#best, result);
    this.#worst = Math.min(this.#worst, result);
    if (result > 0) {
      this.#wins += 1;
      this.#won += result;
      this.#run = this.#run > 0 ? this.#run + 1 : 1;
      this.#winRun = Math.max(this.#winRun, this.#run);
    } else if (result < 0) {
      this.#losses += 1;
      this.#lost -= result;
      this.#run = this.#run < 0 ? this.#run - 1 : -1;
      this.#lossRun = Math.max(this.#lossRun, -this.#run);
    }
    this.#peak = Math.max(this.#peak, this.total);
    this.#fall = Math.max(this.#fall, this.#peak - this.total);
  }

  /** Cumulative result so far. */
  get total(): number {
    return this.#won - this.#lost;
  }

  /** Fall below the running peak at this moment, >= 0; the peak starts at 0. */
  get below(): number {
    return this.#peak - this.total;
  }

  /** Null when nothing was added ("no data"). */
  summary(): Summary | null {
    const n = this.#n;
    if (n === 0) return null;
    const breakEvens = n - this.#wins - this.#losses;
    const [won, lost, totalR, maxDrawdown] = [this.#won, this.#lost, this.total, this.#fall];
    return {
      n,
      wins: this.#wins,
      breakEvens,
      losses: this.#losses,
      winRate: this.#wins / n,
      beRate: breakEvens / n,
      lossRate: this.#losses / n,
      totalR,
      expectancy: totalR / n,
      profitFactor: lost > 0 ? won / lost : won > 0 ? Number.POSITIVE_INFINITY : null,
      maxDrawdown,
      recoveryFactor: maxDrawdown > 0 ? totalR / maxDrawdown : null,
      longestWinStreak: this.#winRun,
      longestLossStreak: this.#lossRun,
      best: this.#best,
      worst: this.#worst,
    };
  }
}

/** Summary of results in order of closing, or null when there are none ("no data"). A 0 neither extends nor breaks a streak. */
export function summarize(results: Iterable<number>): Summary | null {
  const tally = new Tally();
  for (const result of results) tally.add(result);
  return tally.summary();
}

/** How many closed trades reached each target. */
export interface HitCounts {
  /** Closed trades. */
  readonly n: number;
  /** `hits[k - 1]`: trades whose MFE reached k R, k = 1..20. Never rises. */
  readonly hits: readonly number[];
}

/** Whole R a distance reaches, 0..20; exact, because a quotient of whole ticks that is a whole number has no rounding. */
export function wholeR(distance: Ticks, risk: Ticks): number {
  return Math.min(TARGET_R_MAX, Math.max(0, Math.floor(distance / risk)));
}

/** Whether a trade is closed: its No-BE leg has ended (methodology 7.6). */
export function isTradeClosed(trade: Pick<TradeResult, "noBeLeg">): boolean {
  return isClosed(trade.noBeLeg);
}

/** Counts behind the hit-rate curve; null when no trade is closed. */
export function hitCounts(trades: Iterable<TradeResult>, variant: Variant): HitCounts | null {
  const reached = new Uint32Array(TARGET_R_MAX + 1);
  for (const trade of trades) {
    if (!isClosed(trade.noBeLeg)) continue;
    const top = wholeR(variant === "be" ? trade.beMfe : trade.noBeMfe, trade.risk);
    reached[top] = (reached[top] ?? 0) + 1;
  }
  return hitCountsOf(reached);
}

/** The same from how many closed trades ended at each whole R, `reached[0..20]`. */
export function hitCountsOf(reached: Uint32Array): HitCounts | null {
  const n = reached.reduce((sum, trades) => sum + trades, 0);
  if (n === 0) return null;
  const hits = new Array<number>(TARGET_R_MAX).fill(0);
  let above = 0;
  for (let target = TARGET_R_MAX; target >= 1; target -= 1) {
    above += reached[target] ?? 0;
    hits[target - 1] = above;
  }
  return { n, hits };
}

/** Share of closed trades that reached n R, n = 1..20; null when none is closed. Never rises with n. */
export function hitRateCurve(trades: readonly TradeResult[], variant: Variant): readonly number[] | null {
  const counts = hitCounts(trades, variant);
  return counts?.hits.map((hits) => hits / counts.n) ?? null;
}
