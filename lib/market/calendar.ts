/**
 * Opening hours of a market as data: weekly hours plus dated exceptions, in wall time of one zone.
 * Answers whether an instant is open and where the next change lies. The CME rules are data in cme-equity-calendar.ts.
 */
import type { EpochMs } from "@/lib/market/types";
import { dateOfDayNumber, fromWall, MINUTE_MS, wallTime, type Zone } from "@/lib/market/zone";

/** Minutes since local midnight, half open: [from, until), until at most 1440. */
export interface MinuteRange {
  readonly from: number;
  readonly until: number;
}

/**
 * What is different on a listed date: closed from `closeAt` to `reopenAt`; to midnight when only `closeAt`
 * is given, from midnight when only `reopenAt` is given, the whole day when neither is. Minutes since local midnight.
 */
export interface CalendarException {
  readonly closeAt?: number;
  readonly reopenAt?: number;
}

export interface CalendarRules {
  readonly zone: Zone;
  /** Open ranges by weekday, 0 = Sunday. */
  readonly weekly: readonly (readonly MinuteRange[])[];
  /** Exception of a date (days since 1970-01-01), if it is listed. */
  readonly exceptionOn: (dayNumber: number) => CalendarException | null;
  /** Open ranges of a date whose hours are known as a whole; they stand instead of weekly hours and exception. */
  readonly rangesOn?: (dayNumber: number) => readonly MinuteRange[] | null;
}

export interface Calendar {
  isOpen(at: EpochMs): boolean;
  /** First open instant at or after `at`; null when none lies within the search limit. */
  nextOpen(at: EpochMs): EpochMs | null;
  /** First closed instant at or after `at`; null when none lies within the search limit. */
  nextClose(at: EpochMs): EpochMs | null;
  /** Whether some closed instant is later than `after` and not later than `until`. */
  closedBetween(after: EpochMs, until: EpochMs): boolean;
}

const DAY_MINUTES = 1_440;
/** How far next changes are searched for, days. */
const SEARCH_DAYS_MAX = 30;
/** Days remembered; past that the cache starts anew. */
const DAY_CACHE_MAX = 4_000;

interface Span {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** What remains of open ranges when a closed one is taken out. */
export function withoutRange(ranges: readonly MinuteRange[], closed: MinuteRange): MinuteRange[] {
  return ranges.flatMap((range) =>
    [
      { from: range.from, until: Math.min(range.until, closed.from) },
      { from: Math.max(range.from, closed.until), until: range.until },
    ].filter((rest) => rest.from < rest.until),
  );
}

/** Builds a calendar from its rules. Days are worked out once and remembered. */
export function createCalendar(rules: CalendarRules): Calendar {
  const days = new Map<number, readonly Span[]>();

  function spansOf(dayNumber: number): readonly Span[] {
    const known = days.get(dayNumber);
    if (known !== undefined) return known;
    if (days.size >= DAY_CACHE_MAX) days.clear();
    const regular = rules.weekly[dateOfDayNumber(dayNumber).weekday] ?? [];
    const exception = rules.exceptionOn(dayNumber);
    const byRule =
      exception === null
        ? regular
        : withoutRange(regular, { from: exception.closeAt ?? 0, until: exception.reopenAt ?? DAY_MINUTES });
    const ranges = rules.rangesOn?.(dayNumber) ?? byRule;
    const spans = ranges.map((range) => ({
      from: fromWall(rules.zone, dayNumber, range.from * MINUTE_MS),
      until: fromWall(rules.zone, dayNumber, range.until * MINUTE_MS),
    }));
    days.set(dayNumber, spans);
    return spans;
  }

  function spanAt(at: EpochMs): Span | null {
    const spans = spansOf(wallTime(rules.zone, at).dayNumber);
    return spans.find((span) => at >= span.from && at < span.until) ?? null;
  }

  function nextOpen(at: EpochMs): EpochMs | null {
    const today = wallTime(rules.zone, at).dayNumber;
    for (let day = today; day < today + SEARCH_DAYS_MAX; day += 1) {
      const span = spansOf(day).find((candidate) => candidate.until > at);
      if (span !== undefined) return Math.max(at, span.from);
    }
    return null;
  }

  function nextClose(at: EpochMs): EpochMs | null {
    let instant = at;
    // Spans end at midnight although the market stays open, so they are followed until one has no neighbour.
    for (let step = 0; step < SEARCH_DAYS_MAX; step += 1) {
      const span = spanAt(instant);
      if (span === null) return instant;
      instant = span.until;
    }
    return null;
  }

  return {
    isOpen: (at) => spanAt(at) !== null,
    nextOpen,
    nextClose,
    closedBetween: (after, until) => {
      const closed = nextClose(after + 1);
      return closed !== null && closed <= until;
    },
  };
}
