/**
 * Opening hours of an instrument as data: a template (weekly hours and which holidays it keeps) and, above it, the days on
 * which the vendor's schedule says otherwise (massive-futures-api 4.2, 6.2). JSON-safe, because the engine's journal keeps
 * it. All times are minutes since midnight in New York. Knows no vendor and no database.
 */
import { z } from "zod";
import { type Calendar, createCalendar, type MinuteRange, withoutRange } from "@/lib/market/calendar";
import { CME_EQUITY_WEEKLY, cmeEquityCalendar, cmeEquityException } from "@/lib/market/cme-equity-calendar";
import { dateOfDayNumber, dayNumberOfDate, isoDate, NEW_YORK, pad2 } from "@/lib/market/zone";

const DAY_MINUTES = 1_440;
/** Open ranges of one day. Policy past it: refused. */
export const rangesMax = 6;
/** Weekdays as `weekly` counts them. */
export const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
/** Template of the eight built-in products; methodology check 5 names its hours, so nobody edits it. */
export const builtInTemplate = "cme-equity-index";

const minute = z.int().min(0).max(DAY_MINUTES);
const range = z.strictObject({ from: minute, until: minute });
const day = z
  .array(range)
  .max(rangesMax)
  .refine((ranges) => ranges.every(({ from, until }) => from < until), "expected each range to end after it begins")
  .refine(
    (ranges) => ranges.every(({ from }, index) => from >= (ranges[index - 1]?.until ?? 0)),
    "expected ranges in order, without overlap",
  );

/** A template as it is stored. */
export const templateSchema = z.strictObject({
  weekly: z
    .array(day)
    .length(WEEKDAYS.length, "expected seven days, Sunday first")
    .refine((weekly) => weekly.some((ranges) => ranges.length > 0), "expected at least one open hour in the week"),
  /** Holidays and early closes it keeps: those of CME equity-index futures, or none. */
  holidays: z.enum(["cme-equity", "none"]),
});

export type SessionTemplate = z.output<typeof templateSchema>;

/** Hours of one instrument. `days`: what holds on a New York date (`YYYY-MM-DD`) instead of the template. */
export const hoursSchema = z.strictObject({
  ...templateSchema.shape,
  days: z.record(z.string().regex(/^\d{4}-\d{2}-\d{2}$/), day),
});

export type MarketHours = z.output<typeof hoursSchema>;

/** Hours of CME equity-index futures without any word of the vendor: what replays use, and what holds until one comes. */
export const cmeEquityHours: MarketHours = {
  weekly: CME_EQUITY_WEEKLY.map((ranges) => ranges.map((one) => ({ ...one }))),
  holidays: "cme-equity",
  days: {},
};

const wholeDay: MinuteRange = { from: 0, until: DAY_MINUTES };

/** Round the clock: the simulated exchange, so that a newcomer sees it move on a Sunday too. */
export const roundTheClock: MarketHours = { weekly: WEEKDAYS.map(() => [wholeDay]), holidays: "none", days: {} };

/** Open ranges of a day by the template alone, its holidays taken out. */
export function templateRanges(template: SessionTemplate, dayNumber: number): readonly MinuteRange[] {
  const regular = template.weekly[dateOfDayNumber(dayNumber).weekday] ?? [];
  const exception = template.holidays === "none" ? null : cmeEquityException(dayNumber);
  if (exception === null) return regular;
  return withoutRange(regular, { from: exception.closeAt ?? 0, until: exception.reopenAt ?? DAY_MINUTES });
}

/** True when two days are open at the same minutes, however their ranges are cut. */
export function sameRanges(one: readonly MinuteRange[], other: readonly MinuteRange[]): boolean {
  return rangesText(one) === rangesText(other);
}

/** The calendar of hours. Instruments of the plain built-in hours share one. */
export function calendarOf(hours: MarketHours): Calendar {
  if (JSON.stringify(hours) === builtInJson) return cmeEquityCalendar;
  if (JSON.stringify(hours) === roundTheClockJson) return neverCloses;
  const days = new Map(Object.entries(hours.days).map(([date, ranges]) => [dayNumberOfDate(date), ranges]));
  return createCalendar({
    zone: NEW_YORK,
    weekly: hours.weekly,
    exceptionOn: hours.holidays === "none" ? () => null : cmeEquityException,
    rangesOn: (dayNumber) => days.get(dayNumber) ?? null,
  });
}

const builtInJson = JSON.stringify(cmeEquityHours);
const roundTheClockJson = JSON.stringify(roundTheClock);

const neverCloses: Calendar = {
  isOpen: () => true,
  nextOpen: (at) => at,
  nextClose: () => null,
  closedBetween: () => false,
};

const clock = (minutes: number): string => `${pad2(Math.floor(minutes / 60))}:${pad2(minutes % 60)}`;

/** Ranges as people write them: `00:00-17:00, 18:00-24:00`; neighbours joined; `closed` without any. */
export function rangesText(ranges: readonly MinuteRange[]): string {
  const joined: { from: number; until: number }[] = [];
  for (const { from, until } of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && last.until === from) last.until = until;
    else joined.push({ from, until });
  }
  return joined.length === 0 ? "closed" : joined.map(({ from, until }) => `${clock(from)}-${clock(until)}`).join(", ");
}

/** Reads what `rangesText` writes; null when it cannot be read. Order and overlap are the schema's to judge. */
export function readRanges(text: string): MinuteRange[] | null {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.toLowerCase() === "closed") return [];
  const ranges: MinuteRange[] = [];
  for (const part of trimmed.split(",")) {
    const match = /^\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*$/.exec(part);
    if (match === null) return null;
    const [h1 = 0, m1 = 0, h2 = 0, m2 = 0] = match.slice(1).map(Number);
    if (m1 > 59 || m2 > 59) return null;
    ranges.push({ from: h1 * 60 + m1, until: h2 * 60 + m2 });
  }
  return ranges;
}

/** A weekday and date in words for notices, e.g. `Tue 2026-12-01`. */
export function dayText(date: string): string {
  const dayNumber = dayNumberOfDate(date);
  return `${WEEKDAYS[dateOfDayNumber(dayNumber).weekday]?.slice(0, 3) ?? ""} ${isoDate(dayNumber)}`;
}
