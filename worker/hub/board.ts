/**
 * What a client must know when it comes in: the fold of everything published so far.
 * Facts and readings are applied as they pass through the hub, so the snapshot always agrees with the event number it
 * carries. Bounded: open signals all stay, finished ones and notices only the newest few.
 * Knows nothing of clients or sockets.
 */
import type {
  CandleReading,
  ContractView,
  FeedStatus,
  MfeReading,
  NoticeView,
  SignalView,
  StreamEvent,
  TickerReading,
} from "@/lib/stream/events";

/** Finished signals kept for a new client; older ones are read from the JSON API. */
export const finishedSignalsMax = 50;
/** Open signals sent to a new client. Policy past it: those that changed last; the others come with their next change, and GET /api/trades has all. */
export const openSignalsMax = 500;
/** Notices kept for a new client; older ones are read from the database. */
export const noticesMax = 50;

type Snapshot = Extract<StreamEvent, { type: "snapshot" }>;
type ReadingEvent = Extract<StreamEvent, { type: "ticker" | "candle" | "mfe" }>;

/** True while something can still happen to the signal. */
function isOpen(signal: SignalView): boolean {
  const { status } = signal.record;
  return status === "PENDING" || status === "CONFIRMED" || status === "ACTIVE";
}

/** Sets the key anew at the end, so that the map's order is the order of the last change. */
function put<V>(map: Map<string, V>, key: string, value: V, max: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= max) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}

/** The newest state of everything that is streamed. */
export class Board {
  private contracts: readonly ContractView[] = [];
  private readonly tickers = new Map<number, TickerReading>();
  private readonly candles = new Map<number, CandleReading>();
  private readonly open = new Map<string, SignalView>();
  private readonly finished = new Map<string, SignalView>();
  private readonly mfes = new Map<string, MfeReading>();
  private readonly notices = new Map<string, NoticeView>();

  private feed: FeedStatus;

  constructor(feed: FeedStatus) {
    this.feed = feed;
  }

  /** Takes one event in. */
  apply(event: StreamEvent): void {
    switch (event.type) {
      case "feed":
        this.feed = event.feed;
        return;
      case "contracts":
        this.applyContracts(event.contracts);
        return;
      case "ticker":
        for (const ticker of event.tickers) this.tickers.set(ticker.contractId, ticker);
        return;
      case "candle":
        for (const candle of event.candles) this.candles.set(candle.contractId, candle);
        return;
      case "mfe":
        for (const mfe of event.trades) if (this.open.has(mfe.id)) this.mfes.set(mfe.id, mfe);
        return;
      case "signal":
        this.applySignal(event.signal);
        return;
      case "notice":
        put(this.notices, String(event.notice.id), event.notice, noticesMax);
        return;
      case "candle.closed":
      case "review":
      case "snapshot":
      case "beat":
        return;
    }
  }

  /** The body of a snapshot event, without its envelope. */
  snapshot(): Omit<Snapshot, "type" | "at" | "bootId" | "resumed"> {
    return {
      feed: this.feed,
      contracts: this.contracts,
      tickers: [...this.tickers.values()],
      candles: [...this.candles.values()],
      signals: [
        ...[...this.finished.values()].slice(-finishedSignalsMax),
        ...[...this.open.values()].slice(-openSignalsMax),
      ],
      notices: [...this.notices.values()],
    };
  }

  /** The newest reading of everything, for a client that missed some. */
  readings(): ReadingEvent[] {
    const events: ReadingEvent[] = [
      { type: "ticker", tickers: [...this.tickers.values()] },
      { type: "candle", candles: [...this.candles.values()] },
      { type: "mfe", trades: [...this.mfes.values()] },
    ];
    return events;
  }

  private applyContracts(contracts: readonly ContractView[]): void {
    this.contracts = contracts;
    const known = new Set(contracts.map((contract) => contract.id));
    for (const id of this.tickers.keys()) if (!known.has(id)) this.tickers.delete(id);
    for (const id of this.candles.keys()) if (!known.has(id)) this.candles.delete(id);
  }

  private applySignal(signal: SignalView): void {
    if (isOpen(signal)) {
      put(this.open, signal.id, signal, Number.POSITIVE_INFINITY);
      return;
    }
    this.open.delete(signal.id);
    this.mfes.delete(signal.id);
    put(this.finished, signal.id, signal, finishedSignalsMax);
  }
}
