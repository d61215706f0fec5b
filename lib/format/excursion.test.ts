import { describe, expect, it } from "vitest";
import { moneyOf, readableDistance } from "@/lib/format/excursion";
import { priceScale } from "@/lib/market/price";

const nq = { scale: priceScale("0.25"), risk: 173, pointValue: "20" };

describe("a distance in four units", () => {
  it.each([
    ["r", 318, "+1.84R"],
    ["points", -173, "−43.25"],
    ["ticks", 173, "+173"],
    ["usd", -173, "−$865.00"],
    ["usd", 0, "$0.00"],
    ["ticks", 0, "0"],
    ["r", -1, "−0.01R"],
  ] as const)("%s of %d ticks is %s", (unit, ticks, text) => expect(readableDistance(ticks, unit, nq)).toBe(text));

  it("R is unknown without a risk", () => expect(readableDistance(4, "r", { ...nq, risk: null })).toBe("—"));
});

it("money is exact: half a cent is rounded away from zero, nothing is lost to floating point", () => {
  const odd = { scale: priceScale("0.1"), risk: 10, pointValue: "0.05" };
  expect(moneyOf(1, odd)).toBe("0.01");
  expect(moneyOf(-1, odd)).toBe("-0.01");
  expect(moneyOf(9_007_199_254_740_991, { ...nq, pointValue: "0.1" })).toBe("225179981368524.78");
});
