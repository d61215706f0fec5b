/** What endpoints of the simulated REST interface read and return. Holds no rule. */
import type { EpochMs } from "@/lib/market/types";
import type { Channel } from "@/worker/feed/types";
import type { Listing } from "@/worker/simulator/events";
import type { History } from "@/worker/simulator/history";

export interface RestContext {
  /** The only key accepted; null accepts any that is not empty. */
  readonly key: string | null;
  /** Channels outside the plan; their history is refused as well. */
  readonly denied: readonly Channel[];
  readonly history: History;
  readonly listings: readonly Listing[];
  readonly now: EpochMs;
  /** Body of `GET /sim/status`. */
  readonly status: Readonly<Record<string, unknown>>;
}

/** One page: rows as JSON text (nanoseconds do not fit a double) and where the next page begins, null at the end. */
export interface Page {
  readonly rows: readonly string[];
  readonly next: string | null;
}

/** A parameter the client got wrong; the message says what was expected. */
export class BadRequest extends Error {}
