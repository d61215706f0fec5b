"use client";
/** The signals of a contract as the chart shows them: markers of all that are known, lines of the chosen one. */
import { useMemo } from "react";
import { type ChartMarker, markersOf } from "@/components/desk/signal-markers";
import { type ChartLevel, levelsOf } from "@/components/desk/trade-levels";
import { useSignal, useSignalIds } from "@/components/live/hooks";
import { liveStore } from "@/components/live/live-store";
import { timeframeMs } from "@/lib/market/candle";
import type { Timeframe } from "@/lib/market/types";

const noLevels: readonly ChartLevel[] = [];

export function useChartSignals(
  contractId: number,
  timeframe: Timeframe,
  selected: string | null,
): { readonly markers: readonly ChartMarker[]; readonly levels: readonly ChartLevel[] } {
  const ids = useSignalIds();
  const chosen = useSignal(selected ?? "");
  const levels = useMemo(
    () => (chosen?.contractId === contractId ? levelsOf(chosen.record) : noLevels),
    [chosen, contractId],
  );
  const markers = useMemo(() => {
    const { signals } = liveStore().state;
    // The chosen one as it is now; the others as they were at the last change of a status.
    const views = ids.flatMap((id) => (id === chosen?.id ? chosen : (signals.get(id) ?? [])));
    return markersOf(
      views.filter((view) => view.contractId === contractId),
      selected,
      timeframeMs(timeframe),
    );
  }, [ids, chosen, contractId, selected, timeframe]);
  return { markers, levels };
}
