/**
 * Token buckets by key: so many requests at once, so many a second in the long run. Memory is bounded.
 * Per process; knows no requests and no clock of its own.
 */
import type { EpochMs } from "@/lib/market/types";

export interface RateLimitOptions {
  /** Requests a key may make at once. */
  readonly burst: number;
  /** Requests a second a key gets back. */
  readonly perSecond: number;
  /** Keys remembered; past it the one used longest ago is forgotten (it starts with a full bucket again). */
  readonly keysMax: number;
}

/** Asks for one request. @returns whether it is within the limit */
export type RateLimit = (key: string, now: EpochMs) => boolean;

/** A limiter with empty memory. */
export function createRateLimit({ burst, perSecond, keysMax }: RateLimitOptions): RateLimit {
  const buckets = new Map<string, { left: number; at: EpochMs }>();
  return (key, now) => {
    const known = buckets.get(key);
    const regained = known === undefined ? burst : (Math.max(0, now - known.at) / 1000) * perSecond;
    const left = Math.min(burst, (known?.left ?? 0) + regained);
    buckets.delete(key);
    const oldest = buckets.keys().next();
    if (buckets.size >= keysMax && !oldest.done) buckets.delete(oldest.value);
    buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
    return left >= 1;
  };
}
