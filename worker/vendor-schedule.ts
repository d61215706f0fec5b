/**
 * Holds the vendor's schedule of the coming days against the built-in calendar (methodology, massive-futures-api 4.2).
 * The engine judges by the built-in calendar, so that live and replay agree; where the vendor says otherwise people are
 * told days ahead. Pure comparison; the asking is done by upkeep.
 */
import type { Calendar } from "@/lib/market/calendar";
import { newYorkDate } from "@/lib/market/session";
import type { EpochMs, TradeDate } from "@/lib/market/types";
import { clockDigits, DAY_MS, NEW_YORK, wallTime } from "@/lib/market/zone";
import type { RestScheduleEvent } from "@/worker/feed/rest";

/** How far ahead is looked. */
export const scheduleDaysAhead = 7;

/** Trade dates whose schedule is asked for. */
export function scheduleSpan(now: EpochMs): { readonly from: TradeDate; readonly to: TradeDate } {
  return { from: newYorkDate(now), to: newYorkDate(now + scheduleDaysAhead * DAY_MS) };
}

/**
 * One sentence per event at which the calendar does not change as the vendor says: at an `open` the market must be open
 * and just before it closed; at a `pause` or `close` the other way round. Repeated rows count once, `pre_open` and
 * unknown events say nothing.
 */
export function scheduleDifferences(
  events: readonly RestScheduleEvent[],
  calendar: Pick<Calendar, "isOpen">,
): string[] {
  const seen = new Set<string>();
  return [...events]
    .sort((a, b) => a.at - b.at)
    .flatMap(({ event, at, root }) => {
      const name = `${root} ${event} ${at}`;
      if (!["open", "pause", "close"].includes(event) || seen.has(name)) return [];
      seen.add(name);
      const opens = event === "open";
      if (calendar.isOpen(at) === opens && calendar.isOpen(at - 1) !== opens) return [];
      return [`${root}: the vendor's schedule says ${event} on ${stamp(at)}, the built-in calendar does not.`];
    });
}

function stamp(at: EpochMs): string {
  const digits = clockDigits(wallTime(NEW_YORK, at).msOfDay);
  return `${newYorkDate(at)} ${digits.slice(0, 2)}:${digits.slice(2, 4)} ET`;
}
