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

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Totals of a contract's present trade date. */
export class SessionStats {
  // Changed in place: it is touched by every tick, and read only once a frame.
  private readonly state: Mutable<TickerReading>;
  private settlement: Ticks | null = null;

  constructor(contractId: number, source: TickSource) {
    const trade = { last: null, arrow: 0, lastSize: null, lastAt: null, feedLatencyMs: null } as const;
    const quote = { bid: null, bidSize: 0, ask: null, askSize: 0, quoteAt: null } as const;
    const session = { tradeDate: null, open: null, high: null, low: null, volume: 0, trades: 0 } as const;
    this.state = { contractId, source, ...trade, ...quote, ...session, reference: null, referenceKind: null };
  }

  /** A copy of the newest values. */
  get current(): TickerReading {
    return { ...this.state };
  }

  /** Continues from what is stored. */
  restore(totals: SessionTotals): void {
    Object.assign(this.state, totals);
    this.refer();
  }

  /** The vendor's previous settlement; null when the vendor gives none, then the session open is the reference. */
  setSettlement(settlement: Ticks | null): void {
    this.settlement = settlement;
    this.refer();
  }

  /** Takes in an accepted or late trade. */
  trade(trade: SessionTrade): void {
    const { state } = this;
    if (state.tradeDate === null || trade.tradeDate > state.tradeDate) this.begin(trade.tradeDate);
    // A late print of an earlier trade date belongs to totals that are closed.
    if (trade.tradeDate !== state.tradeDate) return;
    this.widen(trade.price, trade.price, trade.price, trade.size, 1);
    if (trade.late) return;
    this.moveTo(trade.price, trade.exchangeAt);
    state.lastSize = trade.size;
    state.feedLatencyMs = trade.backfilled ? null : Math.max(0, trade.receivedAt - trade.exchangeAt);
  }

  /** Takes in the vendor's bar of one second, where the plan has no trades. */
  bar(bar: SessionBar): void {
    const { state } = this;
    if (state.tradeDate === null || bar.tradeDate > state.tradeDate) this.begin(bar.tradeDate);
    this.widen(bar.open, bar.high, bar.low, bar.volume, bar.trades);
    this.moveTo(bar.close, bar.closeAt);
    state.lastSize = null;
    state.feedLatencyMs = Math.max(0, bar.receivedAt - bar.closeAt);
  }

  /** Takes in a quote. */
  quote(quote: Pick<QuoteTick, "bid" | "bidSize" | "ask" | "askSize" | "exchangeAt">): void {
    const { bid, bidSize, ask, askSize, exchangeAt: quoteAt } = quote;
    Object.assign(this.state, { bid, bidSize, ask, askSize, quoteAt });
  }

  private widen(open: Ticks, high: Ticks, low: Ticks, volume: number, trades: number): void {
    const { state } = this;
    state.high = state.high === null ? high : Math.max(state.high, high);
    state.low = state.low === null ? low : Math.min(state.low, low);
    state.volume += volume;
    state.trades += trades;
    if (state.open !== null) return;
    state.open = open;
    this.refer();
  }

  private moveTo(price: Ticks, at: EpochMs): void {
    const { state } = this;
    if (state.last !== null && price !== state.last) state.arrow = price > state.last ? 1 : -1;
    state.last = price;
    state.lastAt = at;
  }

  private begin(tradeDate: TradeDate): void {
    // Yesterday's settlement reference is no longer the previous one; until the vendor says the new one, the open counts.
    if (this.state.tradeDate !== null) this.settlement = null;
    Object.assign(this.state, { tradeDate, open: null, high: null, low: null, volume: 0, trades: 0 });
    this.refer();
  }

  private refer(): void {
    const { state, settlement } = this;
    state.reference = settlement ?? state.open;
    state.referenceKind = settlement !== null ? "settlement" : state.open !== null ? "open" : null;
  }
}
