/** New York wall time on the axes and crosshair of the candle charts, and where bars lie on the time axis. */
import { type ITimeScaleApi, type Logical, TickMarkType, type Time } from "lightweight-charts";
import { etDay, etMinute } from "@/lib/format/time";

const msOf = (time: Time): number => (typeof time === "number" ? time * 1000 : 0);

/** `Mon 23 Nov 10:47 ET` under the crosshair. */
export function timeText(time: Time): string {
  return `${etDay(msOf(time))} ${etMinute(msOf(time))} ET`;
}

/** A mark of the time axis: minutes within a day, the day where it changes. */
export function tickMark(time: Time, type: TickMarkType): string {
  return type === TickMarkType.Time || type === TickMarkType.TimeWithSeconds ? etMinute(msOf(time)) : etDay(msOf(time));
}

/**
 * Half the distance of two bars, px; 0 for an empty chart. From two places, because reading the scale's options copies them
 * all, which is felt when it is done in every frame.
 */
export function halfBar(scale: ITimeScaleApi<Time>): number {
  const [first, second] = [scale.logicalToCoordinate(0 as Logical), scale.logicalToCoordinate(1 as Logical)];
  return first === null || second === null ? 0 : (second - first) / 2;
}

/** First index whose value is not below `limit` by `at`. */
export function firstNotBelow(count: number, at: (index: number) => number, limit: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(middle) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
