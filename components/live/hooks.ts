"use client";
/**
 * Reading the live store from React: one hook per kind of value. A component re-renders only when the key it names changed.
 * On the server and before the first snapshot every value is null or empty.
 */
import { useCallback, useSyncExternalStore } from "react";
import { type ConnectionStatus, initialStatus } from "@/components/live/connection";
import { liveStore } from "@/components/live/live-store";
import type { StoreKey } from "@/components/live/store";
import type {
  CandleReading,
  ContractView,
  FeedStatus,
  MfeReading,
  NoticeView,
  SignalView,
  TickerReading,
} from "@/lib/stream/events";

const noContracts: readonly ContractView[] = [];
const noCandles: readonly CandleReading[] = [];
const noIds: readonly string[] = [];
const noNotices: readonly NoticeView[] = [];

/** `read` must return the same reference while its key has not changed. */
function useLive<Value>(key: StoreKey, read: () => Value, onServer: Value): Value {
  const subscribe = useCallback((listener: () => void) => liveStore().subscribe(key, listener), [key]);
  return useSyncExternalStore(subscribe, read, () => onServer);
}

export function useConnection(): ConnectionStatus {
  return useLive("connection", () => liveStore().connection(), initialStatus);
}

export function useFeedStatus(): FeedStatus | null {
  return useLive("feed", () => liveStore().state.feed, null);
}

export function useContracts(): readonly ContractView[] {
  return useLive("contracts", () => liveStore().state.contracts, noContracts);
}

export function useTicker(contractId: number): TickerReading | null {
  return useLive(`ticker:${contractId}`, () => liveStore().state.tickers.get(contractId) ?? null, null);
}

/** Open 1-minute candle. */
export function useOpenCandle(contractId: number): CandleReading | null {
  return useLive(`candle:${contractId}`, () => liveStore().state.candles.get(contractId) ?? null, null);
}

/** 1-minute candles closed since the page opened, oldest first. */
export function useClosedCandles(contractId: number): readonly CandleReading[] {
  return useLive(`closed:${contractId}`, () => liveStore().state.closed.get(contractId) ?? noCandles, noCandles);
}

/** Ids of all known signals, newest first. */
export function useSignalIds(): readonly string[] {
  return useLive("signals", () => liveStore().state.signalIds, noIds);
}

export function useSignal(id: string): SignalView | null {
  return useLive(`signal:${id}`, () => liveStore().state.signals.get(id) ?? null, null);
}

export function useMfe(id: string): MfeReading | null {
  return useLive(`mfe:${id}`, () => liveStore().state.mfe.get(id) ?? null, null);
}

export function useNotices(): readonly NoticeView[] {
  return useLive("notices", () => liveStore().state.notices, noNotices);
}

/** Grows each time the stream could not resume: whoever holds fetched data must fetch again. */
export function useStreamEpoch(): number {
  return useLive("snapshot", () => liveStore().state.epoch, 0);
}
