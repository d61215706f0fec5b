/**
 * What the chart points at: every known signal at its candle, and of the chosen one its entry, its exits and the arming of
 * break-even at their own prices. Pure; times are moved to the open of the bar they fall into.
 */
import type { SignalStatus } from "@/lib/engine/types";
import type { EpochMs, Ticks } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";
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

/** A signal of the stored history: what a mark needs of it. */
export interface PastSignal {
  readonly id: string;
  /** Open of its candle. */
  readonly at: EpochMs;
  readonly direction: Direction;
  readonly status: SignalStatus;
}

/**
 * Markers of the signals of one contract, in order of time. Of a signal that is both in `views` and in `past` the view
 * counts. `length` is that of a bar, ms.
 */
export function markersOf(
  views: readonly SignalView[],
  past: readonly PastSignal[],
  selected: string | null,
  length: number,
): readonly ChartMarker[] {
  const bar = (at: EpochMs): EpochMs => at - (at % length);
  const held = new Set(views.map(({ id }) => id));
  const markOf = ({ id, at, direction, status }: PastSignal): ChartMarker => {
    const bullish = direction === "bullish";
    const dead = status === "REJECTED" || status === "CANCELLED" || status === "VOID";
    const chosen = id === selected;
    return {
      id,
      at: bar(at),
      price: null,
      shape: bullish ? "up" : "down",
      tone: chosen ? "accent" : dead ? "quiet" : bullish ? "up" : "down",
      text: chosen ? "signal" : "",
    };
  };
  const markers = views.flatMap((view): ChartMarker[] => {
    const { record, id } = view;
    const chosen = id === selected;
    const { direction, status } = record;
    const signal = markOf({ id, at: record.signalCandleAt, direction, status });
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
  const before = past.filter(({ id }) => !held.has(id)).map(markOf);
  return [...before, ...markers].sort((a, b) => a.at - b.at);
}
