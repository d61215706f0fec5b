/**
 * The canonical id of a signal (methodology 2.3). Knows nothing of what was sent as id.
 */
import type { EpochMs } from "@/lib/market/types";
import { clockDigits, isoDate, NEW_YORK, wallTime } from "@/lib/market/zone";
import type { Direction } from "@/lib/signal/types";

/** `YYYYMMDD_HHMMSSmmm_BULLISH|BEARISH`: New York wall time of the signal candle's open and the direction. */
export function tradeIdOf(candleAt: EpochMs, direction: Direction): string {
  const wall = wallTime(NEW_YORK, candleAt);
  return `${isoDate(wall.dayNumber).replaceAll("-", "")}_${clockDigits(wall.msOfDay)}_${direction.toUpperCase()}`;
}
