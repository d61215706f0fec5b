import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hitRateCurve, outcomeOf, resolvedResults, summarize, type TradeResult } from "@/lib/trade/statistics";

/** Distances in hundredths of one R. */
function closed(beMfe: number, noBeMfe: number, closedAt: number): TradeResult {
  const beTriggered = beMfe >= 1;
  return {
    risk: 100,
    beMfe: Math.round(beMfe * 100),
    noBeMfe: Math.round(noBeMfe * 100),
    beTriggered,
    beLeg: beTriggered ? "BREAK_EVEN" : "STOP_LOSS",
    noBeLeg: "STOP_LOSS",
    beRealized: beTriggered ? 0 : -100,
    noBeRealized: -100,
    closedAt,
  };
}

const ST6 = [
  closed(0.6, 0.6, 1),
  closed(2, 3, 2),
  closed(1.25, 2, 3),
  closed(0.2, 0.2, 4),
  closed(1.5, 1.5, 5),
  closed(4.2, 4.2, 6),
];
const running: TradeResult = {
  ...closed(0, 0, 0),
  beLeg: "OPEN",
  noBeLeg: "OPEN",
  beRealized: null,
  noBeRealized: null,
  closedAt: null,
};

describe("statistics (methodology 9.3)", () => {
  it("ST6: No-BE at 2R", () => {
    const results = resolvedResults(ST6, "no-be", 2);
    expect(results).toEqual([-1, 2, 2, -1, -1, 2]);
    expect(summarize(results)).toMatchObject({
      n: 6,
      winRate: 0.5,
      totalR: 3,
      expectancy: 0.5,
      profitFactor: 2,
      maxDrawdown: 2,
      recoveryFactor: 1.5,
      longestLossStreak: 2,
    });
  });

  it("ST6: BE=1 at 2R", () => {
    const results = resolvedResults(ST6, "be", 2);
    expect(results).toEqual([-1, 2, 0, -1, 0, 2]);
    const summary = summarize(results);
    expect(summary).toMatchObject({ totalR: 2, profitFactor: 2, maxDrawdown: 1 });
    expect(summary?.winRate).toBeCloseTo(1 / 3);
    expect(summary?.beRate).toBeCloseTo(1 / 3);
    expect(summary?.lossRate).toBeCloseTo(1 / 3);
    expect(summary?.expectancy).toBeCloseTo(1 / 3);
  });

  it("ST6: hit curves", () => {
    expect(hitRateCurve(ST6, "no-be")?.slice(0, 5)).toEqual([4 / 6, 3 / 6, 2 / 6, 1 / 6, 0]);
    expect(hitRateCurve(ST6, "be")?.slice(0, 5)).toEqual([4 / 6, 2 / 6, 1 / 6, 1 / 6, 0]);
  });

  it("INV-29: a running trade counts only once it touched the target", () => {
    expect(outcomeOf(running, "no-be", 1)).toBe("unresolved");
    expect(outcomeOf({ ...running, noBeMfe: 100 }, "no-be", 1)).toBe(1);
    expect(outcomeOf(running, "no-be", null)).toBe("unresolved");
  });

  it("closed by roll before the target is listed apart; without a target its realised R counts", () => {
    const rolled: TradeResult = {
      ...running,
      beLeg: "OTHER",
      noBeLeg: "OTHER",
      beRealized: 50,
      noBeRealized: 50,
      closedAt: 9,
    };
    expect(outcomeOf(rolled, "no-be", 1)).toBe("other");
    expect(outcomeOf(rolled, "be", null)).toBe(0.5);
  });

  it("an empty group is no data, and no loss is an infinite profit factor", () => {
    expect(summarize([])).toBeNull();
    expect(hitRateCurve([running], "be")).toBeNull();
    expect(summarize([2, 2])?.profitFactor).toBe(Number.POSITIVE_INFINITY);
    expect(summarize([0, 0])?.profitFactor).toBeNull();
  });

  it("a 0 neither extends nor breaks a streak", () => {
    expect(summarize([2, 0, 2, -1, 0, -1, -1, 2])).toMatchObject({ longestWinStreak: 2, longestLossStreak: 3 });
  });

  it("hit curves never rise, and drawdown never exceeds what was lost", () => {
    const mfe = fc.double({ min: 0, max: 25, noNaN: true });
    fc.assert(
      fc.property(fc.array(mfe, { minLength: 1, maxLength: 40 }), (values) => {
        const trades = values.map((value, index) => closed(value, value, index));
        const curve = hitRateCurve(trades, "no-be") ?? [];
        const falls = curve.slice(1).every((rate, index) => rate <= (curve[index] ?? 1));
        expect(falls).toBe(true);
        const results = resolvedResults(trades, "no-be", 2);
        const lost = -results.filter((result) => result < 0).reduce((sum, result) => sum + result, 0);
        expect(summarize(results)?.maxDrawdown ?? 0).toBeLessThanOrEqual(lost);
      }),
    );
  });
});
