import { describe, expect, it } from "vitest";
import { priceScale } from "@/lib/market/price";
import { marketOverrides, resolveRules } from "@/lib/signal/config";
import { directionOf } from "@/lib/signal/direction";

const NQ = priceScale("0.25");

describe("configuration (methodology, table of profiles)", () => {
  it("spec and indicator defaults in ticks; a dash of the table is the spec value (A-31)", () => {
    const spec = resolveRules("spec", {}, NQ);
    const indicator = resolveRules("indicator", {}, NQ);
    if (!spec.ok || !indicator.ok) throw new Error("profiles must resolve on NQ");
    expect(spec.rules).toMatchObject({ bufferTicks: 100, staleTicks: 20, anomalyJumpTicks: 200 });
    expect(indicator.rules).toMatchObject({ bufferTicks: 1, anomalyJumpTicks: 200 });
    expect(indicator.rules.values).toMatchObject({
      entryMode: "confirmationClose",
      sessionFilter: "off",
      staleAction: "off",
      confirmVoidGraceMs: 5_000,
    });
  });

  it("a market that never closes has signals in every hour, unless the instrument says otherwise", () => {
    expect(marketOverrides(true, { beTriggerR: "1.5" })).toEqual({ sessionFilter: "off", beTriggerR: "1.5" });
    expect(marketOverrides(true, { sessionFilter: "enforce" })).toEqual({ sessionFilter: "enforce" });
    expect(marketOverrides(false, {})).toEqual({});
  });

  it("overrides win, as numbers or text; fractions of R stay exact", () => {
    const resolved = resolveRules("spec", { stopBufferPoints: "0.50", beTriggerR: 1.5, htfFrames: "1H, 5M" }, NQ);
    expect(resolved.ok && resolved.rules).toMatchObject({
      bufferTicks: 2,
      breakEven: { triggerNumerator: 15, triggerDenominator: 10 },
      values: { htfFrames: ["1H", "5M"] },
    });
  });

  it.each([
    ["an unknown key", { buffer: 1 }, /unknown key "buffer": expected stopBufferPoints, entryMode/],
    [
      "a buffer off the grid",
      { stopBufferPoints: 0.3 },
      /stopBufferPoints: expected a multiple of the tick size 0.25, got 0.3/,
    ],
    [
      "a negative threshold",
      { staleThresholdPoints: -1 },
      /staleThresholdPoints: expected a number that is not negative/,
    ],
    ["a trigger of zero", { beTriggerR: 0 }, /beTriggerR: expected a number above 0/],
    ["an unknown frame", { htfFrames: ["2H"] }, /htfFrames: expected frames of D, 4H/],
    ["text for a switch", { htfRequired: "yes" }, /htfRequired/],
    ["no object", 5, /expected a JSON object/],
  ])("%s is refused with a reason", (_, overrides, message) => {
    const resolved = resolveRules("spec", overrides, NQ);
    expect(resolved.ok ? "" : resolved.errors.join("; ")).toMatch(message);
  });

  it("the indicator's buffer does not fit a tick of 0.1 and says so", () => {
    expect(resolveRules("indicator", {}, priceScale("0.1")).ok).toBe(false);
  });
});

describe("direction words (2.2, INV-22)", () => {
  it("knows the aliases in any case and nothing else", () => {
    expect(["Bullish", "LONG", " buy ", "bear", "SELL", "Neutral", "", "constructor"].map(directionOf)).toEqual([
      "bullish",
      "bullish",
      "bullish",
      "bearish",
      "bearish",
      null,
      null,
      null,
    ]);
  });
});
