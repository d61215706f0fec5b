/**
 * Minute bars where the ticks of a span are lost (methodology 7.4, 8.3): candles become complete, waiting signals enter
 * at a bar's open, open trades take the bar by the rules of lib/trade/bar.ts. What was seen of a minute is not counted
 * again: of its bar only what lies beyond the seen ticks is news, for that traded while we were away.
 */
import { tryConfirm } from "@/lib/engine/lifecycle";
import type { Series } from "@/lib/engine/series";
import { enterByBar } from "@/lib/engine/tracking";
import { candleEnd } from "@/lib/market/candle";
import type { Candle, MinuteBar } from "@/lib/market/types";
import type { BarMove } from "@/lib/trade/bar";

function moveOf(bar: MinuteBar, seen: Candle | null): BarMove {
  const { openAt, open, high, low, close } = bar;
  const at = candleEnd(openAt) - 1;
  if (seen === null) return { openAt, at, open, high, low, close };
  return { openAt, at, open: null, high: high > seen.high ? high : null, low: low < seen.low ? low : null, close };
}

/** Takes one bar in; the clock stands in its minute or after it, and goes past it next. */
export function takeBar(series: Series, bar: MinuteBar): void {
  const { candles, trades, tape, counters, facts } = series;
  const move = moveOf(bar, candles.of(bar.openAt));
  enterByBar(series, move);
  series.exits.pass(series, move.low ?? move.close, move.high ?? move.close, move.at, null);
  trades.onBar(move);
  series.bars.add({ ...move, before: tape.length });
  // Ticks of this minute that still come are late: the bar has told of them.
  counters.lastAt = Number.isNaN(counters.lastAt) ? move.at : Math.max(counters.lastAt, move.at);
  series.quarantine.drop();
  series.basePrice = bar.close;
  const closed = candles.takeBar(bar, candleEnd(bar.openAt) > series.clock);
  if (closed === null) return;
  facts.candle(closed, true);
  const { pending } = series.signals;
  if (pending !== null) tryConfirm(series, pending, closed, candles.firstAtOrAfter(closed.openAt));
}
