/**
 * Vocabulary of the simulated exchange: what is listed and what happens on its market.
 * Knows no sockets and no files.
 */
import type { PriceScale } from "@/lib/market/price";
import type { EpochMs, Ticks, TradeDate } from "@/lib/market/types";

/** A contract as the exchange lists it. */
export interface Listing {
  readonly ticker: string;
  readonly root: string;
  readonly name: string;
  /** Market identifier code. */
  readonly venue: string;
  readonly lastTradeDate: TradeDate;
  /** Points, decimal text. */
  readonly tickSize: string;
  readonly pointValue: string;
  readonly scale: PriceScale;
}

export interface SimTrade {
  readonly kind: "trade";
  readonly listing: Listing;
  readonly at: EpochMs;
  readonly price: Ticks;
  readonly size: number;
  /** Increasing and unique per ticker. */
  readonly sequence: number;
}

export interface SimQuote {
  readonly kind: "quote";
  readonly listing: Listing;
  readonly at: EpochMs;
  readonly bid: Ticks;
  readonly bidSize: number;
  readonly ask: Ticks;
  readonly askSize: number;
}

/** A closed window [openAt, openAt + interval) with at least one trade. */
export interface SimBar {
  readonly kind: "bar";
  readonly listing: Listing;
  readonly channel: "A" | "AM";
  readonly openAt: EpochMs;
  readonly closeAt: EpochMs;
  readonly open: Ticks;
  readonly high: Ticks;
  readonly low: Ticks;
  readonly close: Ticks;
  readonly volume: number;
  /** Sum of price in ticks times contracts. */
  readonly tickVolume: number;
  readonly trades: number;
}

export type MarketEvent = SimTrade | SimQuote | SimBar;
