/**
 * Wall time of the exchange zones: New York for sessions, dates and ids, Chicago for trade dates.
 * IANA rules through Intl with a cache by hour (offsets of both zones change only on whole UTC hours).
 * Knows no sessions and no holidays.
 */
import type { EpochMs } from "@/lib/market/types";

export type Zone = "America/New_York" | "America/Chicago";
export const NEW_YORK: Zone = "America/New_York";
export const CHICAGO: Zone = "America/Chicago";

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Calendar fields of an instant in a zone. */
export interface WallTime {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  /** 1..31 */
  readonly day: number;
  /** 0 = Sunday .. 6 = Saturday */
  readonly weekday: number;
  /** Days since 1970-01-01 of the local date. */
  readonly dayNumber: number;
  /** Milliseconds since local midnight, 0..86399999. */
  readonly msOfDay: number;
}

/** Hours remembered per zone; past that the cache starts anew (10 years of distinct hours). */
const OFFSET_CACHE_HOURS_MAX = 87_600;

interface ZoneCache {
  readonly format: Intl.DateTimeFormat;
  readonly offsets: Map<number, number>;
}

const caches = new Map<Zone, ZoneCache>();

function cacheOf(zone: Zone): ZoneCache {
  const known = caches.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const made = { format, offsets: new Map<number, number>() };
  caches.set(zone, made);
  return made;
}

/** Epoch ms of calendar fields read as UTC; years below 100 are meant literally. */
function utcOf(year: number, month: number, day: number, msOfDay: number): EpochMs {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() + msOfDay;
}

function measureOffset(format: Intl.DateTimeFormat, at: EpochMs): number {
  const fields: Record<string, string> = {};
  for (const part of format.formatToParts(at)) fields[part.type] = part.value;
  const year = Number(fields["year"]) * (fields["era"] === "BC" ? -1 : 1) + (fields["era"] === "BC" ? 1 : 0);
  const seconds = Number(fields["hour"]) * 3600 + Number(fields["minute"]) * 60 + Number(fields["second"]);
  return utcOf(year, Number(fields["month"]), Number(fields["day"]), seconds * SECOND_MS) - at;
}

/** Local time minus UTC at an instant, ms (negative west of Greenwich). */
export function offsetAt(zone: Zone, at: EpochMs): number {
  const { format, offsets } = cacheOf(zone);
  const hour = Math.floor(at / HOUR_MS);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const offset = measureOffset(format, hour * HOUR_MS);
  if (offsets.size >= OFFSET_CACHE_HOURS_MAX) offsets.clear();
  offsets.set(hour, offset);
  return offset;
}

/** Calendar fields of a day number (days since 1970-01-01). */
export function dateOfDayNumber(dayNumber: number): { year: number; month: number; day: number; weekday: number } {
  const date = new Date(dayNumber * DAY_MS);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
  };
}

/** Day number (days since 1970-01-01) of a calendar date; fields past their range roll over as in a calendar. */
export function dayNumberOf(year: number, month: number, day: number): number {
  return utcOf(year, month, day, 0) / DAY_MS;
}

/** Wall time of an instant in a zone. */
export function wallTime(zone: Zone, at: EpochMs): WallTime {
  const local = at + offsetAt(zone, at);
  const dayNumber = Math.floor(local / DAY_MS);
  return { ...dateOfDayNumber(dayNumber), dayNumber, msOfDay: local - dayNumber * DAY_MS };
}

/**
 * Instant of a wall time in a zone. A time that occurs twice (autumn) is the first of the two;
 * a time that does not exist (spring) is read with the offset before the change.
 */
export function fromWall(zone: Zone, dayNumber: number, msOfDay: number): EpochMs {
  const asUtc = dayNumber * DAY_MS + msOfDay;
  const before = offsetAt(zone, asUtc - DAY_MS);
  const first = asUtc - before;
  if (offsetAt(zone, first) === before) return first;
  const after = offsetAt(zone, asUtc + DAY_MS);
  const second = asUtc - after;
  return offsetAt(zone, second) === after ? second : first;
}

/** `YYYY-MM-DD` of a day number. */
export function isoDate(dayNumber: number): string {
  const { year, month, day } = dateOfDayNumber(dayNumber);
  return `${String(year).padStart(4, "0")}-${pad2(month)}-${pad2(day)}`;
}

/** Day number of `YYYY-MM-DD`. @throws RangeError on any other text */
export function dayNumberOfDate(date: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null) throw new RangeError(`date: expected YYYY-MM-DD, got ${JSON.stringify(date)}`);
  return dayNumberOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** `HHMMSSmmm` of milliseconds since midnight. */
export function clockDigits(msOfDay: number): string {
  const seconds = Math.floor(msOfDay / SECOND_MS);
  const digits = pad2(Math.floor(seconds / 3600)) + pad2(Math.floor(seconds / 60) % 60) + pad2(seconds % 60);
  return digits + String(msOfDay % SECOND_MS).padStart(3, "0");
}

/** Two digits with a leading zero. */
export function pad2(value: number): string {
  return String(value).padStart(2, "0");
}
