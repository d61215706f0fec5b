/**
 * The browser's picture of the market: what the stream has said so far, newest wins.
 * `applyEvent` is deterministic and does no I/O. It changes the state in place and names what changed,
 * so that a store wakes only the readers of those keys: copying maps thirty times a second would cost more than it gives.
 */
import { PRODUCTS } from "@/lib/market/contract";
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

/** Closed candles kept per contract beyond what the JSON API delivered; older ones are refetched. */
export const closedCandlesMax = 240;
/** Finished signals kept; open ones are always kept. */
export const finishedSignalsMax = 200;
/** Newest notices kept. */
export const noticesMax = 50;

export type LiveKey =
  | "snapshot"
  | "feed"
  | "contracts"
  | "signals"
  | "notices"
  | `ticker:${number}`
  | `candle:${number}`
  | `closed:${number}`
  | `signal:${string}`
  | `mfe:${string}`;

export interface LiveState {
  /** Worker process the state came from; null before the first snapshot. */
  bootId: string | null;
  /** Snapshots that could not resume: each one means "refetch what you hold". */
  epoch: number;
  feed: FeedStatus | null;
  contracts: readonly ContractView[];
  readonly tickers: Map<number, TickerReading>;
  /** Open 1-minute candle per contract. */
  readonly candles: Map<number, CandleReading>;
  /** Closed 1-minute candles since the page opened, oldest first. */
  readonly closed: Map<number, readonly CandleReading[]>;
  readonly signals: Map<string, SignalView>;
  /** Ids in order of receipt, newest first; a new array whenever membership or a status changes. */
  signalIds: readonly string[];
  readonly mfe: Map<string, MfeReading>;
  notices: readonly NoticeView[];
}

export function createLiveState(): LiveState {
  return {
    bootId: null,
    epoch: 0,
    feed: null,
    contracts: [],
    tickers: new Map(),
    candles: new Map(),
    closed: new Map(),
    signals: new Map(),
    signalIds: [],
    mfe: new Map(),
    notices: [],
  };
}

/** True while the signal can still change by itself: waiting for confirmation, entry or exit. */
export function isOpenSignal(view: SignalView): boolean {
  const { status } = view.record;
  return status === "PENDING" || status === "CONFIRMED" || status === "ACTIVE";
}

/** The order people expect: that of the product list, roots of one's own after it, nearer months first. */
function inOrder(contracts: readonly ContractView[]): readonly ContractView[] {
  const rank = (root: string): number => {
    const index = PRODUCTS.findIndex((product) => product.root === root);
    return index < 0 ? PRODUCTS.length : index;
  };
  return [...contracts].sort(
    (a, b) =>
      rank(a.root) - rank(b.root) ||
      (a.root < b.root ? -1 : a.root > b.root ? 1 : 0) ||
      (a.lastTradeDate < b.lastTradeDate ? -1 : 1),
  );
}

function applySnapshot(state: LiveState, event: Extract<StreamEvent, { type: "snapshot" }>): LiveKey[] {
  const keys = new Set<LiveKey>(["snapshot", "feed", "contracts", "signals", "notices"]);
  // Everything known before may be gone now: its readers must look again.
  for (const id of state.tickers.keys()) keys.add(`ticker:${id}`);
  for (const id of state.candles.keys()) keys.add(`candle:${id}`);
  for (const id of state.signals.keys()) keys.add(`signal:${id}`);
  for (const id of state.mfe.keys()) keys.add(`mfe:${id}`);
  state.tickers.clear();
  state.candles.clear();
  state.signals.clear();
  state.mfe.clear();
  if (!event.resumed) {
    state.epoch += 1;
    for (const id of state.closed.keys()) keys.add(`closed:${id}`);
    state.closed.clear();
  }
  state.bootId = event.bootId;
  state.feed = event.feed;
  state.contracts = inOrder(event.contracts);
  state.notices = newestNotices(event.notices);
  for (const ticker of event.tickers) state.tickers.set(ticker.contractId, ticker);
  for (const candle of event.candles) state.candles.set(candle.contractId, candle);
  for (const signal of event.signals) state.signals.set(signal.id, signal);
  state.signalIds = orderedIds(state);
  for (const id of state.tickers.keys()) keys.add(`ticker:${id}`);
  for (const id of state.candles.keys()) keys.add(`candle:${id}`);
  for (const id of state.signals.keys()) keys.add(`signal:${id}`);
  return [...keys];
}

function newestNotices(notices: readonly NoticeView[]): readonly NoticeView[] {
  return [...notices].sort((a, b) => b.at - a.at || b.id - a.id).slice(0, noticesMax);
}

function orderedIds(state: LiveState): readonly string[] {
  const views = [...state.signals.values()].sort(
    (a, b) => b.record.receivedAt - a.record.receivedAt || (a.id < b.id ? 1 : -1),
  );
  let finished = 0;
  const kept: string[] = [];
  for (const view of views) {
    if (!isOpenSignal(view)) finished += 1;
    if (isOpenSignal(view) || finished <= finishedSignalsMax) kept.push(view.id);
    else state.signals.delete(view.id);
  }
  return kept;
}

function applySignal(state: LiveState, view: SignalView): LiveKey[] {
  const before = state.signals.get(view.id);
  state.signals.set(view.id, view);
  const keys: LiveKey[] = [`signal:${view.id}`];
  if (view.record.status !== "ACTIVE" && state.mfe.delete(view.id)) keys.push(`mfe:${view.id}`);
  const { status, receivedAt } = view.record;
  if (before?.record.status !== status || before.record.receivedAt !== receivedAt) {
    state.signalIds = orderedIds(state);
    keys.push("signals");
  }
  return keys;
}

function applyClosed(state: LiveState, candle: CandleReading): LiveKey[] {
  const { contractId } = candle;
  const others = (state.closed.get(contractId) ?? []).filter((known) => known.openAt !== candle.openAt);
  const merged = [...others, candle].sort((a, b) => a.openAt - b.openAt).slice(-closedCandlesMax);
  state.closed.set(contractId, merged);
  const open = state.candles.get(contractId);
  if (open !== undefined && open.openAt <= candle.openAt) {
    state.candles.delete(contractId);
    return [`closed:${contractId}`, `candle:${contractId}`];
  }
  return [`closed:${contractId}`];
}

function applyReadings<Key extends LiveKey, Id, Reading>(
  target: Map<Id, Reading>,
  readings: readonly Reading[],
  idOf: (reading: Reading) => Id,
  keyOf: (id: Id) => Key,
): LiveKey[] {
  return readings.map((reading) => {
    const id = idOf(reading);
    target.set(id, reading);
    return keyOf(id);
  });
}

/** Applies one event to `state` and returns the keys whose value changed. */
export function applyEvent(state: LiveState, event: StreamEvent): readonly LiveKey[] {
  switch (event.type) {
    case "snapshot":
      return applySnapshot(state, event);
    case "feed":
      state.feed = event.feed;
      return ["feed"];
    case "contracts":
      state.contracts = inOrder(event.contracts);
      return ["contracts"];
    case "ticker":
      return applyReadings(
        state.tickers,
        event.tickers,
        (t) => t.contractId,
        (id): LiveKey => `ticker:${id}`,
      );
    case "candle":
      return applyReadings(
        state.candles,
        event.candles,
        (c) => c.contractId,
        (id): LiveKey => `candle:${id}`,
      );
    case "candle.closed":
      return applyClosed(state, event.candle);
    case "signal":
      return applySignal(state, event.signal);
    case "mfe":
      return applyReadings(
        state.mfe,
        event.trades.filter((trade) => state.signals.get(trade.id)?.record.status === "ACTIVE"),
        (t) => t.id,
        (id): LiveKey => `mfe:${id}`,
      );
    case "notice":
      state.notices = newestNotices([event.notice, ...state.notices.filter((n) => n.id !== event.notice.id)]);
      return ["notices"];
    // News, not state: whoever shows a review reads it again (components/review/news.ts).
    case "review":
    case "beat":
      return [];
  }
}

/**
 * The events that bring a newcomer (another tab, or one that was hidden) to this state; empty before the first snapshot.
 * `resumed` is true: the newcomer's own queries are not older than this state's facts.
 */
export function catchUpEvents(state: LiveState, at: number): readonly StreamEvent[] {
  if (state.bootId === null || state.feed === null) return [];
  const snapshot: StreamEvent = {
    type: "snapshot",
    at,
    bootId: state.bootId,
    resumed: true,
    feed: state.feed,
    contracts: state.contracts,
    tickers: [...state.tickers.values()],
    candles: [...state.candles.values()],
    signals: state.signalIds.flatMap((id) => state.signals.get(id) ?? []),
    notices: state.notices,
  };
  return [snapshot, { type: "mfe", trades: [...state.mfe.values()] }];
}
