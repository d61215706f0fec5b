/**
 * What the chart points at: every known signal at its candle, and of the chosen one its entry, its exits and the arming of
 * break-even at their own prices. Pure; times are moved to the open of the bar they fall into.
 */
import type { EpochMs, Ticks } from "@/lib/market/types";
import type { SignalView } from "@/lib/stream/events";

export interface ChartMarker {
  /** Signal it belongs to: a click on it chooses that one. */
  readonly id: string;
  /** Open of its bar. */
  readonly at: EpochMs;
  /** Null: below or above the bar. */
  readonly price: Ticks | null;
  readonly shape: "up" | "down" | "dot";
  readonly tone: "up" | "down" | "quiet" | "accent" | "danger" | "text";
  readonly text: string;
}

/** Markers of the signals of one contract, in order of time. `length` is that of a bar, ms. */
export function markersOf(
  views: readonly SignalView[],
  selected: string | null,
  length: number,
): readonly ChartMarker[] {
  const bar = (at: EpochMs): EpochMs => at - (at % length);
  const markers = views.flatMap((view): ChartMarker[] => {
    const { record, id } = view;
    const bullish = record.direction === "bullish";
    const dead = record.status === "REJECTED" || record.status === "CANCELLED" || record.status === "VOID";
    const chosen = id === selected;
    const signal: ChartMarker = {
      id,
      at: bar(record.signalCandleAt),
      price: null,
      shape: bullish ? "up" : "down",
      tone: chosen ? "accent" : dead ? "quiet" : bullish ? "up" : "down",
      text: chosen ? "signal" : "",
    };
    const { trade } = record;
    if (!chosen || trade === null) return [signal];
    const points: [EpochMs | null, Ticks | null, ChartMarker["tone"], string][] = [
      [trade.entryAt, trade.entryPrice, "accent", "entry"],
      [trade.beTriggeredAt, trade.beTriggerPrice, "text", "BE armed"],
      [trade.beLeg === "BREAK_EVEN" ? trade.beExitAt : null, trade.beExitPrice, "text", "BE exit"],
      [trade.closedAt, trade.exitPrice, "danger", trade.exitReason === "STOP_LOSS" ? "stop" : "closed"],
    ];
    const exits = points.flatMap(([at, price, tone, text]): ChartMarker[] =>
      at === null || price === null ? [] : [{ id, at: bar(at), price, shape: "dot", tone, text }],
    );
    return [signal, ...exits];
  });
  return markers.sort((a, b) => a.at - b.at);
}
