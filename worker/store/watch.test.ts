import { describe, expect, it } from "vitest";
import type { NoticeView } from "@/lib/stream/events";
import { StoreWatch, storeBehindAfterMs } from "@/worker/store/watch";
import { HandTime } from "@/worker/testing/hand-time";

function bench() {
  const time = new HandTime(1_000_000);
  const stats = { batches: 1, waiting: false };
  const notices: NoticeView[] = [];
  const watch = new StoreWatch({
    ...{ clock: time, timers: time },
    stats: () => stats,
    onNotice: (notice) => void notices.push(notice),
  });
  watch.start();
  return { time, stats, notices, watch };
}

describe("a store that does not get on", () => {
  it("is told once, and its end with the length of the outage, in the place of the first notice", () => {
    const { time, stats, notices, watch } = bench();
    time.advance(10_000);
    stats.waiting = true;
    time.advance(storeBehindAfterMs + 30_000);
    expect(notices).toMatchObject([
      { code: "STORE-BEHIND", severity: "critical", message: expect.stringMatching(/nothing for [56] s/) },
    ]);
    expect(watch.behindSince).toBe(1_010_000);
    stats.batches = 2;
    time.advance(1000);
    expect(notices).toHaveLength(2);
    expect(notices[1]).toMatchObject({
      id: notices[0]?.id,
      severity: "info",
      message: expect.stringMatching(/after 36 s/),
    });
    expect(watch.behindSince).toBeNull();
  });

  it("is no outage while batches are committed or nothing waits", () => {
    const { time, stats, notices } = bench();
    stats.waiting = true;
    for (let second = 0; second < 60; second += 1) {
      stats.batches += 1;
      time.advance(1000);
    }
    stats.waiting = false;
    time.advance(60_000);
    expect(notices).toEqual([]);
  });
});
