/**
 * The unit a page speaks: R, ticks, points or money of one contract. A result in R becomes another unit through the risk of
 * its own trade, so a sum over trades of different risk or instrument is a sum of what each of them moved.
 */
import type { AnalysisTrade } from "@/lib/analysis/row";
import type { Ticks } from "@/lib/market/types";

export const units = ["r", "points", "ticks", "usd"] as const;
export type Unit = (typeof units)[number];

type Scale = Pick<AnalysisTrade, "risk" | "tickPoints" | "pointValue">;

/** What 1R of this trade is in a unit. */
export function unitsPerR(trade: Scale, unit: Unit): number {
  switch (unit) {
    case "r":
      return 1;
    case "ticks":
      return trade.risk;
    case "points":
      return trade.risk * trade.tickPoints;
    case "usd":
      return trade.risk * trade.tickPoints * trade.pointValue;
  }
}

/** A distance of this trade in a unit. */
export function distanceIn(ticks: Ticks, trade: Scale, unit: Unit): number {
  switch (unit) {
    case "r":
      return ticks / trade.risk;
    case "ticks":
      return ticks;
    case "points":
      return ticks * trade.tickPoints;
    case "usd":
      return ticks * trade.tickPoints * trade.pointValue;
  }
}
