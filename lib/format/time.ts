/**
 * Instants and durations as people read them: New York and UTC wall clocks, ages, countdowns.
 * Pure: the instant is always an argument; zones come from Intl, so daylight saving is right.
 */
import type { EpochMs, TradeDate } from "@/lib/market/types";

const clockParts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
const newYork = "America/New_York";

const etClock = new Intl.DateTimeFormat("en-GB", { ...clockParts, timeZone: newYork });
const utcClock = new Intl.DateTimeFormat("en-GB", { ...clockParts, timeZone: "UTC" });
const etMinuteFormat = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: newYork,
});
const etDayFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: newYork,
});
const dateFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});
const longDateFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

const stampDate = new Intl.DateTimeFormat("en-GB", {
  timeZone: newYork,
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
});

const etDateFormat = new Intl.DateTimeFormat("en-CA", { timeZone: newYork });

/** `2026-11-23`: the calendar day in New York. */
const etDate = (at: EpochMs): string => etDateFormat.format(at);

/** Date and weekday without a comma, months of three letters: British English alone writes "Sept". */
function dayText(format: Intl.DateTimeFormat, at: number): string {
  return format.format(at).replace(",", "").replace("Sept", "Sep");
}

/** `10:47:53` in New York. */
export function etTime(at: EpochMs): string {
  return etClock.format(at);
}

/** `10:47:53.042` in New York. */
export function etTimeMs(at: EpochMs): string {
  return `${etClock.format(at)}.${String(at % 1000).padStart(3, "0")}`;
}

/** `10:47` in New York. */
export function etMinute(at: EpochMs): string {
  return etMinuteFormat.format(at);
}

/** `Mon 23 Nov` in New York. */
export function etDay(at: EpochMs): string {
  return dayText(etDayFormat, at);
}

/** `Mon 23 Nov` in New York, and `10 Dec 2025` where that year is not the one of `now`. */
export function etDayOf(at: EpochMs, now: EpochMs): string {
  const date = etDate(at);
  return date.slice(0, 4) === etDate(now).slice(0, 4) ? etDay(at) : longDate(date);
}

/** `15:47:53` in UTC. */
export function utcTime(at: EpochMs): string {
  return utcClock.format(at);
}

/** `2026-11-23` → `Mon 23 Nov`. */
export function shortDate(date: TradeDate): string {
  return dayText(dateFormat, Date.parse(`${date}T00:00:00Z`));
}

/** `2026-12-18` → `18 Dec 2026`. */
export function longDate(date: TradeDate): string {
  return dayText(longDateFormat, Date.parse(`${date}T00:00:00Z`));
}

/** Whole calendar days from the New York date of `at` to `date`; negative when past. */
export function daysUntil(date: TradeDate, at: EpochMs): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${etDate(at)}T00:00:00Z`)) / 86_400_000);
}

/** `1:12:07`, `0:42`: a countdown; never negative. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** How old something is, in one short phrase: `0 s`, `42 s`, `5 min`, `3 h`, `2 d`. Never negative (clocks differ). */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** Latency for a badge: `42 ms`, `1.3 s`; never negative (clocks differ). */
export function latency(ms: number): string {
  const positive = Math.max(0, ms);
  return positive < 1000 ? `${Math.round(positive)} ms` : `${(positive / 1000).toFixed(1)} s`;
}

/** `2026-11-23 15:47:53 UTC`: an instant of a record, the same for every reader. */
export function utcStamp(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** `Thu 10 Dec 2026 18:00 ET`: an instant on the desk's own clock, for what is planned. */
export function etStamp(at: EpochMs): string {
  return `${dayText(stampDate, at)} ${etMinute(at)} ET`;
}
