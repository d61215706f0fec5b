"use client";
/** What the chart marks beside its candles: read once, and again when the feed's state or the front contracts change. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ChartExtras } from "@/components/desk/desk-chart";
import type { PastSignal } from "@/components/desk/signal-markers";
import { fetchJson } from "@/components/live/fetch-json";
import { useContracts, useFeedStatus } from "@/components/live/hooks";
import { useRefetchOn } from "@/components/signals/use-refetch-on";
import { timeframeMs } from "@/lib/market/candle";
import type { EpochMs, TickSource, Timeframe } from "@/lib/market/types";
import type { ContractView } from "@/lib/stream/events";

interface MarksJson {
  readonly gaps: readonly { readonly fromAt: EpochMs; readonly toAt: EpochMs | null; readonly healed: boolean }[];
  readonly rolls: readonly { readonly at: EpochMs; readonly from: string | null; readonly to: string }[];
  readonly backfilled: readonly EpochMs[];
  readonly signals: readonly PastSignal[];
}

/** Gaps are healed a while after they end. */
const refetchMs = 5 * 60_000;

const noSignals: readonly PastSignal[] = [];

function marksQuery(ticker: string, source: TickSource) {
  const path = `/api/chart-marks?symbol=${encodeURIComponent(ticker)}&source=${source}`;
  return queryOptions({
    queryKey: ["chart-marks", ticker, source],
    queryFn: ({ signal }) => fetchJson<MarksJson>(path, signal),
    refetchInterval: refetchMs,
  });
}

/** The source on screen by the name its signals are stored under. */
function useSource(): TickSource {
  const source = useFeedStatus()?.source ?? "live";
  return source === "backfill" ? "live" : source;
}

/** Signals of the stored history; empty until they have come. */
export function usePastSignals(contract: ContractView): readonly PastSignal[] {
  return useQuery(marksQuery(contract.ticker, useSource())).data?.signals ?? noSignals;
}

/** Undefined until they have come; a chart without them is only poorer, so a failure is not shown. */
export function useChartExtras(contract: ContractView, timeframe: Timeframe): ChartExtras | undefined {
  useRefetchOn("chart-marks", useFeedStatus()?.state ?? null);
  useRefetchOn("chart-marks", useContracts());
  const { data } = useQuery(marksQuery(contract.ticker, useSource()));
  return useMemo(() => {
    if (data === undefined) return undefined;
    const length = timeframeMs(timeframe);
    return {
      gaps: data.gaps,
      // The first contract of a root followed no other: nothing rolled.
      rolls: data.rolls.flatMap(({ at, from, to }) => (from === null ? [] : [{ at, label: `${from} → ${to}` }])),
      backfilled: new Set(data.backfilled.map((at) => at - (at % length))),
    };
  }, [data, timeframe]);
}
