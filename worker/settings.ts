/**
 * What the environment means for the worker: which feed it is given and what its rows are marked with.
 * Pure: takes the validated environment (lib/env.ts). Holds the vendor's addresses.
 */
import type { OpenedKey } from "@/lib/db/vendor-key";
import { deskSource, type Env } from "@/lib/env";
import type { FeedMode } from "@/worker/feed-state";

/** Vendor addresses, for real time and for delayed plans (massive-futures-api 1.1, 4). */
export const vendor = {
  realtime: "wss://socket.massive.com/futures",
  delayed: "wss://delayed.massive.com/futures",
  rest: "https://api.massive.com",
} as const;
/** The simulated exchange asks for a key as the vendor does, and takes any. */
const simulatorKey = "simulated-exchange";
/** How late a delayed plan delivers, ms. */
const planDelayMs = 10 * 60_000;

const unreadableKey =
  "The stored API key cannot be opened: it was sealed under another AUTH_SECRET. An admin must enter it again under Admin, Feed, and start again.";
const noKey =
  "There is no API key, in the environment or stored. An admin can enter one under Admin, Feed; it counts from the next start on.";

export interface WorkerSettings {
  readonly mode: FeedMode;
  readonly socketUrl: string;
  readonly restUrl: string;
  /** Null without a key that can be used: then nothing is asked of the vendor, and `keyProblem` says why. */
  readonly key: string | null;
  /** A sentence that says what a person must do; null with a key. */
  readonly keyProblem: string | null;
  readonly delayMs: number;
}

/** True when the environment leaves the key to what an admin has stored. */
export function needsStoredKey(env: Env): boolean {
  return env.MASSIVE_API_KEY === undefined && env.FEED_SOURCE === undefined;
}

/**
 * Where the feed is and how its rows are marked. An error says which variable is missing.
 * Without a usable key the worker runs all the same, so that an admin can sign in and enter one; its prices are never
 * the simulated exchange's in its place.
 * @param stored the key an admin has entered, as it was opened; the environment's wins
 */
export function workerSettings(env: Env, stored: OpenedKey = null): WorkerSettings | { readonly error: string } {
  const mode: FeedMode = deskSource(env);
  const own = mode === "simulated" || mode === "replay";
  const socketUrl = env.MASSIVE_WS_URL ?? (own ? undefined : mode === "delayed" ? vendor.delayed : vendor.realtime);
  const restUrl = env.MASSIVE_REST_URL ?? (own ? undefined : vendor.rest);
  const opened = stored === "unreadable" ? null : (stored?.key ?? null);
  const key = env.MASSIVE_API_KEY ?? (own ? simulatorKey : opened);
  const keyProblem = key !== null ? null : stored === "unreadable" ? unreadableKey : noKey;
  if (socketUrl === undefined || restUrl === undefined) {
    return {
      error: `FEED_SOURCE=${mode}: expected MASSIVE_WS_URL and MASSIVE_REST_URL to name the exchange, got nothing`,
    };
  }
  return { mode, socketUrl, restUrl, key, keyProblem, delayMs: mode === "delayed" ? planDelayMs : 0 };
}
