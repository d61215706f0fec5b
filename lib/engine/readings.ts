/**
 * What the outside reads of a series: running trades and records, brought up to date with the newest accepted tick.
 */
import type { Series } from "@/lib/engine/series";
import { type SignalState, signalRecord } from "@/lib/engine/signal-state";
import type { SignalRecord } from "@/lib/engine/types";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { tradeRecord } from "@/lib/trade/record";

/** A running trade, up to date with the newest accepted tick. Distances in ticks; R = ticks / risk. */
export interface LiveTrade {
  readonly tradeId: string;
  readonly last: Ticks;
  readonly lastAt: EpochMs;
  readonly highest: Ticks;
  readonly lowest: Ticks;
  readonly beMfe: Ticks;
  readonly noBeMfe: Ticks;
  readonly mae: Ticks;
}

/** A signal as a value, its trade's extremes included. */
export function recordOf(series: Series, signal: SignalState): SignalRecord {
  series.trades.catchUp(signal);
  return signalRecord(signal, series.last);
}

/** Open trades in order of receipt. */
export function liveTradesOf(series: Series): LiveTrade[] {
  const { trades, last } = series;
  return trades.signals().flatMap((signal) => {
    trades.catchUp(signal);
    if (signal.trade === null || last === null) return [];
    const { highest, lowest, beMfe, noBeMfe, mae } = tradeRecord(signal.trade);
    return [{ tradeId: signal.tradeId, last: last.price, lastAt: last.at, highest, lowest, beMfe, noBeMfe, mae }];
  });
}
