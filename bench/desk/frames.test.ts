import { expect, it } from "vitest";
import { frameReport, quantile, type TraceEvent } from "@/bench/desk/frames";

const event = (name: string, ms: number, durMs = 0, tid = 1, cpuMs = durMs): TraceEvent => ({
  ...{ name, ph: name === "RunTask" ? "X" : "I", pid: 1, tid },
  ...{ ts: ms * 1000, dur: durMs * 1000, tdur: cpuMs * 1000 },
});

it("work goes to the frame whose time it fell into; other threads and tasks outside are left out", () => {
  const report = frameReport([
    event("RunTask", 1, 3),
    ...[10, 26, 42].map((ms) => event("BeginMainThreadFrame", ms)),
    event("RunTask", 9.9, 4),
    event("RunTask", 15, 2),
    event("RunTask", 25.9, 6, 1, 5),
    event("RunTask", 50, 60),
    event("RunTask", 30, 9, 2),
    event("BeginMainThreadFrame", 30, 0, 2),
  ]);
  expect(report).toMatchObject({ frames: 2, work: [2, 6], cpu: [2, 5], intervals: [16, 16], longTasks: 1, busy: 0.25 });
});

it("a trace without frames has no report", () => expect(frameReport([event("RunTask", 1, 3)])).toBeNull());

it("quantiles of nothing are 0, the last is the maximum", () => {
  expect(quantile([], 0.5)).toBe(0);
  expect([quantile([1, 2, 3, 4], 0.5), quantile([1, 2, 3, 4], 1)]).toEqual([3, 4]);
});
