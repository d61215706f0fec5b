/**
 * What the frame says about the source of the prices: one word, one tone, one sentence.
 * The browser's own silence outranks whatever the worker said last: an old number that looks live is the worst bug.
 */
import type { ConnectionStatus } from "@/components/live/connection";
import { etTime } from "@/lib/format/time";
import type { EpochMs, TickSource } from "@/lib/market/types";
import type { FeedState, FeedStatus } from "@/lib/stream/events";

export type FeedTone = "live" | "marked" | "stale" | "down" | "quiet";

export interface FeedView {
  readonly word: FeedState;
  readonly tone: FeedTone;
  readonly reason: string;
  readonly since: EpochMs | null;
  /** Prices on screen are the present ones of their source; false means: dim them and say their age. */
  readonly current: boolean;
  /** Set when the rows are not the live market's, whatever the state: said on every screen. */
  readonly mark: "SIMULATED" | "REPLAY" | "DELAYED" | null;
}

const tones: Readonly<Record<FeedState, FeedTone>> = {
  CONNECTING: "quiet",
  LIVE: "live",
  DELAYED: "marked",
  SIMULATED: "marked",
  REPLAY: "marked",
  STALE: "stale",
  CLOSED: "quiet",
  DISCONNECTED: "down",
};

const marks: Readonly<Record<TickSource, FeedView["mark"]>> = {
  live: null,
  backfill: null,
  delayed: "DELAYED",
  simulated: "SIMULATED",
  replay: "REPLAY",
};

/** States in which prices keep coming. */
const flowing: ReadonlySet<FeedState> = new Set(["LIVE", "DELAYED", "SIMULATED", "REPLAY"]);

export function feedView(feed: FeedStatus | null, connection: ConnectionStatus): FeedView {
  const mark = feed === null ? null : marks[feed.source];
  if (connection.state === "lost") {
    const since = connection.since;
    return {
      word: "DISCONNECTED",
      tone: "down",
      reason: `No word from the worker since ${etTime(since)} ET. Trying again by itself (attempt ${connection.attempts}); prices shown are the last known.`,
      since,
      current: false,
      mark,
    };
  }
  // A stream that is only being opened says nothing about now, even when an earlier one did.
  if (feed === null || connection.state === "connecting") {
    return {
      word: "CONNECTING",
      tone: "quiet",
      reason: "Waiting for the first message of the worker.",
      since: null,
      current: false,
      mark,
    };
  }
  return {
    word: feed.state,
    tone: tones[feed.state],
    reason: feed.reason,
    since: feed.since,
    current: flowing.has(feed.state),
    mark: mark === feed.state ? null : mark,
  };
}
