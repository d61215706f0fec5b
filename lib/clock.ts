/**
 * The only place that reads the wall clock and draws random numbers.
 * Everything else takes a `Clock` (or the number itself) as an argument, so that tests and replays decide what time it is.
 */
import type { EpochMs } from "@/lib/market/types";

/** Where the time comes from. */
export interface Clock {
  /** The present instant, epoch milliseconds UTC. */
  now(): EpochMs;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A pseudo-random number in [0, 1). For jitter only, never for secrets. */
export function random(): number {
  return Math.random();
}
