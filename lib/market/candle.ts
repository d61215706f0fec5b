/**
 * One-minute candles and what is derived from them. A candle is half open, named by its open time, and closed by the
 * clock; who moves the clock is not known here.
 */
import type { Candle, EpochMs, Timeframe } from "@/lib/market/types";
import { MINUTE_MS } from "@/lib/market/zone";

const TIMEFRAME_MINUTES: Readonly<Record<Timeframe, number>> = { "1m": 1, "5m": 5, "15m": 15 };

/** Open of the minute an instant lies in. */
export function minuteOf(at: EpochMs): EpochMs {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/** First instant after the one-minute candle that opened at `openAt`. */
export function candleEnd(openAt: EpochMs): EpochMs {
  return openAt + MINUTE_MS;
}

/** Length of a timeframe, ms. */
export function timeframeMs(timeframe: Timeframe): number {
  return TIMEFRAME_MINUTES[timeframe] * MINUTE_MS;
}

/**
 * Longer candles from one-minute candles in ascending order, aligned to the epoch (so to every full hour).
 * One is complete when all minutes that traded in it are.
 */
export function deriveTimeframe(minutes: readonly Candle[], timeframe: Timeframe): Candle[] {
  const length = timeframeMs(timeframe);
  const derived: Candle[] = [];
  for (const minute of minutes) {
    const openAt = Math.floor(minute.openAt / length) * length;
    const last = derived.at(-1);
    if (last === undefined || last.openAt !== openAt) {
      derived.push({ ...minute, openAt });
      continue;
    }
    derived[derived.length - 1] = {
      openAt,
      open: last.open,
      high: Math.max(last.high, minute.high),
      low: Math.min(last.low, minute.low),
      close: minute.close,
      volume: last.volume + minute.volume,
      trades: last.trades + minute.trades,
      complete: last.complete && minute.complete,
    };
  }
  return derived;
}
