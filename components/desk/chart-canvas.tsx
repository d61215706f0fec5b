"use client";
/** The chart library in React: one chart object per contract and timeframe; ticks go to its canvas, not through React. */
import { useEffect, useMemo, useRef } from "react";
import { type ChartExtras, DeskChart } from "@/components/desk/desk-chart";
import type { ChartMarker } from "@/components/desk/signal-markers";
import type { ChartLevel } from "@/components/desk/trade-levels";
import { liveStore } from "@/components/live/live-store";
import { paced, pageTimer } from "@/components/live/paced";
import { deriveTimeframe, timeframeMs } from "@/lib/market/candle";
import { priceScale } from "@/lib/market/price";
import type { Candle, Timeframe } from "@/lib/market/types";
import type { ContractView } from "@/lib/stream/events";

/**
 * The moving bar is drawn at most this often, ms. Each drawing paints all canvases of the chart anew, the dearest part of a
 * frame, and nobody reads a bar faster; the price in the strip and the trades stay live in every frame.
 */
const chartMs = 100;

interface ChartCanvasProps {
  readonly contract: ContractView;
  readonly timeframe: Timeframe;
  readonly candles: readonly Candle[] | undefined;
  readonly minutes: readonly Candle[] | undefined;
  readonly levels: readonly ChartLevel[];
  readonly markers: readonly ChartMarker[];
  readonly extras: ChartExtras | undefined;
  readonly onSelect: (id: string) => void;
}

export function ChartCanvas(props: ChartCanvasProps) {
  const { contract, timeframe, candles, minutes, levels, markers, extras, onSelect } = props;
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<DeskChart | null>(null);
  const scale = useMemo(() => priceScale(contract.tickSize), [contract.tickSize]);

  const select = useRef(onSelect);
  useEffect(() => {
    select.current = onSelect;
  }, [onSelect]);

  useEffect(() => {
    if (container.current === null) return;
    const made = new DeskChart(container.current, scale, timeframeMs(timeframe), (id) => select.current(id));
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [scale, timeframe]);

  useEffect(() => {
    if (candles !== undefined) chart.current?.setCandles(candles);
  }, [candles]);

  useEffect(() => {
    if (extras !== undefined) chart.current?.setExtras(extras);
  }, [extras]);

  useEffect(() => chart.current?.setLevels(levels), [levels]);

  useEffect(() => chart.current?.setMarkers(markers), [markers]);

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
    const { ask, stop } = paced(drawLive, chartMs, pageTimer);
    ask();
    const unsubscribe = liveStore().subscribe(`candle:${contract.id}`, ask);
    return () => {
      unsubscribe();
      stop();
    };
  }, [contract.id, timeframe, minutes]);

  return <div ref={container} className="absolute inset-0" data-testid="chart" />;
}
