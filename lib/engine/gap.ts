/**
 * A span of the tape that is missing (methodology 8.3): which candles stop being evidence and which signals say so.
 */
import type { Series } from "@/lib/engine/series";
import { addFlag } from "@/lib/engine/signal-state";
import type { EpochMs } from "@/lib/market/types";

/** After a longer gap the first tick is the new base without a test (8.1): the price may have gone anywhere. */
const REBASE_GAP_MS_MIN = 60_000;

/** Marks what a gap touched: candles incomplete, open and waiting signals tracking_gap. */
export function markGap(series: Series, from: EpochMs, until: EpochMs): void {
  const { candles, facts, signals, trades } = series;
  for (const candle of candles.markIncomplete(from, until)) facts.candle(candle, true);
  if (until - from > REBASE_GAP_MS_MIN) series.basePrice = Number.NaN;
  const touched = new Set([...trades.signals(), ...signals.waitingForTick]);
  if (signals.pending !== null) touched.add(signals.pending);
  for (const signal of touched) {
    addFlag(signal, "tracking_gap");
    facts.event(signal, "FLAGGED", until, { flag: "tracking_gap", from, until });
  }
  facts.notice("FEED_GAP", until, "Ticks are missing; the candles they belong to are incomplete.", { from, until });
}
