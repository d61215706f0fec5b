/** What a feed is given: addresses, contracts, and everything impure as an argument. Holds no rule. */
import type { Clock } from "@/lib/clock";
import type { Log } from "@/lib/log";
import type { Contract, EpochMs } from "@/lib/market/types";
import type { FeedEvent, ScaleOf } from "@/worker/feed/types";
import type { Timers } from "@/worker/timer";

export interface FeedOptions {
  /** Socket address with the cluster's path, e.g. `wss://socket.massive.com/futures`. */
  readonly url: string;
  /** API key; sent once per connection, never logged. */
  readonly key: string;
  readonly contracts: readonly Contract[];
  readonly scaleOf: ScaleOf;
  readonly clock: Clock;
  readonly timers: Timers;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  readonly log: Log;
  /** Called synchronously for everything that happens; must only enqueue. */
  readonly onEvent: (event: FeedEvent) => void;
  /** Whether the market is open at an instant; `() => false` for a replay, whose silences mean nothing. */
  readonly isOpen: (at: EpochMs) => boolean;
  /** How late the plan delivers, ms; 0 in real time. */
  readonly delayMs?: number;
}
