/** Rows of the vendor's schedule for tests: one session per trade date, from the evening of the day before. */
import { dayNumberOfDate, fromWall, HOUR_MS, MINUTE_MS, NEW_YORK } from "@/lib/market/zone";
import type { RestScheduleEvent } from "@/worker/feed/rest";

/** @param closes wall time `HH:MM` New York at which a trade date closes early */
export function scheduleEvents(
  root: string,
  tradeDates: readonly string[],
  closes: Readonly<Record<string, string>> = {},
): RestScheduleEvent[] {
  return tradeDates.flatMap((tradeDate) => {
    const day = dayNumberOfDate(tradeDate);
    const evening = day - 1;
    const [hour = 17, minute = 0] = (closes[tradeDate] ?? "17:00").split(":").map(Number);
    const at = (event: string, dayNumber: number, ms: number): RestScheduleEvent => {
      return { event, at: fromWall(NEW_YORK, dayNumber, ms), tradeDate, root };
    };
    return [
      at("pre_open", evening, 17 * HOUR_MS + 45 * MINUTE_MS),
      at("open", evening, 18 * HOUR_MS),
      at("close", day, hour * HOUR_MS + minute * MINUTE_MS),
    ];
  });
}
