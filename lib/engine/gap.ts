/**
 * Spans of the tape that are missing (methodology 8.3) or in dispute (8.2): which candles stop being evidence and which
 * signals say so.
 */
import type { Series } from "@/lib/engine/series";
import { addFlag } from "@/lib/engine/signal-state";
import type { EpochMs, Ticks } from "@/lib/market/types";

/** After a longer gap the first tick is the new base without a test (8.1): the price may have gone anywhere. */
const REBASE_GAP_MS_MIN = 60_000;

/** Marks what a gap touched: candles incomplete, open and waiting signals tracking_gap. */
export function markGap(series: Series, from: EpochMs, until: EpochMs): void {
  const { candles, facts, signals, trades } = series;
  for (const candle of candles.markIncomplete(from, until)) facts.candle(candle, true);
  if (until - from > REBASE_GAP_MS_MIN) series.basePrice = Number.NaN;
  series.exits.clear();
  const touched = new Set([...trades.signals(), ...signals.waitingForTick]);
  if (signals.pending !== null) touched.add(signals.pending);
  for (const signal of touched) {
    addFlag(signal, "tracking_gap");
    facts.event(signal, "FLAGGED", until, { flag: "tracking_gap", from, until });
  }
  facts.notice("FEED_GAP", until, "Ticks are missing; the candles they belong to are incomplete.", { from, until });
}

/**
 * A run of suspicious ticks begins: what is open or about to open stands still until it is judged, and says so (8.2).
 * Once for each trade; a late signal cannot know of runs before it, because the tape holds accepted ticks only.
 */
export function markConflict(series: Series, at: EpochMs, price: Ticks): void {
  for (const signal of [...series.trades.signals(), ...series.signals.waitingForTick]) {
    if (signal.flags.includes("price_conflict")) continue;
    addFlag(signal, "price_conflict");
    series.facts.event(signal, "FLAGGED", at, { flag: "price_conflict", price, accepted: series.lastPrice });
  }
}
