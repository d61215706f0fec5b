import fc from "fast-check";
import { expect, it } from "vitest";
import { median, nthSmallest, quantile } from "@/lib/analysis/select";

const lists = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 })), { maxLength: 80 });
const rising = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();

it("finds what stands there once everything is sorted", () => {
  fc.assert(
    fc.property(lists, fc.nat(79), fc.double({ min: 0.01, max: 1, noNaN: true }), (values, k, share) => {
      const sorted = rising(values);
      // -0 and 0 are the same value; sorting tells them apart, selection need not.
      expect(nthSmallest(Float64Array.from(values), k) + 0).toEqual((sorted[k] ?? Number.NaN) + 0);
      const place = Math.max(0, Math.ceil(share * values.length) - 1);
      expect(quantile(Float64Array.from(values), share) + 0).toEqual((sorted[place] ?? Number.NaN) + 0);
      const middle = median(Float64Array.from(values));
      if (values.length === 0) expect(middle).toBeNull();
      else {
        const [lower, upper] = [sorted[(values.length - 1) >> 1] ?? 0, sorted[values.length >> 1] ?? 0];
        expect((middle ?? Number.NaN) + 0).toEqual((values.length % 2 === 1 ? upper : (lower + upper) / 2) + 0);
      }
    }),
  );
});
