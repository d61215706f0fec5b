import { expect, it } from "vitest";
import { cmeEquityHours, roundTheClock } from "@/lib/market/hours";
import { configOf, hoursOf } from "@/worker/hours";

it("the simulated exchange never closes and takes signals in every hour", () => {
  expect(hoursOf("simulated", cmeEquityHours)).toBe(roundTheClock);
  expect(configOf("simulated", { beTriggerR: "1.5" })).toEqual({ sessionFilter: "off", beTriggerR: "1.5" });
});

it("what an instrument says of sessions holds on the simulated exchange too", () => {
  expect(configOf("simulated", { sessionFilter: "enforce" })).toEqual({ sessionFilter: "enforce" });
});

it("a real or recorded market keeps the profile's session filter", () => {
  for (const mode of ["live", "delayed", "replay"] as const) expect(configOf(mode, {})).toEqual({});
});
