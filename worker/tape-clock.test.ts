import { describe, expect, it } from "vitest";
import { lagKeptMs, lagMarginMs, stallMsMin, TapeClock, tapeTime } from "@/worker/tape-clock";

const start = 1_000_000_000;

/** A clock that has beaten every 100 ms up to `now`. */
function beating(clock: TapeClock, from: number, now: number): number {
  let at = Number.NaN;
  for (let beat = from; beat <= now; beat += 100) at = clock.beat(beat);
  return at;
}

describe("the tape's clock", () => {
  it("lags the wall clock by what the kind of feed allows", () => {
    expect(tapeTime(5000, "live")).toBe(4000);
    expect(tapeTime(5000, "simulated")).toBe(4000);
    expect(tapeTime(1_000_000, "delayed")).toBe(1_000_000 - 615_000);
    expect(tapeTime(5000, "replay")).toBe(Number.NEGATIVE_INFINITY);
    expect(new TapeClock("live").beat(start)).toBe(start - 1000);
    expect(new TapeClock("replay").beat(start)).toBe(Number.NEGATIVE_INFINITY);
  });

  it("lags by more while trades do, and by as little as before when they no longer do", () => {
    const clock = new TapeClock("live");
    clock.sawTrades([{ exchangeAt: start - 4000, receivedAt: start }]);
    expect(beating(clock, start, start + 100)).toBe(start + 100 - 4000 - lagMarginMs);
    expect(beating(clock, start + 200, start + lagKeptMs - 100)).toBe(start + lagKeptMs - 100 - 4000 - lagMarginMs);
    const later = start + 2 * lagKeptMs;
    expect(beating(clock, start + lagKeptMs, later)).toBe(later - 1000);
  });

  it("is not held back by a trade that is late among others", () => {
    const clock = new TapeClock("live");
    clock.sawTrades([{ exchangeAt: start, receivedAt: start }]);
    clock.sawTrades([{ exchangeAt: start - 300_000, receivedAt: start + 10 }]);
    expect(beating(clock, start, start + 100)).toBe(start - 900);
  });

  it("is not moved on by a feed whose clock is ahead of ours", () => {
    const clock = new TapeClock("live");
    clock.sawTrades([{ exchangeAt: start + 3_600_000, receivedAt: start }]);
    expect(clock.beat(start)).toBe(start - 1000);
  });

  it("stands after a pause of the process until the socket has been read", () => {
    const clock = new TapeClock("live");
    beating(clock, start, start + 1000);
    const back = start + 6000;
    expect(beating(clock, back, back + stallMsMin - 100)).toBe(Number.NEGATIVE_INFINITY);
    expect(beating(clock, back + stallMsMin, back + stallMsMin)).toBe(back + stallMsMin - 1000);
  });

  it("goes on at every second look of a process that is always late", () => {
    const clock = new TapeClock("live");
    const seen = [0, 700, 1400, 2100, 2800].map((after) => clock.beat(start + after) - start);
    expect(seen).toEqual([-1000, Number.NEGATIVE_INFINITY, 400, Number.NEGATIVE_INFINITY, 1800]);
  });

  it("goes on at once when the machine's clock is set back", () => {
    const clock = new TapeClock("live");
    beating(clock, start, start + 1000);
    clock.beat(start + 9000);
    expect(clock.beat(start - 50_000)).toBe(start - 51_000);
  });
});
