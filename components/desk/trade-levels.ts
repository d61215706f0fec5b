/** The lines of a chosen signal on the chart: entry, stop, break-even and whole R, from its record. Pure. */

import type { SignalRecord } from "@/lib/engine/types";
import type { Ticks } from "@/lib/market/types";
import { beStopOf } from "@/lib/trade/record";

/** A horizontal line of the chart. */
export interface ChartLevel {
  readonly label: string;
  readonly price: Ticks;
  readonly kind: "entry" | "stop" | "break-even" | "target" | "reached" | "confirmation";
}

/** Targets drawn beyond the highest one reached. */
const targetsAhead = 2;
/** Targets drawn before any is reached. */
const targetsMin = 3;

const noLevels: readonly ChartLevel[] = [];

/**
 * Lines of a signal: while it waits, the level its confirmation needs; with a trade, entry, stop, break-even and 1R..nR
 * (those reached, and the next ones).
 */
export function levelsOf(record: SignalRecord): readonly ChartLevel[] {
  const { trade, stopLoss, signalCandle, direction, status } = record;
  const bullish = direction === "bullish";
  const stop: readonly ChartLevel[] = stopLoss === null ? [] : [{ label: "stop", price: stopLoss, kind: "stop" }];
  if (trade === null) {
    if (status === "CONFIRMED") return stop;
    if (status !== "PENDING" || signalCandle === null) return noLevels;
    const level = bullish ? signalCandle.high : signalCandle.low;
    return [{ label: bullish ? "close above" : "close below", price: level, kind: "confirmation" }];
  }
  const sign = bullish ? 1 : -1;
  const armed = trade.beTriggeredAt !== null;
  const beOpen = trade.beLeg === "OPEN" || trade.beLeg === "TRIGGERED";
  const reached = Math.floor(trade.noBeMfe / trade.risk);
  const triggerIsTarget = trade.beTriggerPrice === trade.entryPrice + sign * trade.risk;
  const targets = Array.from({ length: Math.max(targetsMin, reached + targetsAhead) }, (_, index): ChartLevel => {
    const rung = index + 1;
    const trigger = rung === 1 && triggerIsTarget && beOpen && !armed;
    return {
      label: trigger ? "1R, arms BE" : `${rung}R`,
      price: trade.entryPrice + sign * rung * trade.risk,
      kind: trigger ? "break-even" : rung <= reached ? "reached" : "target",
    };
  });
  const trigger: readonly ChartLevel[] =
    armed || !beOpen || triggerIsTarget ? [] : [{ label: "arms BE", price: trade.beTriggerPrice, kind: "break-even" }];
  const beStop = beStopOf(trade);
  const atEntry = beStop === trade.entryPrice;
  const entry = armed && beOpen && atEntry ? "entry, BE stop" : "entry";
  const beLine: readonly ChartLevel[] =
    armed && beOpen && !atEntry ? [{ label: "BE stop", price: beStop, kind: "break-even" }] : [];
  return [{ label: entry, price: trade.entryPrice, kind: "entry" }, ...beLine, ...stop, ...trigger, ...targets];
}
