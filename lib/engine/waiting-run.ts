/** Prices that wait in quarantine as people are shown them, beside the tape they jumped away from (methodology 8.2). */
import type { AskView } from "@/lib/engine/asks";
import type { EpochMs } from "@/lib/market/types";

/** One trade print as shown. */
export interface ShownPrice {
  /** Ingest number. */
  readonly id: number;
  readonly at: EpochMs;
  readonly price: string;
  readonly size: number;
}

/** A run that waits, beside the tape. Prices are decimal text. */
export interface WaitingRun {
  readonly contractId: number;
  readonly ticker: string;
  /** Ingest number of its first tick: its name. */
  readonly first: number;
  readonly count: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly lowest: string;
  readonly highest: string;
  /** Newest price of the run less the tape's last. */
  readonly away: string;
  readonly limit: string;
  /** Newest first. */
  readonly prices: readonly ShownPrice[];
  readonly tape: readonly ShownPrice[];
  /** Open trades on the contract, which would take these prices. */
  readonly openTrades: number;
  /** When it is accepted without anybody: trades and milliseconds. */
  readonly release: { readonly ticks: number; readonly ms: number };
  /** What somebody asked about it. */
  readonly ask: AskView | null;
}
