import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tradeRecord } from "@/lib/trade/record";
import {
  applyTick,
  distanceOf,
  extendAdverse,
  extendFavourable,
  isOpen,
  nextDown,
  nextUp,
  openTrade,
} from "@/lib/trade/trade";

const ENTRY = 80_000;
/** Steps of a walk around the entry, small against the risk so that it comes back often. */
const walk = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 50, maxLength: 400, size: "max" });
const setting = fc.record({
  direction: fc.constantFrom("bullish" as const, "bearish" as const),
  risk: fc.integer({ min: 4, max: 60 }),
  triggerNumerator: fc.integer({ min: 1, max: 8 }),
  offsetTicks: fc.integer({ min: -3, max: 3 }),
});

/** For every quarter-R step: the first tick at or behind the entry after the step's first touch, up to the stop. */
function naiveReturns(distances: readonly number[], risk: number): Map<number, number> {
  const stop = distances.findIndex((distance) => distance <= -risk);
  const heard = stop < 0 ? distances : distances.slice(0, stop + 1);
  const found = new Map<number, number>();
  for (let step = 1; step <= 80; step += 1) {
    const touched = heard.findIndex((distance) => distance * 4 >= step * risk);
    const back = touched < 0 ? -1 : heard.findIndex((distance, index) => index > touched && distance <= 0);
    if (back >= 0) found.set(step, back);
  }
  return found;
}

describe("returns to the entry", () => {
  it("equal a naive search of the tick path, whether every tick is applied or only those that reach a level", () => {
    let returns = 0;
    fc.assert(
      fc.property(setting, walk, ({ direction, risk, triggerNumerator, offsetTicks }, moves) => {
        let price = ENTRY;
        const prices = moves.map((move) => {
          price += move;
          return price;
        });
        const rule = { triggerNumerator, triggerDenominator: 4, offsetTicks };
        const entry = { at: -1, price: ENTRY, ref: 0 };
        const [each, jumping] = [openTrade(direction, entry, risk, rule), openTrade(direction, entry, risk, rule)];
        prices.forEach((tick, at) => {
          if (isOpen(each)) applyTick(each, tick, at);
          const distance = distanceOf(jumping, tick);
          if (!isOpen(jumping)) return;
          if (distance >= nextUp(jumping) || distance <= nextDown(jumping)) applyTick(jumping, tick, at);
          else {
            extendFavourable(jumping, distance, at);
            extendAdverse(jumping, distance, at);
          }
        });
        const expected = naiveReturns(
          prices.map((tick) => distanceOf(each, tick)),
          risk,
        );
        const record = tradeRecord(each);
        expect(
          new Map(
            Object.keys(record.ladder).flatMap((key) => {
              const back = record.returns.find(({ upTo }) => Number(key) > 0 && upTo >= Number(key));
              return back === undefined ? [] : [[Number(key), back.at]];
            }),
          ),
        ).toEqual(expected);
        expect(record.returns.map(({ upTo }) => upTo)).toEqual(
          [...new Set(record.returns.map(({ upTo }) => upTo))].sort((left, right) => left - right),
        );
        expect(tradeRecord(jumping).returns).toEqual(record.returns);
        expect(tradeRecord(jumping).ladder).toEqual(record.ladder);
        expect(tradeRecord(jumping).heat).toEqual(record.heat);
        const heard = prices.map((tick) => distanceOf(each, tick));
        record.heat.forEach((heat, index) => {
          const touched = heard.findIndex((distance) => distance >= (index + 1) * risk);
          expect(heat).toBe(Math.min(0, ...heard.slice(0, touched)));
        });
        returns += record.returns.length;
      }),
      { numRuns: 500 },
    );
    expect(returns).toBeGreaterThan(300);
  });
});
