/**
 * When a price flashes. A change colours the digits for at most `flashMs`; the colour changes at most 3 times a second,
 * so in a fast market it holds instead of flickering (WCAG 2.3.1). Pure: the instant is an argument.
 */
import type { EpochMs } from "@/lib/market/types";

/** Longest time a colour stays after the last change that may show, ms. */
export const flashMs = 400;
/** Shortest time between two starts of a flash or changes of its colour, ms. */
export const flashGapMs = 334;

export interface Flash {
  readonly colour: "up" | "down" | null;
  /** When the colour last began. */
  readonly startedAt: EpochMs;
  /** When it is taken away. */
  readonly endsAt: EpochMs;
}

export const noFlash: Flash = { colour: null, startedAt: Number.NEGATIVE_INFINITY, endsAt: Number.NEGATIVE_INFINITY };

/** The flash after a price change in `direction` at `now`. */
export function nextFlash(flash: Flash, direction: 1 | -1, now: EpochMs): Flash {
  const colour = direction === 1 ? "up" : "down";
  const resting = flash.colour === null || now >= flash.endsAt;
  const tooSoon = now - flash.startedAt < flashGapMs;
  if (!resting && (flash.colour === colour || tooSoon)) return { ...flash, endsAt: now + flashMs };
  // Just gone dark: starting again at once would be the fourth flash of this second.
  if (resting && tooSoon) return flash;
  return { colour, startedAt: now, endsAt: now + flashMs };
}
