import fc from "fast-check";
import { expect, it } from "vitest";
import { rangeOf, scrollTopFor } from "@/components/lab/window";

const box = fc.record({
  top: fc.integer({ min: 0, max: 3_000_000 }),
  height: fc.integer({ min: 1, max: 2000 }),
  offset: fc.integer({ min: 0, max: 100_000 }),
  rowHeight: fc.constantFrom(28, 36, 92),
  rows: fc.integer({ min: 0, max: 100_000 }),
});

it("draws every visible row and a bounded number in all", () => {
  fc.assert(
    fc.property(box, (view) => {
      const { first, last } = rangeOf(view);
      const visible = (row: number): boolean => {
        const start = view.offset + row * view.rowHeight;
        return start < view.top + view.height && start + view.rowHeight > view.top;
      };
      const nearTop = Math.floor((view.top - view.offset) / view.rowHeight);
      for (let row = nearTop - 3; row < nearTop + view.height / view.rowHeight + 3; row += 1) {
        if (row >= 0 && row < view.rows && visible(row)) expect(row >= first && row < last).toBe(true);
      }
      expect(last - first).toBeLessThanOrEqual(view.height / view.rowHeight + 2 * (12 + 6) + 1);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(last).toBeLessThanOrEqual(Math.max(view.rows, 0));
    }),
  );
});

it("brings a row into sight, below what covers the top, and moves nothing when it is there", () => {
  fc.assert(
    fc.property(box, fc.nat(99_999), (view, row) => {
      const covered = Math.min(28, view.height - 1);
      const top = scrollTopFor(view, row, covered);
      const start = view.offset + row * view.rowHeight;
      expect(start).toBeGreaterThanOrEqual(Math.min(top + covered, start));
      if (view.height > view.rowHeight + covered) {
        expect(start + view.rowHeight).toBeLessThanOrEqual(top + view.height);
        expect(scrollTopFor({ ...view, top }, row, covered)).toBe(top);
      }
    }),
  );
});
