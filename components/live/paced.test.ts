import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { paced, pageTimer } from "@/components/live/paced";

const gapMs = 100;

describe("paced runs", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("the first runs at once; what comes in the pause runs once at its end, with what is newest then", () => {
    let newest = 1;
    const seen: number[] = [];
    const { ask } = paced(() => seen.push(newest), gapMs, pageTimer);
    ask();
    for (newest = 2; newest < 9; newest += 1) ask();
    expect(seen).toEqual([1]);
    vi.advanceTimersByTime(gapMs);
    expect(seen).toEqual([1, 9]);
  });

  it("a stream of requests runs once in a pause", () => {
    const run = vi.fn();
    const { ask } = paced(run, gapMs, pageTimer);
    for (let ms = 0; ms < 1000; ms += 10) {
      ask();
      vi.advanceTimersByTime(10);
    }
    expect(run).toHaveBeenCalledTimes(11);
  });

  it("after a rest it runs at once again, and a pause without a request runs nothing", () => {
    const run = vi.fn();
    const { ask } = paced(run, gapMs, pageTimer);
    ask();
    vi.advanceTimersByTime(5 * gapMs);
    expect(run).toHaveBeenCalledTimes(1);
    ask();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it("nothing runs after the end", () => {
    const run = vi.fn();
    const { ask, stop } = paced(run, gapMs, pageTimer);
    ask();
    ask();
    stop();
    vi.advanceTimersByTime(5 * gapMs);
    expect(run).toHaveBeenCalledTimes(1);
  });
});
