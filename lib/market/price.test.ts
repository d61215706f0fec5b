import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatPrice, formatR, nearestTicks, parsePrice, pointsToTicks, priceScale } from "@/lib/market/price";

const NQ = priceScale("0.25");
const GC = priceScale("0.1");

describe("prices at the edge", () => {
  it.each([
    ["20019.00", NQ, { ok: true, ticks: 80_076 }],
    ["20019", NQ, { ok: true, ticks: 80_076 }],
    [25_438.75, NQ, { ok: true, ticks: 101_755 }],
    [1_320.6, GC, { ok: true, ticks: 13_206 }],
    ["1320.60000", GC, { ok: true, ticks: 13_206 }],
    ["1320.65", GC, { ok: false, reason: "off-tick" }],
    [0.1 + 0.2, GC, { ok: false, reason: "off-tick" }],
    ["0", NQ, { ok: false, reason: "non-positive" }],
    [-5, NQ, { ok: false, reason: "non-positive" }],
    ["NaN", NQ, { ok: false, reason: "not-a-number" }],
    [Number.NaN, NQ, { ok: false, reason: "not-a-number" }],
    [Number.POSITIVE_INFINITY, NQ, { ok: false, reason: "not-a-number" }],
    ["", NQ, { ok: false, reason: "not-a-number" }],
    ["12,5", NQ, { ok: false, reason: "not-a-number" }],
    ["1".repeat(65), NQ, { ok: false, reason: "not-a-number" }],
  ])("parsePrice(%j)", (value, scale, expected) => expect(parsePrice(value, scale)).toEqual(expected));

  it("writes as many decimals as the tick size has, and no negative zero", () => {
    expect(formatPrice(80_076, NQ)).toBe("20019.00");
    expect(formatPrice(-1, NQ)).toBe("-0.25");
    expect(formatPrice(-0, NQ)).toBe("0.00");
    expect(formatPrice(45_000, priceScale("1"))).toBe("45000");
    expect(formatPrice(3, priceScale("0.005"))).toBe("0.015");
  });

  it("R has 4 decimals, half away from zero, no negative zero", () => {
    expect([formatR(-161, 160), formatR(1, 3), formatR(2, 3), formatR(-2, 3)]).toEqual([
      "-1.0063",
      "0.3333",
      "0.6667",
      "-0.6667",
    ]);
    expect([formatR(1, 20_000), formatR(-1, 20_000), formatR(-1, 20_001), formatR(0, 5)]).toEqual([
      "0.0001",
      "-0.0001",
      "0.0000",
      "0.0000",
    ]);
    expect(() => formatR(1, 0)).toThrow(/risk must be above 0/);
  });

  it("writes absurd prices exactly instead of failing", () => {
    expect(formatPrice(4_000_000_000_000_001, NQ)).toBe("1000000000000000.25");
    expect([formatR(4_000_000_000_001, 4), formatR(-4_000_000_000_001, 4)]).toEqual([
      "1000000000000.2500",
      "-1000000000000.2500",
    ]);
  });

  it("A-14: an alert's price is rounded to the nearest tick, halves away from zero", () => {
    expect([nearestTicks("1315.34", GC), nearestTicks("1315.35", GC), nearestTicks("20000.1", NQ)]).toEqual([
      13_153, 13_154, 80_000,
    ]);
    expect(nearestTicks("abc", GC)).toBeNull();
  });

  it("thresholds between two ticks round down, which compares whole ticks exactly", () => {
    expect(pointsToTicks("0.33", GC)).toEqual({ floor: 3, exact: false });
    expect(pointsToTicks("-0.33", GC)).toEqual({ floor: -4, exact: false });
    expect(pointsToTicks(2.5, GC)).toEqual({ floor: 25, exact: true });
  });

  it("refuses a tick size that is none", () => {
    for (const text of ["0", "-0.25", "a", ""]) expect(() => priceScale(text)).toThrow(/tick size: expected/);
  });

  it("text and number round-trip for every tick of every scale", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("0.25", "0.1", "1", "0.01", "0.005", "0.03125"),
        fc.integer({ min: 1, max: 50_000_000 }),
        (tickSize, ticks) => {
          const scale = priceScale(tickSize);
          const text = formatPrice(ticks, scale);
          expect(parsePrice(text, scale)).toEqual({ ok: true, ticks });
          expect(parsePrice(Number(text), scale)).toEqual({ ok: true, ticks });
        },
      ),
    );
  });
});
