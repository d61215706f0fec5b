import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  labelledRungs,
  ladderOf,
  ladderSentence,
  ladderShare,
  ladderTop,
} from "@/components/trades/ladder/ladder-scale";
import { ladderPlaces } from "@/components/trades/ladder/paint-ladder";
import type { TradeRecord } from "@/lib/engine/types";

const trade = {
  ...{ entryPrice: 1000, risk: 100, beTriggerPrice: 1100, beTriggeredAt: 1, beLeg: "BREAK_EVEN", noBeLeg: "OPEN" },
  ...{ lastPrice: 1040, beMfe: 120, noBeMfe: 184, mae: -31, targetsHit: { 1: Date.UTC(2026, 10, 23, 15, 31, 7) } },
} as unknown as TradeRecord;

describe("the scale", () => {
  it.each([
    [0, 3],
    [275, 3],
    [276, 5],
    [1990, 25],
    [2975, 30],
  ])("a reach of %d/100 R needs a top of %dR", (reach, top) => expect(ladderTop(reach, 100)).toBe(top));

  it("never cuts off what was reached and never shrinks while the reach grows", () => {
    const distances = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.nat(20_000), fc.nat(20_000));
    fc.assert(
      fc.property(distances, ([risk, one, two]) => {
        const [less, more] = [Math.min(one, two), Math.max(one, two)];
        expect(ladderTop(less, risk)).toBeGreaterThan(less / risk);
        expect(ladderTop(more, risk)).toBeGreaterThanOrEqual(ladderTop(less, risk));
      }),
    );
  });

  it("goes from the stop to the top and keeps what lies beyond inside", () => {
    expect(ladderShare(-100, 100, 3)).toBe(0);
    expect(ladderShare(0, 100, 3)).toBe(0.25);
    expect(ladderShare(300, 100, 3)).toBe(1);
    expect(ladderShare(-140, 100, 3)).toBe(0);
  });

  it("labels no more rungs than fit, the top one always", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 60 }), fc.integer({ min: 3, max: 12 }), (top, max) => {
        const labelled = labelledRungs(top, max);
        expect(labelled.has(top)).toBe(true);
        expect(labelled.size).toBeLessThanOrEqual(max);
        expect(Math.min(...labelled)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe("what is drawn", () => {
  it("both legs where they differ, each to its own best", () => {
    const view = ladderOf({ direction: "bullish" }, trade, null);
    expect(ladderPlaces(view, 3)).toEqual({
      bars: {
        mae: { left: "17.25%", width: "7.75%" },
        mfe: { left: "25.00%", width: "46.00%" },
        be: { left: "25.00%", width: "30.00%" },
      },
      now: "translateX(35.00%)",
    });
  });

  it("is said in words too, with the times of first touch", () => {
    expect(ladderSentence(ladderOf({ direction: "bullish" }, trade, null))).toBe(
      "R ladder: now +0.40R, best +1.84R, break-even leg best +1.20R, worst −0.31R, break-even leg out at the entry, 1R first touched 10:31:07 ET",
    );
  });

  it("a closed trade has no present price", () => {
    const closed = { ...trade, noBeLeg: "STOP_LOSS" } as TradeRecord;
    const view = ladderOf({ direction: "bullish" }, closed, null);
    expect(view.now).toBeNull();
    expect(ladderSentence(view)).toContain("closed, best +1.84R");
  });
});
