/**
 * The unit a page speaks: R, ticks, points or money of one contract. A result in R becomes another unit through the risk of
 * its own trade, so a sum over trades of different risk or instrument is a sum of what each of them moved.
 */
import type { SetColumns } from "@/lib/analysis/columns";
import type { AnalysisTrade } from "@/lib/analysis/row";
import type { DistanceUnit } from "@/lib/format/excursion";
import type { Ticks } from "@/lib/market/types";

type Scale = Pick<AnalysisTrade, "risk" | "tickPoints" | "pointValue">;

/** What 1R of this trade is in a unit. */
export function unitsPerR(trade: Scale, unit: DistanceUnit): number {
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
export function distanceIn(ticks: Ticks, trade: Scale, unit: DistanceUnit): number {
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

type Trades = Pick<SetColumns, "all" | "trades">;

/** A value of each trade of a set that depends on its scale. */
function eachOf({ all, trades }: Trades, value: (place: number, scale: Scale) => number): Float64Array {
  const { risk, tickPoints, pointValue } = all;
  const values = new Float64Array(trades.length);
  // One object for all trades: 60,000 of them need not be made.
  const scale = { risk: 0, tickPoints: 0, pointValue: 0 };
  for (let index = 0; index < trades.length; index += 1) {
    const place = trades[index] ?? 0;
    scale.risk = risk[place] ?? 0;
    scale.tickPoints = tickPoints[place] ?? 0;
    scale.pointValue = pointValue[place] ?? 0;
    values[index] = value(place, scale);
  }
  return values;
}

/** What 1R of each trade of a set is in a unit; null when it is 1 for all of them. */
export function unitsPerREach(set: Trades, unit: DistanceUnit): Float64Array | null {
  return unit === "r" ? null : eachOf(set, (_, scale) => unitsPerR(scale, unit));
}

/** One distance of each trade of a set in a unit. @param ticks of all signals, by place */
export function distancesIn(ticks: Int32Array, set: Trades, unit: DistanceUnit): Float64Array {
  return eachOf(set, (place, scale) => distanceIn(ticks[place] ?? 0, scale, unit));
}
