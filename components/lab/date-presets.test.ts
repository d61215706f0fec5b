import { expect, it } from "vitest";
import { type Preset, presetOf, presetSpan } from "@/components/lab/date-presets";

it.each([
  ["today", "2026-11-23", "2026-11-23"],
  ["yesterday", "2026-11-22", "2026-11-22"],
  ["week", "2026-11-23", "2026-11-23"],
  ["month", "2026-11-01", "2026-11-23"],
] as const)("%s on Monday 23 November 2026", (preset, from, to) => {
  expect(presetSpan(preset, "2026-11-23")).toEqual({ from, to });
});

it("the week of a Sunday began six days before, across the year's end too", () => {
  expect(presetSpan("week", "2026-11-22")).toEqual({ from: "2026-11-16", to: "2026-11-22" });
  expect(presetSpan("week", "2027-01-02")).toEqual({ from: "2026-12-28", to: "2027-01-02" });
  expect(presetSpan("yesterday", "2027-01-01")).toEqual({ from: "2026-12-31", to: "2026-12-31" });
});

it("names a span it made, and no other", () => {
  for (const preset of ["all", "today", "yesterday", "week", "month"] satisfies Preset[]) {
    expect(presetOf(presetSpan(preset, "2026-11-25"), "2026-11-25")).toBe(preset);
  }
  expect(presetOf({ from: "2026-11-01", to: null }, "2026-11-25")).toBeNull();
  expect(presetOf({ from: "2026-11-03", to: "2026-11-04" }, "2026-11-25")).toBeNull();
});
