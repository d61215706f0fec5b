import { expect, it } from "vitest";
import { cmeEquityHours, roundTheClock } from "@/lib/market/hours";
import { hoursOf } from "@/worker/hours";

it("the simulated exchange never closes; a recorded day is judged by the calendar of replays", () => {
  expect(hoursOf("simulated", cmeEquityHours)).toBe(roundTheClock);
  expect(hoursOf("replay", roundTheClock)).toBe(cmeEquityHours);
});

it("a real market keeps the instrument's own hours", () => {
  for (const mode of ["live", "delayed"] as const) expect(hoursOf(mode, roundTheClock)).toBe(roundTheClock);
});
