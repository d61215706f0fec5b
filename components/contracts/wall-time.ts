/** The value of a date-and-time field as an instant on New York's clock, and back. Pure. */
import type { EpochMs } from "@/lib/market/types";
import { clockDigits, dayNumberOf, fromWall, isoDate, NEW_YORK, wallTime } from "@/lib/market/zone";

/** `2026-12-10T18:00` in New York; null when it cannot be read. */
export function instantOfField(text: string): EpochMs | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  return fromWall(NEW_YORK, dayNumberOf(year, month, day), (hour * 60 + minute) * 60_000);
}

/** The field's value for an instant. */
export function fieldOfInstant(at: EpochMs): string {
  const { dayNumber, msOfDay } = wallTime(NEW_YORK, at);
  return `${isoDate(dayNumber)}T${clockDigits(msOfDay).slice(0, 5)}`;
}
