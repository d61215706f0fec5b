/**
 * How lively index futures are by New York time of day: multiples of the average for volatility and for trade counts.
 * Shape only (quiet night, busy London, burst at the cash open, lull at lunch, rush into the close). Pure.
 */
import type { EpochMs } from "@/lib/market/types";
import { HOUR_MS, NEW_YORK, wallTime } from "@/lib/market/zone";

/** Hour of day (fractional, New York), volatility, trades; linear in between, the last wraps to the first. */
const SHAPE: readonly (readonly [hour: number, volatility: number, trades: number])[] = [
  [0, 0.7, 0.45],
  [3, 0.95, 0.8],
  [6, 0.8, 0.6],
  [8.5, 1.2, 1.2],
  [9.4, 1.1, 1.2],
  [9.5, 1.9, 2.6],
  [10.5, 1.45, 1.8],
  [12.5, 0.95, 0.95],
  [14, 1.1, 1.2],
  [15.9, 1.5, 2.2],
  [16.2, 0.8, 0.6],
  [18, 0.7, 0.4],
  [20, 0.75, 0.45],
  [24, 0.7, 0.45],
];

/** Multiples of the average at an instant. */
export function dayShape(at: EpochMs): { volatility: number; trades: number } {
  const hour = wallTime(NEW_YORK, at).msOfDay / HOUR_MS;
  const next = SHAPE.findIndex(([from]) => from > hour);
  const [toHour, toVolatility, toTrades] = SHAPE[next] ?? [24, 0.7, 0.45];
  const [fromHour, fromVolatility, fromTrades] = SHAPE[next - 1] ?? [0, 0.7, 0.45];
  const part = (hour - fromHour) / (toHour - fromHour);
  return {
    volatility: fromVolatility + part * (toVolatility - fromVolatility),
    trades: fromTrades + part * (toTrades - fromTrades),
  };
}
