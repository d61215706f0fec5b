import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFeedWatch, downMs } from "@/components/alerts/feed-watch";
import { type FeedView, feedView } from "@/components/live/feed-view";
import type { FeedState, FeedStatus } from "@/lib/stream/events";

const wall = Date.parse("2026-11-23T04:30:00Z");
const connected = { state: "open", since: wall, attempts: 0 } as unknown as Parameters<typeof feedView>[1];

function view(state: FeedState): FeedView {
  const feed: FeedStatus = {
    ...{ state, source: "simulated", since: wall, reason: `It is ${state}.`, channels: [], refused: [] },
    ...{ ticksPerSecond: 0, counters: {} },
  };
  return feedView(feed, connected);
}

/** What is told while the feed says `states`, one every `stepMs`. */
function told(states: readonly FeedState[], stepMs = 1000): readonly string[] {
  const watch = createFeedWatch();
  return states.flatMap((state, index) => {
    const entry = watch.look(view(state), "simulated", index * stepMs, wall + index * stepMs);
    return entry === null ? [] : [`${entry.kind} ${index}`];
  });
}

describe("a feed that stops", () => {
  it("is told of once, after it has lasted, although it is heard of every second", () => {
    expect(told(["SIMULATED", "STALE", "STALE", "STALE", "DISCONNECTED", "DISCONNECTED"])).toEqual(["feed-down 3"]);
  });

  it("is told of when it is back", () => {
    expect(told(["SIMULATED", "STALE", "STALE", "STALE", "SIMULATED", "SIMULATED"])).toEqual([
      "feed-down 3",
      "feed-up 4",
    ]);
  });

  it("is no word for a moment, for a closed market, or before it has ever run", () => {
    expect(told(["SIMULATED", "STALE", "SIMULATED", "STALE", "SIMULATED"])).toEqual([]);
    expect(told(["LIVE", "CLOSED", "CLOSED", "CLOSED", "CLOSED"])).toEqual([]);
    expect(told(["DISCONNECTED", "DISCONNECTED", "DISCONNECTED", "DISCONNECTED", "LIVE"])).toEqual([]);
  });

  it("goes on being broken while the connection is tried again", () => {
    expect(told(["LIVE", "DISCONNECTED", "CONNECTING", "DISCONNECTED", "DISCONNECTED"])).toEqual(["feed-down 3"]);
  });

  it("how often the state is said changes nothing but the moment of the look", () => {
    const pace = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(pace, pace, (stepMs, lasts) => {
        const broken = Math.ceil(lasts / stepMs) + 1;
        const words = told(["LIVE", ...Array<FeedState>(broken).fill("STALE")], stepMs);
        expect(words.length).toBe((broken - 1) * stepMs >= downMs ? 1 : 0);
      }),
    );
  });
});
