/**
 * Readings waiting for the next beat: the newest per key, older ones replaced.
 * Knows nothing of clients; bounded by the number of contracts and open trades.
 */
import type { CandleReading, MfeReading, StreamEvent, TickerReading } from "@/lib/stream/events";

/** An event whose newest value is all that counts. */
export type ReadingEvent = Extract<StreamEvent, { type: "ticker" | "candle" | "mfe" }>;

/** Collects readings and hands out what changed. */
export class ReadingSet {
  private readonly tickers = new Map<number, TickerReading>();
  private readonly candles = new Map<number, CandleReading>();
  private readonly trades = new Map<string, MfeReading>();

  /** Replaces what is held for the keys of the event. */
  add(event: ReadingEvent): void {
    if (event.type === "ticker") for (const ticker of event.tickers) this.tickers.set(ticker.contractId, ticker);
    else if (event.type === "candle") for (const candle of event.candles) this.candles.set(candle.contractId, candle);
    else for (const trade of event.trades) this.trades.set(trade.id, trade);
  }

  /** What was collected, at most one event of each kind, and forgets it. */
  take(): ReadingEvent[] {
    const events: ReadingEvent[] = [];
    if (this.tickers.size > 0) events.push({ type: "ticker", tickers: [...this.tickers.values()] });
    if (this.candles.size > 0) events.push({ type: "candle", candles: [...this.candles.values()] });
    if (this.trades.size > 0) events.push({ type: "mfe", trades: [...this.trades.values()] });
    this.tickers.clear();
    this.candles.clear();
    this.trades.clear();
    return events;
  }
}
