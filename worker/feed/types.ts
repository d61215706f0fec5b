/**
 * What the feed hands to the pipeline: one union of typed events, prices already whole ticks, contracts already resolved.
 * Knows nothing of sockets, vendor field names, storage or the engine.
 */
import type { PriceScale } from "@/lib/market/price";
import type { Contract, EpochMs, Ticks } from "@/lib/market/types";

/** Vendor channels for futures (massive-futures-api 2): trades, best bid and offer, 1-second and 1-minute aggregates. */
export type Channel = "T" | "Q" | "A" | "AM";
export const CHANNELS: readonly Channel[] = ["T", "Q", "A", "AM"];

/** One trade print as received. `sequence` is the vendor's `q`, positive; null when the vendor sent none. */
export interface WireTrade {
  readonly contractId: number;
  readonly exchangeAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly price: Ticks;
  /** Contracts, integer >= 0. */
  readonly size: number;
  readonly sequence: number | null;
}

/** Best bid and offer as received; a side is null when the book is one-sided (massive-futures-api 2, Q). */
export interface WireQuote {
  readonly contractId: number;
  readonly exchangeAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly bid: Ticks | null;
  readonly bidSize: number;
  readonly ask: Ticks | null;
  readonly askSize: number;
}

/** Vendor aggregate over [openAt, closeAt): 1 second (A) or 1 minute (AM). Never sent for a window without trades. */
export interface WireAggregate {
  readonly contractId: number;
  readonly receivedAt: EpochMs;
  readonly interval: "1s" | "1m";
  readonly openAt: EpochMs;
  readonly closeAt: EpochMs;
  readonly open: Ticks;
  readonly high: Ticks;
  readonly low: Ticks;
  readonly close: Ticks;
  readonly volume: number;
  readonly trades: number;
}

/**
 * Where the connection stands.
 * `connecting` socket or handshake under way; `connected` the key was accepted; `subscribed` confirmations are in, data flows;
 * `disconnected` lost, a retry follows by itself; `waiting` another connection holds the slot, retry after a minute at the earliest;
 * `fatal` the key or the plan was refused: a person must act, retries are a minute or more apart.
 */
export type FeedStatus = "connecting" | "connected" | "subscribed" | "disconnected" | "waiting" | "fatal";

/** Stable code of a status, for logs, notices and pages (faults.md names). */
export type FeedCode =
  | "FEED-OK"
  | "FEED-CONNECT"
  | "FEED-LOST"
  | "FEED-SILENT"
  | "FEED-AUTH"
  | "FEED-PLAN"
  | "FEED-EVICTED"
  | "FEED-STOPPED";

export interface FeedStatusEvent {
  readonly type: "status";
  readonly status: FeedStatus;
  readonly code: FeedCode;
  /** One plain sentence for people; never contains the key. */
  readonly reason: string;
  /** Channels confirmed for at least one contract on this connection. */
  readonly channels: readonly Channel[];
  /** What was asked for and not granted: a whole channel (`T`) or one subscription (`T.NQZ6`). */
  readonly refused: readonly string[];
  /** When the next attempt is made; null when connected or stopped. */
  readonly retryAt: EpochMs | null;
  readonly at: EpochMs;
}

/** Everything a feed says. Arrays are in the order of the frame; one event per kind and frame. */
export type FeedEvent =
  | { readonly type: "trades"; readonly trades: readonly WireTrade[] }
  | { readonly type: "quotes"; readonly quotes: readonly WireQuote[] }
  | { readonly type: "aggregates"; readonly aggregates: readonly WireAggregate[] }
  | FeedStatusEvent;

/** Why a frame or an event of a frame was refused; keys of the reject metric. */
export type RejectReason =
  | "binary-frame"
  | "malformed-json"
  | "not-an-array"
  | "not-an-object"
  | "missing-event"
  | "unknown-event"
  | "unknown-symbol"
  | "missing-price"
  | "bad-price"
  | "non-positive-price"
  | "off-tick-price"
  | "bad-size"
  | "bad-time"
  | "bad-sequence"
  | "bad-range";

/** Counts since the start of the process; only ever grow. */
export interface FeedCounters {
  readonly frames: number;
  readonly bytes: number;
  readonly trades: number;
  readonly quotes: number;
  readonly aggregates: number;
  readonly connections: number;
  /** Connections lost that nobody asked to end. */
  readonly disconnects: number;
  /** Fields of known events that nobody reads. */
  readonly unknownFields: number;
  readonly unknownStatuses: number;
  readonly rejects: Readonly<Record<RejectReason, number>>;
}

/** A running feed. One socket at most; safe to stop twice. */
export interface Feed {
  /** Begins to connect and keeps trying until `stop`. */
  start(): void;
  /** Unsubscribes, closes the socket gracefully (bounded wait) and resolves; no event follows. */
  stop(): Promise<void>;
  /** Replaces the set of contracts; subscribes and unsubscribes the difference on the open connection. */
  setContracts(contracts: readonly Contract[]): void;
  counters(): FeedCounters;
}

/** Price grid of a contract. */
export type ScaleOf = (contract: Contract) => PriceScale;
