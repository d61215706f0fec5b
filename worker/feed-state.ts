/**
 * The state of the feed as people see it, from three things: the connection, the time since the last tick, and whether
 * the market is open.
 * CONNECTING until data flows for the first time; then while connected: CLOSED when the market is, STALE when it is open
 * and nothing came for `staleAfterMs`, else the name of the source (LIVE, DELAYED, SIMULATED, REPLAY);
 * DISCONNECTED from the loss of the connection until data flows again. Pure: the time is an argument.
 */
import type { EpochMs, TickSource } from "@/lib/market/types";
import type { FeedState, FeedStatus } from "@/lib/stream/events";
import type { FeedStatusEvent } from "@/worker/feed/types";

/** Silence of all contracts together after which an open market's feed is stale (methodology 8.3). */
export const staleAfterMs = 5000;
const rateWindowMs = 5000;

/** How the worker is fed: what its rows are marked with. Never `backfill`, which marks single rows. */
export type FeedMode = Exclude<TickSource, "backfill">;

const stateOfMode: Readonly<Record<FeedMode, FeedState>> = {
  live: "LIVE",
  delayed: "DELAYED",
  simulated: "SIMULATED",
  replay: "REPLAY",
};

const reasonOfMode: Readonly<Record<FeedMode, string>> = {
  live: "Real-time trades are coming in.",
  delayed: "Trades are coming in 10 minutes late, as the data plan allows.",
  simulated: "This is the simulated market, not real prices.",
  replay: "A recorded day is being played, not the present market.",
};

/** Follows the feed and says its state. */
export class FeedStateMachine {
  private readonly mode: FeedMode;
  private status: FeedStatus;
  private connection: FeedStatusEvent | null = null;
  private flowedBefore = false;
  private backfilling = false;
  private lastTickAt: EpochMs;
  private ticksInWindow = 0;
  private windowAt: EpochMs;

  constructor(mode: FeedMode, now: EpochMs) {
    this.mode = mode;
    this.lastTickAt = now;
    this.windowAt = now;
    const reason = "The worker is starting.";
    const empty = { channels: [], refused: [], ticksPerSecond: 0, counters: {} };
    this.status = { state: "CONNECTING", source: mode, since: now, reason, ...empty };
  }

  /** As it was last said by `update`. */
  get current(): FeedStatus {
    return this.status;
  }

  /** What the connection said last; null before it said anything. */
  get lastConnection(): FeedStatusEvent | null {
    return this.connection;
  }

  /** Takes in what the connection says. */
  connectionChanged(event: FeedStatusEvent): void {
    this.connection = event;
    if (event.status === "subscribed") this.lastTickAt = event.at;
  }

  /** While a hole in the tape is being filled, nothing is live yet. */
  backfillChanged(running: boolean): void {
    this.backfilling = running;
  }

  /** Takes in `count` ticks of the socket. */
  ticked(count: number, now: EpochMs): void {
    this.lastTickAt = now;
    this.ticksInWindow += count;
  }

  /**
   * Works out the state.
   * @param open whether the market is open at `now`
   * @returns true when state, reason or channels changed since the last call (numbers alone do not count)
   */
  update(now: EpochMs, open: boolean, counters: Readonly<Record<string, number>>): boolean {
    const { state, reason } = this.judge(now, open);
    const channels = this.connection?.channels ?? [];
    const refused = this.connection?.refused ?? [];
    const before = this.status;
    const changed =
      state !== before.state ||
      reason !== before.reason ||
      channels.join() !== before.channels.join() ||
      refused.join() !== before.refused.join();
    const since = state === before.state ? before.since : now;
    this.status = {
      state,
      source: this.mode,
      since,
      reason,
      channels,
      refused,
      ticksPerSecond: this.rate(now),
      counters,
    };
    return changed;
  }

  private judge(now: EpochMs, open: boolean): { state: FeedState; reason: string } {
    const { connection, mode } = this;
    if (connection === null) return { state: "CONNECTING", reason: "The worker is starting." };
    if (connection.status !== "subscribed") {
      const lost = this.flowedBefore || connection.status === "fatal" || connection.status === "waiting";
      return { state: lost ? "DISCONNECTED" : "CONNECTING", reason: connection.reason };
    }
    if (this.backfilling) {
      const state = this.flowedBefore ? "DISCONNECTED" : "CONNECTING";
      return { state, reason: "Connected; the missing trades are being fetched." };
    }
    this.flowedBefore = true;
    if (!open) return { state: "CLOSED", reason: "The market is closed." };
    if (now - this.lastTickAt > staleAfterMs) {
      return { state: "STALE", reason: "Connected, but no trade has come for more than 5 seconds." };
    }
    return { state: stateOfMode[mode], reason: reasonOfMode[mode] };
  }

  private rate(now: EpochMs): number {
    const elapsedMs = now - this.windowAt;
    if (elapsedMs < rateWindowMs) return this.status.ticksPerSecond;
    const rate = Math.round((this.ticksInWindow * 10_000) / elapsedMs) / 10;
    this.ticksInWindow = 0;
    this.windowAt = now;
    return rate;
  }
}
