import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapMean, drawBinomial, seededRandom, wilson } from "@/lib/analysis/intervals";

describe("intervals", () => {
  it("Wilson: known values, never outside 0..1, narrower with more trials, null without any", () => {
    // R. G. Newcombe 1998, table I: 81 of 263 and 15 of 148.
    expect(wilson(81, 263)?.low).toBeCloseTo(0.2553, 4);
    expect(wilson(81, 263)?.high).toBeCloseTo(0.3662, 4);
    expect(wilson(15, 148)?.low).toBeCloseTo(0.0624, 4);
    expect(wilson(15, 148)?.high).toBeCloseTo(0.1605, 4);
    expect(wilson(0, 0)).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const hits = Math.round(n * share);
        const { low, high } = wilson(hits, n) ?? { low: Number.NaN, high: Number.NaN };
        const wide = wilson(hits * 10, n * 10) ?? { low: 0, high: 0 };
        expect(low >= 0 && low <= hits / n + 1e-12 && hits / n <= high + 1e-12 && high <= 1).toBe(true);
        expect(wide.high - wide.low).toBeLessThan(high - low);
      }),
    );
  });

  it("binomial draws have the mean and the spread of the distribution, below and above the change of method", () => {
    for (const [n, p] of [
      [1, 0.3],
      [20, 0.05],
      [40, 0.5],
      [200, 0.07],
      [5_000, 0.33],
      [60_000, 0.81],
    ] as const) {
      const random = seededRandom(n);
      const draws = Array.from({ length: 20_000 }, () => drawBinomial(n, p, random));
      const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
      const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
      const spread = Math.sqrt(n * p * (1 - p));
      expect(Math.abs(mean - n * p)).toBeLessThan((5 * spread) / Math.sqrt(draws.length));
      expect(variance / (spread * spread)).toBeGreaterThan(0.95);
      expect(variance / (spread * spread)).toBeLessThan(1.05);
      expect(draws.every((value) => Number.isInteger(value) && value >= 0 && value <= n)).toBe(true);
    }
  });

  it("the bootstrap of counts equals the bootstrap of a list, and the same seed gives the same interval", () => {
    const list = [...Array<number>(90).fill(2), ...Array<number>(60).fill(0), ...Array<number>(110).fill(-1)];
    const random = seededRandom(7);
    const means = Array.from({ length: 4_000 }, () => {
      let sum = 0;
      for (let index = 0; index < list.length; index += 1) sum += list[Math.floor(random() * list.length)] ?? 0;
      return sum / list.length;
    }).sort((left, right) => left - right);
    const counts = { n: 260, first: { count: 90, value: 2 }, second: { count: 60, value: 0 }, rest: -1 };
    const interval = bootstrapMean(counts, seededRandom(1));
    expect(Math.abs((interval?.low ?? 9) - (means[100] ?? 0))).toBeLessThan(0.03);
    expect(Math.abs((interval?.high ?? 9) - (means[3_899] ?? 0))).toBeLessThan(0.03);
    expect(bootstrapMean(counts, seededRandom(1))).toEqual(interval);
    expect(bootstrapMean({ ...counts, n: 0 }, random)).toBeNull();
    expect(
      bootstrapMean({ n: 5, first: { count: 5, value: 2 }, second: { count: 0, value: 0 }, rest: -1 }, random),
    ).toEqual({
      low: 2,
      high: 2,
    });
  });
});
