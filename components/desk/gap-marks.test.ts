import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { touchedBars } from "@/components/desk/gap-marks";

const minute = 60_000;
const opens = [0, 1, 2, 5, 6].map((n) => n * minute);

describe("bars a gap touches", () => {
  it.each([
    ["inside one bar", 1.2, 1.8, 1, 2],
    ["over an edge", 1.5, 2.1, 1, 3],
    ["with missing minutes", 2.5, 5.5, 2, 4],
    ["only missing minutes: between two bars", 3.2, 4.8, 3, 3],
    ["up to a bar's open", 0.5, 1, 0, 1],
    ["still lasting", 6.5, Number.POSITIVE_INFINITY, 4, 5],
    ["before everything", -9, -8, 0, 0],
  ])("%s", (_name, from, to, left, right) => {
    expect(touchedBars(opens, minute, from * minute, to * minute)).toEqual({ left, right });
  });

  it("are exactly those that overlap", () => {
    const times = fc.uniqueArray(fc.nat(60), { maxLength: 30 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, fc.nat(60 * minute), fc.integer({ min: 1, max: 20 * minute }), (minutes, from, length) => {
        const all = minutes.map((n) => n * minute);
        const { left, right } = touchedBars(all, minute, from, from + length);
        const overlapping = all.map((open) => open + minute > from && open < from + length);
        expect(all.map((_, index) => index >= left && index < right)).toEqual(overlapping);
      }),
    );
  });
});
