import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitTicks, type NearState, nearStep, releaseTicks, stopDistance } from "@/lib/trade/near-stop";

/** Distances at which somebody is told, in order. */
function told(distances: readonly number[], limit: number, risk: number): readonly number[] {
  let state: NearState | null = null;
  return distances.filter((distance) => {
    const step = nearStep(state, distance, limit, risk);
    state = step.state;
    return step.tell;
  });
}

describe("near its stop", () => {
  it("is told at the limit, once, however the price dances on it", () => {
    expect(told([100, 21, 20, 21, 19, 22, 29, 20, 0], 20, 100)).toEqual([20]);
  });

  it("is told again after the price has gone well away", () => {
    expect(releaseTicks(20, 100)).toBe(30);
    expect(told([100, 18, 30, 20, 29, 12, 31, 25, 7], 20, 100)).toEqual([18, 20, 7]);
  });

  it("a trade first seen near is not told of until it comes near anew", () => {
    expect(told([5, 3, 28, 6, 40, 6], 20, 100)).toEqual([6]);
  });

  it("measures from the newest price, each direction on its side", () => {
    const trade = { entryPrice: 1000, risk: 100 };
    expect(stopDistance(trade, "bullish", 912)).toBe(12);
    expect(stopDistance(trade, "bearish", 1088)).toBe(12);
    expect(stopDistance(trade, "bullish", 880)).toBe(0);
  });

  it("the limit is ticks or a share of the risk, at least a tick and below the risk", () => {
    expect(limitTicks({ unit: "R", hundredths: 20 }, 173)).toBe(35);
    expect(limitTicks({ unit: "R", hundredths: 5 }, 4)).toBe(1);
    expect(limitTicks({ unit: "ticks", ticks: 40 }, 173)).toBe(40);
    expect(limitTicks({ unit: "ticks", ticks: 40 }, 30)).toBe(29);
  });

  it("between two tellings the price was away, and every coming near from away is told", () => {
    const walks = fc.record({
      risk: fc.integer({ min: 2, max: 400 }),
      share: fc.integer({ min: 1, max: 90 }),
      moves: fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: 200 }),
    });
    fc.assert(
      fc.property(walks, ({ risk, share, moves }) => {
        const limit = limitTicks({ unit: "R", hundredths: share }, risk);
        const release = releaseTicks(limit, risk);
        expect(release).toBeGreaterThan(limit);
        expect(release).toBeLessThanOrEqual(risk);
        let distance = risk;
        let state: NearState | null = nearStep(null, distance, limit, risk).state;
        let wasAway = true;
        for (const move of moves) {
          distance = Math.max(0, distance + move);
          const step = nearStep(state, distance, limit, risk);
          expect(step.tell).toBe(wasAway && distance <= limit);
          if (step.tell) wasAway = false;
          if (distance >= release) wasAway = true;
          state = step.state;
        }
      }),
    );
  });
});
