import { describe, expect, it } from "vitest";
import { initialStatus } from "@/components/live/connection";
import { feedView } from "@/components/live/feed-view";
import type { FeedStatus } from "@/lib/stream/events";

const feed: FeedStatus = {
  state: "LIVE",
  source: "live",
  since: 5,
  reason: "real time",
  channels: ["T"],
  refused: [],
  ticksPerSecond: 1,
  counters: {},
};
const open = { ...initialStatus, state: "open" as const };

describe("the state of the feed on screen", () => {
  it("the browser's own silence outranks what the worker said last", () => {
    const view = feedView(feed, { ...open, state: "lost", since: 1_795_446_000_000 });
    expect(view).toMatchObject({ word: "DISCONNECTED", current: false, since: 1_795_446_000_000 });
  });

  it.each(["STALE", "CLOSED", "DISCONNECTED", "CONNECTING"] as const)(
    "%s prices are never shown as present",
    (state) => {
      expect(feedView({ ...feed, state }, open).current).toBe(false);
    },
  );

  it.each([
    ["simulated", "SIMULATED"],
    ["replay", "REPLAY"],
    ["delayed", "DELAYED"],
  ] as const)("rows marked %s stay marked while the feed is stale", (source, mark) => {
    expect(feedView({ ...feed, source, state: "STALE" }, open).mark).toBe(mark);
  });

  it("a mark that is the state itself is not said twice", () => {
    expect(feedView({ ...feed, source: "simulated", state: "SIMULATED" }, open).mark).toBeNull();
  });

  it("a stream that is only being opened is CONNECTING, also when an earlier one said LIVE", () => {
    expect(feedView(feed, initialStatus)).toMatchObject({ word: "CONNECTING", current: false });
  });

  it("nothing received yet is CONNECTING, not LIVE", () => {
    expect(feedView(null, initialStatus)).toMatchObject({ word: "CONNECTING", current: false });
  });
});
