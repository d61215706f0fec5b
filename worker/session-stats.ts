/**
 * What the ticker shows of one contract: last trade, best bid and offer, and the totals of its trade date.
 * Pure bookkeeping, one call per event. A new trade date begins with its first trade. Suspicious prints never get here.
 */
import type { SessionTotals } from "@/lib/db/ticks";
import type { EpochMs, QuoteTick, TickSource, Ticks, TradeDate } from "@/lib/market/types";
import type { TickerReading } from "@/lib/stream/events";
import type { WireAggregate } from "@/worker/feed/types";

/** The part of a trade that the totals need. */
export interface SessionTrade {
  readonly exchangeAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly price: Ticks;
  readonly size: number;
  readonly tradeDate: TradeDate;
  /** Older than the newest trade: counts in volume and range, never as last price. */
  readonly late: boolean;
  /** Came by REST: says nothing about the latency of the feed. */
  readonly backfilled: boolean;
}

/** The part of the vendor's bar that the totals need. */
export type SessionBar = Omit<WireAggregate, "contractId" | "interval"> & { readonly tradeDate: TradeDate };

/** Totals of a contract's present trade date. */
export class SessionStats {
  private reading: TickerReading;
  private settlement: Ticks | null = null;

  constructor(contractId: number, source: TickSource) {
    const trade = { last: null, arrow: 0, lastSize: null, lastAt: null, feedLatencyMs: null } as const;
    const quote = { bid: null, bidSize: 0, ask: null, askSize: 0, quoteAt: null } as const;
    const session = { tradeDate: null, open: null, high: null, low: null, volume: 0, trades: 0 } as const;
    this.reading = { contractId, source, ...trade, ...quote, ...session, reference: null, referenceKind: null };
  }

  /** The newest values. The object never changes; a later event makes a new one. */
  get current(): TickerReading {
    return this.reading;
  }

  /** Continues from what is stored. */
  restore(totals: SessionTotals): void {
    this.reading = { ...this.reading, ...totals };
    this.refer();
  }

  /** The vendor's previous settlement; null when the vendor gives none, then the session open is the reference. */
  setSettlement(settlement: Ticks | null): void {
    this.settlement = settlement;
    this.refer();
  }

  /** Takes in an accepted or late trade. */
  trade(trade: SessionTrade): void {
    if (this.reading.tradeDate === null || trade.tradeDate > this.reading.tradeDate) this.begin(trade.tradeDate);
    // A late print of an earlier trade date belongs to totals that are closed.
    if (trade.tradeDate !== this.reading.tradeDate) return;
    const { open, high, low, last, arrow, volume, trades } = this.reading;
    const { price } = trade;
    this.reading = {
      ...this.reading,
      open: open ?? price,
      high: high === null ? price : Math.max(high, price),
      low: low === null ? price : Math.min(low, price),
      volume: volume + trade.size,
      trades: trades + 1,
    };
    if (!trade.late) {
      this.reading = {
        ...this.reading,
        last: price,
        arrow: last === null || price === last ? arrow : price > last ? 1 : -1,
        lastSize: trade.size,
        lastAt: trade.exchangeAt,
        feedLatencyMs: trade.backfilled ? null : Math.max(0, trade.receivedAt - trade.exchangeAt),
      };
    }
    if (open === null) this.refer();
  }

  /** Takes in the vendor's bar of one second, where the plan has no trades. */
  bar(bar: SessionBar): void {
    if (this.reading.tradeDate === null || bar.tradeDate > this.reading.tradeDate) this.begin(bar.tradeDate);
    const { open, high, low, last, arrow, volume, trades } = this.reading;
    this.reading = {
      ...this.reading,
      open: open ?? bar.open,
      high: high === null ? bar.high : Math.max(high, bar.high),
      low: low === null ? bar.low : Math.min(low, bar.low),
      volume: volume + bar.volume,
      trades: trades + bar.trades,
      last: bar.close,
      arrow: last === null || bar.close === last ? arrow : bar.close > last ? 1 : -1,
      lastSize: null,
      lastAt: bar.closeAt,
      feedLatencyMs: Math.max(0, bar.receivedAt - bar.closeAt),
    };
    this.refer();
  }

  /** Takes in a quote. */
  quote(quote: Pick<QuoteTick, "bid" | "bidSize" | "ask" | "askSize" | "exchangeAt">): void {
    const { bid, bidSize, ask, askSize, exchangeAt } = quote;
    this.reading = { ...this.reading, bid, bidSize, ask, askSize, quoteAt: exchangeAt };
  }

  private begin(tradeDate: TradeDate): void {
    // Yesterday's settlement reference is no longer the previous one; until the vendor says the new one, the open counts.
    if (this.reading.tradeDate !== null) this.settlement = null;
    this.reading = { ...this.reading, tradeDate, open: null, high: null, low: null, volume: 0, trades: 0 };
    this.refer();
  }

  private refer(): void {
    const { open } = this.reading;
    const reference = this.settlement ?? open;
    const referenceKind = this.settlement !== null ? "settlement" : open !== null ? "open" : null;
    this.reading = { ...this.reading, reference, referenceKind };
  }
}
