/**
 * What the environment means for the worker: which feed it is given and what its rows are marked with.
 * Pure: takes the validated environment (lib/env.ts). Holds the vendor's addresses.
 */
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

export interface WorkerSettings {
  readonly mode: FeedMode;
  readonly socketUrl: string;
  readonly restUrl: string;
  readonly key: string;
  readonly delayMs: number;
}

/** True when the environment leaves the key to what an admin has stored. */
export function needsStoredKey(env: Env): boolean {
  return env.MASSIVE_API_KEY === undefined && env.FEED_SOURCE === undefined;
}

/**
 * Where the feed is and how its rows are marked. An error says which variable is missing.
 * @param storedKey the key an admin has entered; the environment's wins
 */
export function workerSettings(env: Env, storedKey: string | null = null): WorkerSettings | { readonly error: string } {
  const mode: FeedMode = deskSource(env);
  const own = mode === "simulated" || mode === "replay";
  const socketUrl = env.MASSIVE_WS_URL ?? (own ? undefined : mode === "delayed" ? vendor.delayed : vendor.realtime);
  const restUrl = env.MASSIVE_REST_URL ?? (own ? undefined : vendor.rest);
  const key = env.MASSIVE_API_KEY ?? (own ? simulatorKey : storedKey);
  if (key === null) {
    return {
      error: "MASSIVE_API_KEY: expected an API key here or entered by an admin (or FEED_SOURCE=simulated), got none",
    };
  }
  if (socketUrl === undefined || restUrl === undefined) {
    return {
      error: `FEED_SOURCE=${mode}: expected MASSIVE_WS_URL and MASSIVE_REST_URL to name the exchange, got nothing`,
    };
  }
  return { mode, socketUrl, restUrl, key, delayMs: mode === "delayed" ? planDelayMs : 0 };
}
