/**
 * When the prices have stopped for long enough to be told of, and when they are back. Feed and connection are heard of every
 * second, also while nothing changes: what counts is how long it has been broken, not the newest word. Pure: time is an argument.
 */
import { type AlertEntry, entryOfFeed } from "@/components/alerts/alert-kinds";
import type { FeedView } from "@/components/live/feed-view";
import type { EpochMs, TickSource } from "@/lib/market/types";

/** A feed that stops for less than this is not worth a word, ms. */
export const downMs = 2000;

export interface FeedWatch {
  /**
   * Takes the state as it is now.
   * @param now monotone clock, ms
   * @param wallNow the worker's time, for the entry
   * @returns what is to be told; null for nothing
   */
  look(view: FeedView, source: TickSource | null, now: number, wallNow: EpochMs): AlertEntry | null;
}

export function createFeedWatch(): FeedWatch {
  let told: "up" | "down" | null = null;
  let brokenAt: number | null = null;

  return {
    look(view, source, now, wallNow) {
      if (view.current) {
        const back = told === "down";
        told = "up";
        brokenAt = null;
        return back ? entryOfFeed(true, wallNow, view.reason, source) : null;
      }
      // A closed market is no fault. A stream that is only being opened again says nothing: what was broken before still is.
      if (view.word === "CLOSED") brokenAt = null;
      if (told !== "up" || (view.word !== "STALE" && view.word !== "DISCONNECTED")) return null;
      brokenAt ??= now;
      if (now - brokenAt < downMs) return null;
      told = "down";
      return entryOfFeed(false, view.since ?? wallNow, view.reason, source);
    },
  };
}
