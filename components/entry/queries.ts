"use client";
/** What the entry page reads, and when it reads again: a fact on the stream means that the stored answer has changed. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { candlesQuery } from "@/components/desk/use-bars";
import type { Evidence, PathPoint } from "@/components/entry/evidence";
import { distanceFrom, type Extreme, type Step } from "@/components/entry/path-figures";
import { fetchJson, RouteError } from "@/components/live/fetch-json";
import { useClosedCandles, useSignal } from "@/components/live/hooks";
import { useRefetchOn } from "@/components/signals/use-refetch-on";
import type { SignalRecord, TradeRecord } from "@/lib/engine/types";
import { candleEnd, timeframeMs } from "@/lib/market/candle";
import { nearestTicks, type PriceScale } from "@/lib/market/price";
import type { Timeframe } from "@/lib/market/types";

const notFound = (cause: Error): boolean => cause instanceof RouteError && cause.status === 404;

/** The signal with everything behind it; read again with each of its facts, and each minute while it waits. */
export function useEvidence(id: string) {
  const view = useSignal(id);
  useRefetchOn("evidence", view);
  const minutes = useClosedCandles(view?.contractId ?? 0);
  useRefetchOn("evidence", view?.record.status === "PENDING" ? minutes : null);
  const query = useQuery({
    queryKey: ["evidence", id],
    queryFn: ({ signal }) => fetchJson<Evidence>(`/api/signals/${encodeURIComponent(id)}/evidence`, signal),
    retry: (count, cause) => count < 2 && !notFound(cause),
  });
  const { data } = query;
  // The stream's record may be newer than the answer by one trip; it must not be older.
  const live = view?.record;
  const evidence = useMemo(
    () => (data === undefined || live === undefined ? data : { ...data, record: newer(data.record, live) }),
    [data, live],
  );
  return {
    evidence,
    error: query.error,
    isMissing: query.error !== null && notFound(query.error),
    retry: query.refetch,
  };
}

/** The record that knows more: decisions are only ever added. */
function newer(stored: SignalRecord, live: SignalRecord): SignalRecord {
  const age = (record: SignalRecord): number => record.trade?.lastAt ?? record.confirmedAt ?? record.cancelledAt ?? 0;
  return age(live) >= age(stored) ? live : stored;
}

/** Stored extremes of a trade. */
export function useExtremes(id: string, scale: PriceScale, enabled: boolean) {
  useRefetchOn("path", useSignal(id));
  const { data, error, refetch } = useQuery({
    queryKey: ["path", id],
    queryFn: ({ signal }) =>
      fetchJson<{ readonly points: readonly PathPoint[] }>(`/api/trades/${encodeURIComponent(id)}/path`, signal),
    enabled,
    retry: (count, cause) => count < 2 && !notFound(cause),
  });
  const extremes = useMemo(
    () => data?.points.map(({ at, price, side }): Extreme => ({ at, side, price: nearestTicks(price, scale) ?? 0 })),
    [data, scale],
  );
  return { extremes, error, retry: refetch };
}

/** Minutes a route answers at once (app/api/candles). */
const barsMax = 1500;
const minuteMs = 60_000;

/** Closes of the candles of a trade, as distances from its entry, at the end of each: one answer, coarser for a long trade. */
export function useCloses(ticker: string, { direction }: SignalRecord, trade: TradeRecord | null): readonly Step[] {
  const from = trade === null ? 0 : Math.floor(trade.entryAt / minuteMs) * minuteMs;
  const until = trade === null ? 0 : Math.ceil(((trade.closedAt ?? trade.lastAt) + 1) / minuteMs) * minuteMs;
  const frames = ["1m", "5m", "15m"] as const satisfies readonly Timeframe[];
  const timeframe = frames.find((frame) => (until - from) / timeframeMs(frame) <= barsMax) ?? "15m";
  const { data } = useQuery({
    ...candlesQuery(ticker, timeframe, { from, until }),
    enabled: trade !== null,
    staleTime: 0,
  });
  return useMemo(() => {
    if (trade === null || data === undefined) return [];
    const length = timeframeMs(timeframe);
    const inside = data.filter(({ openAt }) => openAt >= from && openAt < until);
    const last = trade.closedAt ?? trade.lastAt;
    const { closedAt, exitPrice, entryPrice } = trade;
    const exit =
      closedAt === null || exitPrice === null
        ? []
        : [{ at: closedAt, value: distanceFrom(entryPrice, exitPrice, direction) }];
    return [
      { at: trade.entryAt, value: 0 },
      ...inside
        .map(({ openAt, close }) => ({
          at: timeframe === "1m" ? candleEnd(openAt) : openAt + length,
          value: distanceFrom(entryPrice, close, direction),
        }))
        .filter(({ at }) => at > trade.entryAt && at <= last),
      ...exit,
    ];
  }, [data, trade, direction, from, until, timeframe]);
}
