import { describe, expect, it } from "vitest";
import { amount, brief } from "@/components/explore/amounts";

describe("amounts of the figures", () => {
  it.each([
    [1.005, "+1.01R"],
    [-1.005, "−1.01R"],
    [-0.004, "0.00R"],
    [12.5, "+12.50R"],
    [null, "—"],
  ])("%s in R is %s: halves away from zero, as on every other page", (value, text) =>
    expect(amount(value, "r")).toBe(text),
  );

  it("money has its sign before the dollar", () => expect(amount(-1234.5, "usd")).toBe("−$1\u202f235"));
  it("in short", () => expect([brief(5.55), brief(-12.4), brief(12_345)]).toEqual(["+5.6", "−12", "+12k"]));
});
