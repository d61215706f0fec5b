/**
 * Holidays of CME equity-index futures, computed from the rules of massive-futures-api 6.2, and which days they
 * take out of the exchange's books. Times of day are not known here (cme-equity-calendar.ts).
 */
import { dateOfDayNumber, dayNumberOf } from "@/lib/market/zone";

/** closed: dark the whole day. halt: trading stops around noon. early: ends after lunch. morning: Good Friday with a jobs report. */
export type HolidayKind = "closed" | "halt" | "early" | "morning";

export interface Holiday {
  readonly name: string;
  readonly kind: HolidayKind;
  /** Days since 1970-01-01. */
  readonly dayNumber: number;
}

const SUNDAY = 0;
const MONDAY = 1;
const THURSDAY = 4;
const FRIDAY = 5;
const SATURDAY = 6;

/** Juneteenth became an exchange holiday. */
const JUNETEENTH_SINCE_YEAR = 2022;

function weekdayOf(dayNumber: number): number {
  return dateOfDayNumber(dayNumber).weekday;
}

/** The nth given weekday of a month, n from 1. */
function nthWeekday(year: number, month: number, weekday: number, n: number): number {
  const first = dayNumberOf(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + (n - 1) * 7;
}

function lastMonday(year: number, month: number): number {
  const last = dayNumberOf(year, month + 1, 1) - 1;
  return last - ((weekdayOf(last) - MONDAY + 7) % 7);
}

/** Friday when it falls on Saturday, Monday when on Sunday. */
function observed(dayNumber: number): number {
  const weekday = weekdayOf(dayNumber);
  if (weekday === SATURDAY) return dayNumber - 1;
  return weekday === SUNDAY ? dayNumber + 1 : dayNumber;
}

/** Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher). */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return dayNumberOf(year, Math.floor(f / 31), (f % 31) + 1);
}

function isWeekday(dayNumber: number, from: number, until: number): boolean {
  const weekday = weekdayOf(dayNumber);
  return weekday >= from && weekday <= until;
}

function computeHolidays(year: number): readonly Holiday[] {
  const thanksgiving = nthWeekday(year, 11, THURSDAY, 4);
  const independence = dayNumberOf(year, 7, 4);
  const christmas = dayNumberOf(year, 12, 25);
  const newYear = dayNumberOf(year, 1, 1);
  const goodFriday = easterSunday(year) - 2;
  const list: Holiday[] = [
    { name: "Martin Luther King Day", kind: "halt", dayNumber: nthWeekday(year, 1, MONDAY, 3) },
    { name: "Presidents' Day", kind: "halt", dayNumber: nthWeekday(year, 2, MONDAY, 3) },
    // The jobs report comes on the first Friday of a month; on such a Good Friday the market opens for it.
    { name: "Good Friday", kind: dateOfDayNumber(goodFriday).day <= 7 ? "morning" : "closed", dayNumber: goodFriday },
    { name: "Memorial Day", kind: "halt", dayNumber: lastMonday(year, 5) },
    { name: "Independence Day", kind: "halt", dayNumber: observed(independence) },
    { name: "Labor Day", kind: "halt", dayNumber: nthWeekday(year, 9, MONDAY, 1) },
    { name: "Thanksgiving", kind: "halt", dayNumber: thanksgiving },
    { name: "day after Thanksgiving", kind: "early", dayNumber: thanksgiving + 1 },
    { name: "Christmas Day", kind: "closed", dayNumber: observed(christmas) },
  ];
  // A New Year's Day on Saturday is not observed: the year's books close on the Friday before it.
  if (weekdayOf(newYear) !== SATURDAY) {
    list.push({ name: "New Year's Day", kind: "closed", dayNumber: observed(newYear) });
  }
  if (year >= JUNETEENTH_SINCE_YEAR) {
    list.push({ name: "Juneteenth", kind: "halt", dayNumber: observed(dayNumberOf(year, 6, 19)) });
  }
  if (isWeekday(independence, MONDAY + 1, FRIDAY)) {
    list.push({ name: "day before Independence Day", kind: "early", dayNumber: independence - 1 });
  }
  if (isWeekday(christmas - 1, MONDAY, THURSDAY)) {
    list.push({ name: "Christmas Eve", kind: "early", dayNumber: christmas - 1 });
  }
  return list;
}

/** Years remembered; past that the cache starts anew. */
const YEARS_MAX = 200;
const years = new Map<number, ReadonlyMap<number, Holiday>>();

/** Holidays of a calendar year by day number. */
export function holidaysOf(year: number): ReadonlyMap<number, Holiday> {
  const known = years.get(year);
  if (known !== undefined) return known;
  if (years.size >= YEARS_MAX) years.clear();
  const made = new Map(computeHolidays(year).map((holiday) => [holiday.dayNumber, holiday]));
  years.set(year, made);
  return made;
}

/** Holiday of a day, if it is one. */
export function holidayOn(dayNumber: number): Holiday | null {
  return holidaysOf(dateOfDayNumber(dayNumber).year).get(dayNumber) ?? null;
}

/** Whether trading on this day is booked on a later trade date: weekends, full and half holidays (massive-futures-api 6.1). */
export function movesTradeDate(dayNumber: number): boolean {
  const weekday = weekdayOf(dayNumber);
  if (weekday === SATURDAY || weekday === SUNDAY) return true;
  const kind = holidayOn(dayNumber)?.kind;
  return kind === "closed" || kind === "halt";
}
