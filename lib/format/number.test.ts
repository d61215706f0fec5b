import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changePercent,
  compactCount,
  digitGroups,
  readableR,
  readableRValue,
  sharedPrefix,
  withSign,
} from "@/lib/format/number";

describe("signs", () => {
  it.each([
    ["1.25", "+1.25"],
    ["-1.25", "−1.25"],
    ["0.00", "0.00"],
  ])("%s → %s", (decimal, text) => expect(withSign(decimal)).toBe(text));
});

describe("change in percent", () => {
  it("is signed, with two decimals", () => expect(changePercent(346, 100_000)).toBe("+0.35"));
  it("never shows a negative zero", () => expect(changePercent(-1, 1_000_000)).toBe("0.00"));
  it("is unknown without a reference", () => expect(changePercent(1, 0)).toBeNull());
});

describe("R for reading", () => {
  it("has a sign and two decimals", () => expect(readableR(-31, 100)).toBe("−0.31R"));
  it.each([
    [201, 200, "+1.01R"],
    [-201, 200, "−1.01R"],
    [43, 40, "+1.08R"],
    [1, 1_000, "0.00R"],
    [-1, 1_000, "0.00R"],
    [5, 1_000, "+0.01R"],
    [2_500, 100, "+25.00R"],
  ])("%d over %d is %s: halves away from zero, no signed zero", (ticks, risk, text) =>
    expect(readableR(ticks, risk)).toBe(text),
  );
  it.each([
    [1.005, "+1.01R"],
    [-1.005, "−1.01R"],
    [2.3333333, "+2.33R"],
    [-0.0001, "0.00R"],
  ])("the value %d is %s", (value, text) => expect(readableRValue(value)).toBe(text));
  it("is a dash without a risk", () => expect(readableR(1, 0)).toBe("—"));
});

describe("counts", () => {
  it.each([
    [987, "987"],
    [12_345, "12.3k"],
    [1_234_567, "1.23M"],
  ])("%d → %s", (count, text) => expect(compactCount(count)).toBe(text));
});

describe("digit groups", () => {
  it("splits thousands and keeps sign and decimals", () => {
    expect(digitGroups("-25104.25")).toEqual({ sign: "-", groups: ["25", "104"], rest: ".25" });
  });

  it("loses no character", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(99), (whole, part) => {
        const text = `${whole}.${part}`;
        const { sign, groups, rest } = digitGroups(text);
        expect(sign + groups.join("") + rest).toBe(text);
      }),
    );
  });
});

it("the changed part starts at the first different digit; all of it when the length changes", () => {
  expect(sharedPrefix("25104.25", "25104.50")).toBe(6);
  expect(sharedPrefix("9999.75", "10000.00")).toBe(0);
});
