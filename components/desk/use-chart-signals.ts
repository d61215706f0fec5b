"use client";
/** The signals of a contract as the chart shows them: markers of the stored and the live ones, lines of the chosen one. */
import { useMemo } from "react";
import { type ChartMarker, markersOf } from "@/components/desk/signal-markers";
import { type ChartLevel, levelsOf } from "@/components/desk/trade-levels";
import { usePastSignals } from "@/components/desk/use-chart-extras";
import { useSignal, useSignalIds } from "@/components/live/hooks";
import { liveStore } from "@/components/live/live-store";
import { timeframeMs } from "@/lib/market/candle";
import type { Timeframe } from "@/lib/market/types";
import type { ContractView } from "@/lib/stream/events";

const noLevels: readonly ChartLevel[] = [];

export function useChartSignals(
  contract: ContractView,
  timeframe: Timeframe,
  selected: string | null,
): { readonly markers: readonly ChartMarker[]; readonly levels: readonly ChartLevel[] } {
  const contractId = contract.id;
  const past = usePastSignals(contract);
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
      past,
      selected,
      timeframeMs(timeframe),
    );
  }, [ids, past, chosen, contractId, selected, timeframe]);
  return { markers, levels };
}
