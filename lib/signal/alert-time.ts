/**
 * Readers of the times in an alert body: epoch numbers, ISO 8601 text, canonical ids (methodology 2.1, 2.3, A-30).
 * Total like the readers of alert-values.ts: an instant or null, never an error. Knows no formats.
 */
import type { EpochMs } from "@/lib/market/types";
import {
  DAY_MS,
  dateOfDayNumber,
  dayNumberOf,
  fromWall,
  HOUR_MS,
  MINUTE_MS,
  NEW_YORK,
  SECOND_MS,
} from "@/lib/market/zone";

/** Epoch numbers below this are seconds: as milliseconds they would lie before March 1973. */
const EPOCH_SECONDS_BELOW = 1e11;
/** Last instant of the year 9999; ids have four digits for the year. */
const EPOCH_MS_MAX = 253_402_300_799_999;

const ISO_TIME = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const TRADE_ID = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)(\d{3})?_(?:BULLISH|BEARISH)$/i;

/** How a time without zone is meant. */
export type ZonelessMeaning = "utc" | "new-york";

/**
 * Instant of an epoch (seconds or milliseconds, number or digits) or of an ISO 8601 text.
 * @returns epoch ms after 1970 and before the year 10000, or null when it cannot be read
 */
export function instantOf(value: unknown, zoneless: ZonelessMeaning): EpochMs | null {
  if (typeof value === "number") return epochOf(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (/^\d{1,16}(?:\.\d{1,9})?$/.test(text)) return epochOf(Number(text));
  return isoOf(text, zoneless);
}

function epochOf(value: number): EpochMs | null {
  const at = Math.floor(value < EPOCH_SECONDS_BELOW ? value * SECOND_MS : value);
  return at > 0 && at <= EPOCH_MS_MAX ? at : null;
}

function isoOf(text: string, zoneless: ZonelessMeaning): EpochMs | null {
  const match = ISO_TIME.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second = "0", fraction = "0", zone] = match;
  const local = localTime([year, month, day, hour, minute, second].map(Number));
  if (local === null) return null;
  const ms = Math.floor(Number(`0.${fraction}`) * SECOND_MS);
  const at = atZone(local.dayNumber, local.msOfDay + ms, zone, zoneless);
  return at !== null && at > 0 && at <= EPOCH_MS_MAX ? at : null;
}

function atZone(
  dayNumber: number,
  msOfDay: number,
  zone: string | undefined,
  zoneless: ZonelessMeaning,
): number | null {
  const asUtc = dayNumber * DAY_MS + msOfDay;
  if (zone === undefined) return zoneless === "utc" ? asUtc : fromWall(NEW_YORK, dayNumber, msOfDay);
  if (/^z$/i.test(zone)) return asUtc;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || "0");
  if (hours > 23 || minutes > 59) return null;
  return asUtc - (zone.startsWith("-") ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}

/** Day and time of day of year, month, day, hour, minute, second; null when the calendar or the clock has no such value. */
function localTime(fields: readonly number[]): { dayNumber: number; msOfDay: number } | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const dayNumber = dayNumberOf(year, month, day);
  const date = dateOfDayNumber(dayNumber);
  if (date.year !== year || date.month !== month || date.day !== day) return null;
  return { dayNumber, msOfDay: hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS };
}

/**
 * Candle time of a canonical id, `YYYYMMDD_HHMMSS[mmm]_BULLISH|BEARISH` in New York time, any case (methodology 2.3).
 * @returns null for every other id: the next field decides then
 */
export function tradeIdTimeOf(value: unknown): EpochMs | null {
  const match = typeof value === "string" ? TRADE_ID.exec(value.trim()) : null;
  if (match === null) return null;
  const local = localTime(match.slice(1, 7).map(Number));
  if (local === null) return null;
  const at = fromWall(NEW_YORK, local.dayNumber, local.msOfDay + Number(match[7] ?? "0"));
  return at > 0 && at <= EPOCH_MS_MAX ? at : null;
}
