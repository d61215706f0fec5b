/**
 * What rows of signals and trades need to know beside the engine's fact: the series it belongs to and how it is written.
 * Knows no table.
 */
import type { Fact } from "@/lib/engine/types";
import type { PriceScale } from "@/lib/market/price";
import type { TickSource } from "@/lib/market/types";

/** The series a fact belongs to and how it came about. */
export interface SeriesContext {
  readonly contractId: number;
  readonly root: string;
  /** Vendor ticker, the first part of a signal's id. */
  readonly ticker: string;
  readonly scale: PriceScale;
  readonly source: TickSource;
  readonly profile: "spec" | "indicator";
  readonly engineVersion: string;
}

/** A fact of one kind with its series. */
export interface InSeries<T> {
  readonly series: SeriesContext;
  readonly fact: T;
}

export type SignalFact = Extract<Fact, { kind: "signal" }>;
export type EventFact = Extract<Fact, { kind: "event" }>;
export type PathFact = Extract<Fact, { kind: "path" }>;

/** Key of a signal over all contracts: `<ticker>.<trade_id>`. */
export function signalKey(ticker: string, tradeId: string): string {
  return `${ticker}.${tradeId}`;
}
