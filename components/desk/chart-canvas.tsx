"use client";
/** The chart library in React: one chart object per contract and timeframe; ticks go to its canvas, not through React. */
import { useEffect, useMemo, useRef } from "react";
import { type ChartLevel, DeskChart } from "@/components/desk/desk-chart";
import { liveStore } from "@/components/live/live-store";
import { deriveTimeframe, timeframeMs } from "@/lib/market/candle";
import { priceScale } from "@/lib/market/price";
import type { Candle, Timeframe } from "@/lib/market/types";
import type { ContractView } from "@/lib/stream/events";

interface ChartCanvasProps {
  readonly contract: ContractView;
  readonly timeframe: Timeframe;
  readonly candles: readonly Candle[] | undefined;
  readonly minutes: readonly Candle[] | undefined;
  readonly levels: readonly ChartLevel[];
}

export function ChartCanvas({ contract, timeframe, candles, minutes, levels }: ChartCanvasProps) {
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<DeskChart | null>(null);
  const scale = useMemo(() => priceScale(contract.tickSize), [contract.tickSize]);

  useEffect(() => {
    if (container.current === null) return;
    const made = new DeskChart(container.current, scale);
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [scale]);

  useEffect(() => {
    if (candles !== undefined) chart.current?.setCandles(candles);
  }, [candles]);

  useEffect(() => chart.current?.setLevels(levels), [levels]);

  useEffect(() => {
    if (minutes === undefined) return;
    const drawLive = (): void => {
      const open = liveStore().state.candles.get(contract.id);
      if (open === undefined) return;
      const bucket = open.openAt - (open.openAt % timeframeMs(timeframe));
      const before = minutes.filter((minute) => minute.openAt >= bucket && minute.openAt < open.openAt);
      const live = deriveTimeframe([...before, open], timeframe).at(-1);
      if (live !== undefined) chart.current?.setLive(live);
    };
    drawLive();
    return liveStore().subscribe(`candle:${contract.id}`, drawLive);
  }, [contract.id, timeframe, minutes]);

  return <div ref={container} className="absolute inset-0" data-testid="chart" />;
}
