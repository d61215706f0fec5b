/**
 * Pivot tests of methodology 5.1 on a list of candles, for lows (bullish) and, mirrored, highs (bearish).
 * Works on depths: low for bullish, minus high for bearish, so that "lower" reads the same in both directions.
 */
import type { Candle } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";

export type PivotKind = "PIVOT_3" | "PIVOT_4";

/** The side of a candle the stop looks at: its low, or minus its high for a bearish signal. */
export function depthOf(candle: Candle, direction: Direction): number {
  return direction === "bullish" ? candle.low : -candle.high;
}

/**
 * Which pivot the candle at `index` is, if any. All neighbours needed must be in the list and complete (8.3).
 * @param symmetric also the older one of two equal neighbours counts (D-05, symmetricDoublePivot)
 */
export function pivotAt(
  candles: readonly Candle[],
  index: number,
  direction: Direction,
  symmetric: boolean,
): PivotKind | null {
  const depth = (offset: number): number | null => {
    const candle = candles[index + offset];
    return candle?.complete === true ? depthOf(candle, direction) : null;
  };
  const self = depth(0);
  const older = depth(-1);
  const newer = depth(1);
  if (self === null || older === null || newer === null) return null;
  if (self < older && self < newer) return "PIVOT_3";
  if (self === older && self < newer) {
    const outer = depth(-2);
    return outer !== null && self < outer ? "PIVOT_4" : null;
  }
  if (symmetric && self === newer && self < older) {
    const outer = depth(2);
    return outer !== null && self < outer ? "PIVOT_4" : null;
  }
  return null;
}
