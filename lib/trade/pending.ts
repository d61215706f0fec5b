/**
 * What a pending signal still needs (methodology 4): the level a candle must close beyond and how far the price is from it.
 * Pure; says what the rule asks for, never what will happen.
 */
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";

export interface ConfirmationNeed {
  /** High of the signal candle (bullish) or its low (bearish): the close must be strictly beyond it. */
  readonly level: Ticks;
  /** Ticks the price must still move for a close at it to confirm (a close at the level does not); 0 when it is beyond. */
  readonly missing: Ticks;
  /** Ticks the price is beyond the level now; 0 when it is not. */
  readonly beyond: Ticks;
}

/** The need of a signal whose candle is known, seen from the newest price. */
export function confirmationNeed(
  signalCandle: Pick<Candle, "high" | "low">,
  direction: Direction,
  last: Ticks,
): ConfirmationNeed {
  const level = direction === "bullish" ? signalCandle.high : signalCandle.low;
  const past = direction === "bullish" ? last - level : level - last;
  return { level, missing: Math.max(0, 1 - past), beyond: Math.max(0, past) };
}

/** Candles that closed after the signal candle without confirming it: those that exist, as the rule counts them. */
export function barsWaited(closed: readonly Candle[], signalCandleAt: EpochMs): number {
  return closed.filter((candle) => candle.openAt > signalCandleAt).length;
}
