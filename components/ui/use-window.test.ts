import fc from "fast-check";
import { expect, it } from "vitest";
import { visibleRows } from "@/components/ui/use-window";

it("draws every row that is in view, and not all of a long list", () => {
  const cases = fc.record({
    top: fc.integer({ min: -9000, max: 900 }),
    count: fc.nat(500),
    height: fc.integer({ min: 20, max: 140 }),
  });
  fc.assert(
    fc.property(cases, ({ top, count, height }) => {
      const { from, to } = visibleRows(top, height, count, [0, 900]);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(count);
      expect(to - from).toBeLessThanOrEqual(900 / height + 2 * 8 + 2 * 4 + 2);
      for (let row = 0; row < count; row += 1) {
        const inView = top + (row + 1) * height > 0 && top + row * height < 900;
        if (inView) expect(row >= from && row < to).toBe(true);
      }
    }),
  );
});
