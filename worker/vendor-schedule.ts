/**
 * Reads the vendor's schedule into open hours by New York date (massive-futures-api 4.2: an interval runs from `open` to
 * the next `pre_open`, `pause` or `close`; rows come twice). Only days the answer covers from midnight to midnight are
 * believed, and only when every business day they belong to is listed: a hole in the answer is no holiday.
 * Pure; asking and storing are done by worker/market-days.ts.
 */
import type { MinuteRange } from "@/lib/market/calendar";
import { movesTradeDate } from "@/lib/market/cme-holidays";
import { dayText, rangesText } from "@/lib/market/hours";
import { newYorkDate } from "@/lib/market/session";
import type { EpochMs, TradeDate } from "@/lib/market/types";
import { DAY_MS, fromWall, isoDate, MINUTE_MS, NEW_YORK, wallTime } from "@/lib/market/zone";
import type { RestScheduleEvent } from "@/worker/feed/rest";

/** How far ahead the vendor's word is taken. */
export const scheduleDaysAhead = 7;
/** Days before today that are asked for too: the state at midnight follows from the session before, over any weekend. */
const daysBefore = 5;
/** Longest time the market is open in one piece; anything longer lacks its end. */
const openMsMax = DAY_MS;

/** Trade dates whose schedule is asked for; the last day's evening belongs to the trade date after it. */
export function scheduleSpan(now: EpochMs): { readonly from: TradeDate; readonly to: TradeDate } {
  return { from: newYorkDate(now - daysBefore * DAY_MS), to: newYorkDate(now + (scheduleDaysAhead + 4) * DAY_MS) };
}

interface Interval {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

const minuteOfDay = (at: EpochMs): number => Math.floor(wallTime(NEW_YORK, at).msOfDay / MINUTE_MS);
const ending = (event: string): boolean => event === "pre_open" || event === "pause" || event === "close";

function intervalsOf(events: readonly RestScheduleEvent[]): Interval[] {
  const intervals: Interval[] = [];
  let openedAt: EpochMs | null = null;
  // At one instant an end comes before a beginning.
  const ordered = [...events].sort((a, b) => a.at - b.at || Number(a.event === "open") - Number(b.event === "open"));
  for (const { event, at } of ordered) {
    if (event === "open") openedAt ??= at;
    else if (ending(event) && openedAt !== null) {
      if (at > openedAt && at - openedAt <= openMsMax) intervals.push({ from: openedAt, until: at });
      openedAt = null;
    }
  }
  return intervals;
}

/** Open hours by New York date, from today to `scheduleDaysAhead` days ahead, as far as the answer covers them. */
export function vendorDays(
  events: readonly RestScheduleEvent[],
  now: EpochMs,
): ReadonlyMap<TradeDate, readonly MinuteRange[]> {
  const known = events.filter(({ event }) => event === "open" || ending(event));
  const complete = new Set(
    known
      .filter(({ event, tradeDate }) => {
        return event === "open" && known.some((other) => other.tradeDate === tradeDate && ending(other.event));
      })
      .map(({ tradeDate }) => tradeDate),
  );
  const isListed = (dayNumber: number): boolean => movesTradeDate(dayNumber) || complete.has(isoDate(dayNumber));
  const firstAt = Math.min(...known.map(({ at }) => at));
  const lastAt = Math.max(...known.map(({ at }) => at));
  const intervals = intervalsOf(known);
  const days = new Map<TradeDate, readonly MinuteRange[]>();
  const today = wallTime(NEW_YORK, now).dayNumber;
  for (let dayNumber = today; dayNumber <= today + scheduleDaysAhead; dayNumber += 1) {
    const from = fromWall(NEW_YORK, dayNumber, 0);
    const until = fromWall(NEW_YORK, dayNumber + 1, 0);
    if (firstAt > from || lastAt < until || !isListed(dayNumber) || !isListed(dayNumber + 1)) continue;
    const ranges = intervals
      .filter((interval) => interval.from < until && interval.until > from)
      .map((interval) => ({
        from: interval.from <= from ? 0 : minuteOfDay(interval.from),
        until: interval.until >= until ? 24 * 60 : minuteOfDay(interval.until),
      }))
      .filter((range) => range.from < range.until);
    days.set(isoDate(dayNumber), ranges);
  }
  return days;
}

/** The notice about a day on which the vendor's hours differ from the template's. */
export function differenceText(
  root: string,
  date: TradeDate,
  vendor: readonly MinuteRange[],
  template: readonly MinuteRange[],
): string {
  const hours = `${rangesText(vendor)} (New York) instead of ${rangesText(template)}`;
  return `${root} on ${dayText(date)}: the vendor's schedule says ${hours}. The vendor's hours hold.`;
}
