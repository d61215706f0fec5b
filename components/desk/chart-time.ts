/** New York wall time on the axes and crosshair of the candle charts. */
import { TickMarkType, type Time } from "lightweight-charts";
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
