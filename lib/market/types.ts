/**
 * Vocabulary of the market: units and shapes shared by the engine, the worker, the stream and the pages.
 * Knows nothing of Node, React, databases or wall clocks.
 *
 * Units, everywhere: instants are epoch milliseconds UTC (`EpochMs`, names end in `At`);
 * prices are whole ticks of the contract (`Ticks`), turned into decimal text only at the edges (lib/market/price.ts).
 */

/** Instant: epoch milliseconds, UTC, integer. */
export type EpochMs = number;
/** A price (or price distance) as a whole number of the instrument's ticks. */
export type Ticks = number;
/** Calendar day in the exchange's books, `YYYY-MM-DD`. */
export type TradeDate = string;

/** Where a row came from. Never mixed in statistics; every screen says it. */
export type TickSource = "live" | "delayed" | "simulated" | "replay" | "backfill";

/** What the rules need to know of an instrument. Decimal text stays text: it is exact. */
export interface Instrument {
  /** Product code, e.g. `NQ`. */
  readonly root: string;
  /** Smallest price step in points as decimal text, e.g. `"0.25"`. Its decimals are the display decimals. */
  readonly tickSize: string;
  /** Money per point as decimal text, e.g. `"20"`. */
  readonly pointValue: string;
  /** Vendor ticker of the contract this series is pinned to, e.g. `NQZ6`. */
  readonly ticker: string;
  /** TradingView spellings that route to this instrument, e.g. `NQ1!`, `CME_MINI:NQ1!`, `MNQ1!`. */
  readonly tradingview: readonly string[];
}

/** A dated contract as stored. `id` is the database key and never reused, unlike one-digit-year tickers. */
export interface Contract {
  readonly id: number;
  readonly root: string;
  /** Vendor ticker with one-digit year, e.g. `NQZ6`. */
  readonly ticker: string;
  /** Contract month, `YYYY-MM`. */
  readonly month: string;
  /** Last trading day, `YYYY-MM-DD`. */
  readonly lastTradeDate: TradeDate;
}

/** Flag bits of a stored tick. */
export const TickFlag = {
  /** Jumped more than anomalyJumpPoints; excluded from candles and trades (methodology 8.1). */
  suspicious: 1,
  /** Older than the last processed tick of its contract; stored, never trades state (8.4). */
  late: 2,
  /** Suspicious run later accepted (8.2). */
  released: 4,
  /** Came by REST, not by the socket. */
  backfilled: 8,
} as const;

/** One trade print. */
export interface TradeTick {
  readonly contractId: number;
  readonly exchangeAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly price: Ticks;
  /** Contracts traded, integer >= 0 (0 is an ordinary tick). */
  readonly size: number;
  /** Vendor sequence `q` (positive); when the vendor gives none, -(ordinal of this trade within its millisecond). */
  readonly sequence: number;
  readonly source: TickSource;
  readonly flags: number;
}

/** Best bid and offer; a side is null when the book is one-sided. */
export interface QuoteTick {
  readonly contractId: number;
  readonly exchangeAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly bid: Ticks | null;
  readonly bidSize: number;
  readonly ask: Ticks | null;
  readonly askSize: number;
  readonly source: TickSource;
}

/** Candle over the half-open interval [openAt, openAt + interval). Named by its open time. */
export interface Candle {
  readonly openAt: EpochMs;
  readonly open: Ticks;
  readonly high: Ticks;
  readonly low: Ticks;
  readonly close: Ticks;
  readonly volume: number;
  /** Accepted trades in the interval. */
  readonly trades: number;
  /** False when a feed gap touched it and it was not backfilled (methodology 8.3). */
  readonly complete: boolean;
  /** Made of the vendor's minute bar because its ticks are lost (stored with source `backfill`). */
  readonly backfilled?: true;
}

/** A finished minute as the vendor tells it, in place of its ticks. */
export type MinuteBar = Omit<Candle, "complete" | "backfilled">;

export type Timeframe = "1m" | "5m" | "15m";
