/**
 * Sessions and dates of an instant: the session label of methodology 3.2 (New York wall time, whole minutes inclusive),
 * the New York date of a signal, and the trade date of the exchange's books (massive-futures-api 6.1).
 * Wall hours never move with daylight saving; knows no opening hours (calendar.ts).
 */
import { movesTradeDate } from "@/lib/market/cme-holidays";
import type { EpochMs, TradeDate } from "@/lib/market/types";
import { CHICAGO, HOUR_MS, isoDate, MINUTE_MS, NEW_YORK, wallTime } from "@/lib/market/zone";

/** Label of methodology 3.2. INVALID is 16:00 to 19:59 New York. */
export type Session = "ASIA" | "LONDON" | "NY PRE" | "NY AM" | "NY LUNCH" | "NY PM" | "INVALID";

/** Sessions of one New York day in order; `until` is exclusive, ms since midnight. */
export const SESSIONS: readonly { readonly name: Session; readonly until: number }[] = [
  { name: "LONDON", until: 6 * HOUR_MS },
  { name: "NY PRE", until: 8 * HOUR_MS + 30 * MINUTE_MS },
  { name: "NY AM", until: 12 * HOUR_MS },
  { name: "NY LUNCH", until: 13 * HOUR_MS },
  { name: "NY PM", until: 16 * HOUR_MS },
  { name: "INVALID", until: 20 * HOUR_MS },
  { name: "ASIA", until: 24 * HOUR_MS },
];

/** Session label of an instant; INVALID outside the six sessions. Says nothing about the market being open. */
export function sessionOf(at: EpochMs): Session {
  const { msOfDay } = wallTime(NEW_YORK, at);
  return SESSIONS.find((session) => msOfDay < session.until)?.name ?? "INVALID";
}

/** New York calendar date of an instant, `YYYY-MM-DD` (the signal_date of methodology 3.2). */
export function newYorkDate(at: EpochMs): string {
  return isoDate(wallTime(NEW_YORK, at).dayNumber);
}

/** Chicago wall time at which the next trade date begins. */
const TRADE_DATE_ROLLS_AT_MS = 17 * HOUR_MS;
/** More days in a row than any chain of weekends and holidays. */
const SKIPPED_DAYS_MAX = 10;

/**
 * Trade date of an instant: from 17:00 Chicago on the next day; Saturdays, Sundays, full and half holidays move forward
 * to the next business day (massive-futures-api 6.1).
 */
export function tradeDateOf(at: EpochMs): TradeDate {
  const { dayNumber, msOfDay } = wallTime(CHICAGO, at);
  let day = msOfDay >= TRADE_DATE_ROLLS_AT_MS ? dayNumber + 1 : dayNumber;
  for (let skipped = 0; skipped < SKIPPED_DAYS_MAX && movesTradeDate(day); skipped += 1) day += 1;
  return isoDate(day);
}
