/** When markets that belong together are open and closed from an instant on. Pure; calendars are arguments. */
import type { Calendar } from "@/lib/market/calendar";
import type { EpochMs } from "@/lib/market/types";

/** A span without a change. `until`: its first instant that is not part of it; null when no change lies within the search. */
export interface MarketPhase {
  readonly open: boolean;
  readonly until: EpochMs | null;
}

/**
 * Spans in which any of the markets is open, or none is, from `at` on and in order; at most `countMax`, the last one with
 * `until` null when nothing is known to follow. Without a calendar there is no phase.
 */
export function marketPhases(calendars: readonly Calendar[], at: EpochMs, countMax: number): MarketPhase[] {
  const phases: MarketPhase[] = [];
  let from: EpochMs | null = at;
  while (from !== null && calendars.length > 0 && phases.length < countMax) {
    const open = isOpen(calendars, from);
    const until: EpochMs | null = open ? closeOf(calendars, from) : openOf(calendars, from);
    phases.push({ open, until });
    from = until;
  }
  return phases;
}

/** The phase that holds at an instant; null when it lies behind all that is known. */
export function phaseAt(phases: readonly MarketPhase[], at: EpochMs): MarketPhase | null {
  return phases.find(({ until }) => until === null || until > at) ?? null;
}

const isOpen = (calendars: readonly Calendar[], at: EpochMs): boolean => calendars.some((one) => one.isOpen(at));

function openOf(calendars: readonly Calendar[], at: EpochMs): EpochMs | null {
  const opens = calendars.map((one) => one.nextOpen(at)).filter((open) => open !== null);
  return opens.length === 0 ? null : Math.min(...opens);
}

/** Follows the open markets until none is: one may open before another has closed. */
function closeOf(calendars: readonly Calendar[], at: EpochMs): EpochMs | null {
  let closed = at;
  while (isOpen(calendars, closed)) {
    const closes = calendars.filter((one) => one.isOpen(closed)).map((one) => one.nextClose(closed));
    const known = closes.filter((close) => close !== null);
    if (known.length < closes.length) return null;
    closed = Math.max(...known);
  }
  return closed;
}
