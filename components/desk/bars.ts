/**
 * The candles on screen: history (JSON), minutes closed since (stream) and the open minute, joined; prices in ticks.
 * Longer timeframes are derived from the minutes at hand by the same rule as on the server.
 */
import { deriveTimeframe, timeframeMs } from "@/lib/market/candle";
import type { Candle, Timeframe } from "@/lib/market/types";

/** Appends `newer` to `older`; where both have a candle the newer one counts. Both oldest first. */
export function joinCandles(older: readonly Candle[], newer: readonly Candle[]): readonly Candle[] {
  const first = newer[0];
  if (first === undefined) return older;
  const byMinute = new Map(older.filter((bar) => bar.openAt >= first.openAt).map((bar) => [bar.openAt, bar]));
  for (const bar of newer) byMinute.set(bar.openAt, bar);
  const tail = [...byMinute.values()].sort((a, b) => a.openAt - b.openAt);
  return [...older.filter((bar) => bar.openAt < first.openAt), ...tail];
}

/**
 * Candles of `timeframe`: older ones as the server derived them, newer ones derived from `minutes`.
 * The seam is the first bucket of which all minutes are at hand.
 */
export function spliceTimeframe(
  older: readonly Candle[],
  minutes: readonly Candle[],
  timeframe: Timeframe,
): readonly Candle[] {
  if (timeframe === "1m") return minutes;
  const first = minutes[0];
  if (first === undefined) return older;
  const length = timeframeMs(timeframe);
  const seam = Math.ceil(first.openAt / length) * length;
  const derived = deriveTimeframe(
    minutes.filter((bar) => bar.openAt >= seam),
    timeframe,
  );
  return [...older.filter((bar) => bar.openAt < seam), ...derived];
}

/**
 * `shown` with the moving bar in its place. Of two states of one bar the one with more trades is the newer: the last drawing
 * of a minute can be older than the closed minute, which then stands. Both oldest first.
 */
export function withLive(shown: readonly Candle[], live: Candle | null): readonly Candle[] {
  const last = shown.at(-1);
  if (live === null || (last !== undefined && last.openAt > live.openAt)) return shown;
  if (last?.openAt === live.openAt && last.trades >= live.trades) return shown;
  return [...shown.filter((bar) => bar.openAt < live.openAt), live];
}
