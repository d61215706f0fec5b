/**
 * Confirmation (methodology 4): a later complete candle closes strictly beyond the signal candle.
 */
import type { Candle } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";

/** Strict: equality and wicks do not confirm; the body's colour does not matter; an incomplete candle cannot confirm. */
export function confirms(signalCandle: Candle, candle: Candle, direction: Direction): boolean {
  if (!candle.complete) return false;
  return direction === "bullish" ? candle.close > signalCandle.high : candle.close < signalCandle.low;
}

/** Whether the candle's body agrees with the direction (stored, never required: D-03). */
export function isDirectional(candle: Candle, direction: Direction): boolean {
  return direction === "bullish" ? candle.close > candle.open : candle.close < candle.open;
}
