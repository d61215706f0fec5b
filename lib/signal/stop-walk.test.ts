import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Candle } from "@/lib/market/types";
import { pivotAt } from "@/lib/signal/pivot";
import { placeStop, type StopInput } from "@/lib/signal/stop";
import { walkStop } from "@/lib/signal/stop-walk";

/** Candles `open/high/low/close` in whole ticks, one a minute. */
function candles(text: string): Candle[] {
  return text.split("|").map((one, index) => {
    const [open = 0, high = 0, low = 0, close = 0] = one.trim().split("/").map(Number);
    return { openAt: index * 60_000, open, high, low, close, volume: 1, trades: 1, complete: true };
  });
}

const input = (text: string, signalIndex: number, more: Partial<StopInput> = {}): StopInput => ({
  candles: candles(text),
  signalIndex,
  direction: "bullish",
  bufferTicks: 100,
  symmetricDoublePivot: true,
  leftSearchCandles: 5,
  ...more,
});

describe("why this scenario", () => {
  it("A: the lowest lies between and is a pivot; B and C were not asked", () => {
    const walk = walkStop(input("10/14/4/6|6/9/-2/0|0/12/-4/10|10/11/-8/-5|-5/12/-6/12|12/20/9/18", 2));
    expect(walk.placement.scenario).toBe("A");
    expect(walk.lowest).toMatchObject({ role: "between", offset: 1, ties: [] });
    expect(walk.lowestTest).toMatchObject({ kind: "PIVOT_3", reason: "pivot" });
    expect(walk.steps.map((step) => step.outcome)).toEqual([
      "chosen",
      "not-reached",
      "not-reached",
      "not-reached",
      "not-reached",
    ]);
    expect(walk.pivotSearch).toEqual([]);
  });

  it("C-pivot (EX-03): the signal candle is the lowest, its older neighbour is lower; the third to the left is a pivot", () => {
    const walk = walkStop(input("30/31/20/21|21/23/8/10|10/18/9/16|16/19/10/14|14/21/11/20|20/26/13/25", 4));
    expect(walk.placement.scenario).toBe("C_PIVOT");
    expect(walk.lowestTest.reason).toBe("older-beyond");
    expect(walk.pivotSearch.map(({ offset, reason }) => [offset, reason])).toEqual([
      [-1, "older-beyond"],
      [-2, "older-beyond"],
      [-3, "pivot"],
    ]);
    expect(walk.steps.map((step) => step.outcome)).toEqual(["no", "no", "chosen", "not-reached", "not-reached"]);
  });

  it("the confirmation candle as the lowest is never a pivot: nothing newer is closed", () => {
    const walk = walkStop(input("12/14/5/6|6/10/3/8|8/10/1/7|8/12/4/11|10/18/-1/15", 3));
    expect(walk.lowest.role).toBe("confirmation");
    expect(walk.lowestTest.reason).toBe("newer-missing");
  });

  it("an equal pair counts from its older member only when the rule is symmetric (D-05)", () => {
    const pair = "13/14/7/8|8/10/4/9|9/11/6/7|7/9/0/8|8/9/0/6|6/14/3/12";
    expect(walkStop(input(pair, 3)).lowestTest).toMatchObject({ kind: "PIVOT_4", reason: "pivot" });
    expect(walkStop(input(pair, 3, { symmetricDoublePivot: false })).lowestTest.reason).toBe("pair-not-symmetric");
  });
});

const candle = fc
  .record({
    open: fc.integer({ min: 0, max: 6 }),
    close: fc.integer({ min: 0, max: 6 }),
    up: fc.nat(2),
    down: fc.nat(2),
    complete: fc.boolean().chain((rare) => (rare ? fc.boolean() : fc.constant(true))),
  })
  .map(({ open, close, up, down, complete }) => ({
    open,
    close,
    high: Math.max(open, close) + up,
    low: Math.min(open, close) - down,
    volume: 1,
    trades: 1,
    complete,
  }));

it("says what placeStop does, and every 'no' is a no of the rule itself", () => {
  const cases = fc.record({
    list: fc.array(candle, { minLength: 2, maxLength: 14 }),
    at: fc.nat(12),
    direction: fc.constantFrom("bullish" as const, "bearish" as const),
    symmetricDoublePivot: fc.boolean(),
    leftSearchCandles: fc.integer({ min: 0, max: 6 }),
  });
  fc.assert(
    fc.property(cases, ({ list, at, ...rules }) => {
      const made = list.map((one, index) => ({ ...one, openAt: index * 60_000 }));
      const given: StopInput = { ...rules, candles: made, signalIndex: at % (made.length - 1), bufferTicks: 1 };
      const walk = walkStop(given);
      expect(walk.placement).toEqual(placeStop(given));
      for (const test of [walk.lowestTest, ...walk.pivotSearch]) {
        const index = given.signalIndex + test.offset;
        expect(test.kind).toBe(pivotAt(made, index, given.direction, given.symmetricDoublePivot));
        expect(test.reason === "pivot").toBe(test.kind !== null);
      }
      const chosen = walk.steps.filter((step) => step.outcome === "chosen");
      expect(chosen.map((step) => step.scenario)).toEqual([walk.placement.scenario]);
      const { scenario, anchorAt } = walk.placement;
      if (scenario === "C_PIVOT") expect(walk.pivotSearch.at(-1)).toMatchObject({ candle: { openAt: anchorAt } });
      if (scenario === "C_CANDLE") expect(walk.bodySearch.at(-1)).toMatchObject({ opposing: true });
      if (scenario === "C_SIGNAL") expect(walk.bodySearch.every((test) => !test.opposing)).toBe(true);
    }),
  );
});
