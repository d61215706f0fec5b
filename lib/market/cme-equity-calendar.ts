/**
 * Opening hours of CME equity-index futures (methodology 3 check 5, massive-futures-api 6.1 and 6.2), New York time.
 * The holidays come from rules; what the exchange did otherwise in a given year is listed as an exception.
 * At run time the vendor's schedule has the last word (lib/market/hours.ts); these rules are the fallback and what replays use.
 */
import { type Calendar, type CalendarException, createCalendar, type MinuteRange } from "@/lib/market/calendar";
import { type Holiday, holidayOn } from "@/lib/market/cme-holidays";
import { dateOfDayNumber, dayNumberOf, NEW_YORK } from "@/lib/market/zone";

const HOUR = 60;
const DAILY_CLOSE = 17 * HOUR;
const DAILY_OPEN = 18 * HOUR;
const MIDNIGHT = 24 * HOUR;
const HALT = 13 * HOUR;
/** Noon halts came at 10:30 Chicago until spring 2014. */
const HALT_BEFORE_MAY_2014 = 11 * HOUR + 30;
const EARLY_CLOSE = 13 * HOUR + 15;
const MORNING_CLOSE = 9 * HOUR + 15;

const FRIDAY = 5;
const SUNDAY = 0;

const untilClose: MinuteRange = { from: 0, until: DAILY_CLOSE };
const fromOpen: MinuteRange = { from: DAILY_OPEN, until: MIDNIGHT };
/** Open ranges by weekday, Sunday first, New York minutes. */
export const CME_EQUITY_WEEKLY: readonly (readonly MinuteRange[])[] = [
  [fromOpen],
  [untilClose, fromOpen],
  [untilClose, fromOpen],
  [untilClose, fromOpen],
  [untilClose, fromOpen],
  [untilClose],
  [],
];

/**
 * The schedule of record (2009 to 2026) lists no hours for Christmas before 2023, New Year before 2024 and full Good
 * Fridays before 2027: those days keep regular hours here, so that a replay of an old day judges as the record does.
 */
const CHRISTMAS_SINCE = 2023;
const NEW_YEAR_SINCE = 2024;
const GOOD_FRIDAY_SINCE = 2027;
/** Since then the session after an early close before July 4 reopens the same evening. */
const JULY_3_REOPENS_SINCE = 2025;
/** From here on the rules alone speak, also for the evening before a full holiday. */
const RULES_ONLY_SINCE = 2027;

/** Days on which the record differs from the rules; null: regular hours. Keys `YYYY-MM-DD`. */
const IRREGULAR: ReadonlyMap<number, CalendarException | null> = new Map(
  (
    [
      ["2023-07-03", null],
      ["2024-07-03", null],
      ["2024-11-29", null],
      ["2025-04-17", { closeAt: DAILY_CLOSE }],
      ["2025-12-25", { closeAt: DAILY_CLOSE, reopenAt: DAILY_OPEN }],
    ] as const
  ).map(([date, exception]) => [
    dayNumberOf(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8))),
    exception,
  ]),
);

function closedHolidaySince(name: string): number {
  if (name === "Christmas Day") return CHRISTMAS_SINCE;
  return name === "New Year's Day" ? NEW_YEAR_SINCE : GOOD_FRIDAY_SINCE;
}

/** The year a holiday belongs to: an observed one may fall into the year before. */
function isListed(holiday: Holiday | null): holiday is Holiday {
  return (
    holiday !== null &&
    holiday.kind === "closed" &&
    dateOfDayNumber(holiday.dayNumber).year >= closedHolidaySince(holiday.name)
  );
}

function hoursOfHoliday(holiday: Holiday, weekday: number): CalendarException | null {
  const { year } = dateOfDayNumber(holiday.dayNumber);
  const reopening = weekday === FRIDAY ? {} : { reopenAt: DAILY_OPEN };
  switch (holiday.kind) {
    case "halt": {
      const closeAt = holiday.dayNumber < dayNumberOf(2014, 5, 1) ? HALT_BEFORE_MAY_2014 : HALT;
      return { closeAt, ...reopening };
    }
    case "early": {
      const reopens = holiday.name === "day before Independence Day" && year >= JULY_3_REOPENS_SINCE;
      return { closeAt: EARLY_CLOSE, ...(reopens ? { reopenAt: DAILY_OPEN } : {}) };
    }
    case "morning":
      return { closeAt: MORNING_CLOSE };
    case "closed":
      return isListed(holiday) ? reopening : null;
  }
}

/** The evening before a full holiday stays dark. */
function hoursOfEve(dayNumber: number, weekday: number): CalendarException | null {
  const next = holidayOn(dayNumber + 1);
  if (!isListed(next)) return null;
  if (weekday === SUNDAY) return dateOfDayNumber(dayNumber).year >= RULES_ONLY_SINCE ? {} : null;
  return { closeAt: DAILY_CLOSE };
}

/** What is different on a date, or null on an ordinary one. */
export function cmeEquityException(dayNumber: number): CalendarException | null {
  const irregular = IRREGULAR.get(dayNumber);
  if (irregular !== undefined) return irregular;
  const { weekday } = dateOfDayNumber(dayNumber);
  const holiday = holidayOn(dayNumber);
  return holiday === null ? hoursOfEve(dayNumber, weekday) : hoursOfHoliday(holiday, weekday);
}

/** Calendar of CME equity-index futures; used for every instrument of a replay. */
export const cmeEquityCalendar: Calendar = createCalendar({
  zone: NEW_YORK,
  weekly: CME_EQUITY_WEEKLY,
  exceptionOn: cmeEquityException,
});
