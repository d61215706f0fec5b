/**
 * Vocabulary of the event stream (worker -> browser), JSON-safe. Prices are whole ticks; `ContractView` says how to show them.
 * Facts (feed, candle.closed, signal, trade, notice, review) are queued and never dropped for a client that keeps up.
 * Readings (ticker, candle, mfe) are the newest per key; older ones are replaced, not queued.
 * Every SSE message: `event:` = type, `id:` = `<bootId>-<sequence>`, `data:` = the JSON of one event body below.
 */
import type { SignalRecord, TradeEventType } from "@/lib/engine/types";
import type { Candle, EpochMs, TickSource, Ticks, TradeDate } from "@/lib/market/types";

/** How a contract is shown and what its numbers mean. */
export interface ContractView {
  readonly id: number;
  readonly root: string;
  readonly ticker: string;
  readonly name: string;
  /** Decimal text, e.g. "0.25". */
  readonly tickSize: string;
  readonly pointValue: string;
  readonly lastTradeDate: TradeDate;
}

export interface TickerReading {
  readonly contractId: number;
  readonly last: Ticks | null;
  /** Direction of the last price change: 1 up, -1 down, 0 none yet. */
  readonly arrow: 1 | -1 | 0;
  readonly lastSize: number | null;
  readonly lastAt: EpochMs | null;
  readonly bid: Ticks | null;
  readonly bidSize: number;
  readonly ask: Ticks | null;
  readonly askSize: number;
  readonly quoteAt: EpochMs | null;
  readonly tradeDate: TradeDate | null;
  readonly open: Ticks | null;
  readonly high: Ticks | null;
  readonly low: Ticks | null;
  readonly volume: number;
  readonly trades: number;
  /** Reference of the change: the vendor's previous settlement, else the session open, else null. */
  readonly reference: Ticks | null;
  readonly referenceKind: "settlement" | "open" | null;
  /** Exchange -> worker, ms, of the newest trade (negative never shown: clocks differ). */
  readonly feedLatencyMs: number | null;
  readonly source: TickSource;
}

export type FeedState =
  | "CONNECTING"
  | "LIVE"
  | "DELAYED"
  | "SIMULATED"
  | "REPLAY"
  | "STALE"
  | "CLOSED"
  | "DISCONNECTED";

export interface FeedStatus {
  readonly state: FeedState;
  /** What the rows are marked with while connected. */
  readonly source: TickSource;
  readonly since: EpochMs;
  /** One plain sentence for people: why this state. */
  readonly reason: string;
  /** Channels the plan allows, e.g. ["T","Q","AM"]; and the ones refused. */
  readonly channels: readonly string[];
  readonly refused: readonly string[];
  readonly ticksPerSecond: number;
  readonly counters: Readonly<Record<string, number>>;
}

/** Live part of an active trade: a reading, conflated per trade. Distances in ticks; R = ticks / risk. */
export interface MfeReading {
  readonly id: string;
  readonly last: Ticks;
  readonly lastAt: EpochMs;
  readonly highest: Ticks;
  readonly lowest: Ticks;
  readonly beMfe: Ticks;
  readonly noBeMfe: Ticks;
  readonly mae: Ticks;
}

/** A signal as people see it, with its trade part when there is one. `id` is unique across contracts. */
export interface SignalView {
  readonly id: string;
  readonly contractId: number;
  readonly root: string;
  readonly ticker: string;
  readonly source: TickSource;
  readonly record: SignalRecord;
}

/** One entry of a signal's history. `seq` counts from 0 within its signal, so signal id and `seq` name it for good. */
export interface StepView {
  readonly seq: number;
  readonly type: TradeEventType;
  readonly at: EpochMs;
  readonly price: Ticks | null;
  /** Whole R of a TARGET. */
  readonly target: number | null;
  /** Leg of an EXIT_STOP_LOSS. */
  readonly leg: "be" | "no-be" | null;
}

export interface NoticeView {
  readonly id: number;
  readonly code: string;
  readonly at: EpochMs;
  readonly severity: "info" | "warn" | "critical";
  readonly message: string;
}

/** Somebody changed a review: enough to say who did what; what it is now is read from the server. */
export interface ReviewNews {
  readonly signalId: string;
  readonly version: number;
  readonly at: EpochMs;
  /** E-mail of the person. */
  readonly actor: string;
  /** A word of lib/lab/review.ts. */
  readonly action: string;
}

export interface CandleReading extends Candle {
  readonly contractId: number;
}

export type StreamEvent =
  | {
      readonly type: "snapshot";
      readonly at: EpochMs;
      readonly bootId: string;
      /** False when the client asked to resume from an id this hub does not know: it must refetch its queries. */
      readonly resumed: boolean;
      readonly feed: FeedStatus;
      readonly contracts: readonly ContractView[];
      readonly tickers: readonly TickerReading[];
      readonly candles: readonly CandleReading[];
      readonly signals: readonly SignalView[];
      readonly notices: readonly NoticeView[];
    }
  | { readonly type: "feed"; readonly feed: FeedStatus }
  | { readonly type: "contracts"; readonly contracts: readonly ContractView[] }
  | { readonly type: "ticker"; readonly tickers: readonly TickerReading[] }
  /** The open 1-minute candle. */
  | { readonly type: "candle"; readonly candles: readonly CandleReading[] }
  | { readonly type: "candle.closed"; readonly candle: CandleReading; readonly corrected: boolean }
  /** A signal or its trade changed (after commit). `event` names what happened; `step` is its entry in the history, if it has one. */
  | { readonly type: "signal"; readonly signal: SignalView; readonly event: string; readonly step?: StepView }
  | { readonly type: "mfe"; readonly trades: readonly MfeReading[] }
  | { readonly type: "notice"; readonly notice: NoticeView }
  /** Reviews changed (after commit). Empty: many or unknown ones, whoever shows reviews reads them again. */
  | { readonly type: "review"; readonly reviews: readonly ReviewNews[] }
  /** Heartbeat, every second: the browser's watchdog and its clock offset. */
  | { readonly type: "beat"; readonly at: EpochMs };
