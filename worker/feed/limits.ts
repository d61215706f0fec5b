/**
 * Every limit and interval of the feed in one place, and the retry delay.
 * Values are the vendor's facts (massive-futures-api 1.2 to 1.5) and our fault table; the policy stands beside each.
 */
import type { Channel } from "@/worker/feed/types";

export const feedLimits = {
  /** A larger frame closes the connection (1009), which is then made anew. */
  frameBytesMax: 1_048_576,
  /** Socket handshake, greeting, and answer to the key: past it the connection is dropped and retried. */
  handshakeMsMax: 10_000,
  /** Wait for confirmations after a subscribe; what is missing then counts as refused. */
  confirmMsMax: 5_000,
  pingEveryMs: 20_000,
  /** Any frame within this time after a ping counts as life; else the socket is terminated. */
  pongMsMax: 10_000,
  /** Bounded wait for the closing handshake at stop; past it the socket is terminated. */
  closeMsMax: 2_000,
  /** How often the data watchdog looks. */
  watchdogEveryMs: 1_000,
  /** Longest silence the watchdog grants after fruitless reconnects. */
  silenceMsMax: 300_000,
  /** Retry after a lost connection: doubled from the first to the last, jittered down to half. */
  retryMsMin: 1_000,
  retryMsMax: 15_000,
  /** Retry after a refusal by key, plan or connection limit: at least this, up to half as much again. */
  refusalRetryMs: 60_000,
  /** Log lines about refused frames per minute; the rest is only counted. */
  rejectLogsPerMinuteMax: 6,
  /** Part of a refused frame that goes into the log. */
  rejectSampleCharsMax: 1_024,
} as const;

/** Delay before retry number `attempt` (0-based), between half and all of the doubled base, at most `retryMsMax`. */
export function retryDelay(attempt: number, random: () => number): number {
  const base = Math.min(feedLimits.retryMsMax, feedLimits.retryMsMin * 2 ** Math.min(attempt, 30));
  return Math.round(base * (0.5 + 0.5 * random()));
}

/** Delay after a refusal; never below a minute. */
export function refusalDelay(random: () => number): number {
  return Math.round(feedLimits.refusalRetryMs * (1 + 0.5 * random()));
}

/**
 * Silence of an open market after which the connection is taken for dead, by what it carries.
 * Quotes move many times a second; minute aggregates come once a minute, some seconds late.
 */
export function silenceOf(channels: readonly Channel[], fruitless: number): number {
  let base = 150_000;
  if (channels.includes("A")) base = 60_000;
  if (channels.includes("T")) base = 30_000;
  if (channels.includes("Q")) base = 10_000;
  return Math.min(feedLimits.silenceMsMax, base * 2 ** Math.min(fruitless, 30));
}
