import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { surfaceReport } from "@/lib/analysis/report";
import { type AnalysisRow, type AnalysisTrade, hasTrade } from "@/lib/analysis/row";
import { splitDate } from "@/lib/analysis/split";
import { cellResult, surfaceTargets, surfaceTriggers } from "@/lib/analysis/surface-slot";
import { rowLists, tradeOf, type Walk, walks } from "@/lib/analysis/testing/rows";
import { outcomeOf } from "@/lib/trade/statistics";

/** The rule itself, walked tick by tick: stop at -1R, at the entry once the trigger was touched, out at the target. */
function naiveResult({ risk, distances }: Walk, trigger: number | null, target: number): number | null {
  let armed = false;
  for (const distance of distances) {
    if (armed && distance <= 0) return 0;
    if (distance <= -risk) return -1;
    if (distance * 4 >= target * risk) return target / 4;
    if (trigger !== null && distance * 4 >= trigger * risk) armed = true;
  }
  return null;
}

/** The surface of these trades, all of one day. */
const surfaceOf = (trades: readonly AnalysisTrade[]) =>
  surfaceReport(
    trades.map((trade, no) => ({ ...base, no, signalDate: "2025-12-01", trade })),
    0.7,
  ).cells;
const splitSurface = (rows: readonly AnalysisRow[], share: number) => surfaceReport(rows, share);

describe("target × break-even surface", () => {
  it("every cell equals a walk over the raw ticks under that cell's rule", () => {
    const seen = { wins: 0, evens: 0, losses: 0 };
    fc.assert(
      fc.property(fc.array(walks, { minLength: 1, maxLength: 12 }), (paths) => {
        const trades = paths.map((path) => tradeOf(path));
        const cells = surfaceOf(trades);
        for (const cell of cells) {
          const results = paths.map((path) => naiveResult(path, cell.trigger, cell.target));
          const resolved = results.filter((result) => result !== null);
          const total = resolved.reduce((sum, result) => sum + result, 0);
          expect([cell.n, cell.wins, cell.breakEvens, cell.losses]).toEqual([
            resolved.length,
            resolved.filter((result) => result > 0).length,
            resolved.filter((result) => result === 0).length,
            resolved.filter((result) => result < 0).length,
          ]);
          if (resolved.length === 0) expect([cell.expectancy, cell.interval]).toEqual([null, null]);
          else expect(cell.expectancy).toBeCloseTo(total / resolved.length, 12);
          expect(trades.map((trade) => cellResult(trade, cell.trigger, cell.target))).toEqual(results);
          seen.wins += cell.wins;
          seen.evens += cell.breakEvens;
          seen.losses += cell.losses;
        }
      }),
      { numRuns: 60 },
    );
    expect(Math.min(seen.wins, seen.evens, seen.losses)).toBeGreaterThan(1_000);
  });

  it("the cells of the present rule (no break-even; break-even at 1R) are methodology 9.3's own results", () => {
    fc.assert(
      fc.property(walks, fc.integer({ min: 1, max: 20 }), fc.boolean(), (path, target, ended) => {
        const trade = tradeOf(path, 0, ended);
        const own = (variant: "be" | "no-be") => {
          const outcome = outcomeOf(trade, variant, target);
          return typeof outcome === "number" ? outcome : null;
        };
        expect(cellResult(trade, null, target * 4)).toBe(own("no-be"));
        expect(cellResult(trade, 4, target * 4)).toBe(own("be"));
      }),
      { numRuns: 500 },
    );
  });

  it("PX-2: long 20000, stop 19950: the trigger at 1R is out at the entry, the one at 2.25R is not before the target of 3R", () => {
    const points = [0, 40, 50, 75, 100, 60, 25, 0, 40, 90, 130, 150, 110, 70, 30, -10, -50];
    const trade = tradeOf({ risk: 200, distances: points.map((distance) => distance * 4) });
    expect(trade.returns).toEqual([8, 12]);
    expect([
      cellResult(trade, 4, 12),
      cellResult(trade, 9, 12),
      cellResult(trade, 12, 16),
      cellResult(trade, null, 16),
    ]).toEqual([0, 3, 0, -1]);
  });

  it("a gap through entry and stop after the trigger is break-even (PX-4)", () => {
    const trade = tradeOf({ risk: 120, distances: [120, 48, -128] });
    expect(cellResult(trade, 4, 8)).toBe(0);
    expect(cellResult({ ...trade, returns: [] }, 4, 8)).toBe(0);
  });

  it("trades without order are not counted, and the same trades give the same intervals", () => {
    const trade = tradeOf({ risk: 10, distances: [25, -10] });
    const trades = [trade, trade, { ...trade, returns: null }];
    expect(surfaceOf(trades).every(({ n }) => n === 2)).toBe(true);
    expect(surfaceOf(trades)).toEqual(surfaceOf(trades));
    expect(surfaceOf([])).toHaveLength(surfaceTargets.length * surfaceTriggers.length);
    expect(surfaceOf([]).every(({ expectancy, interval }) => expectancy === null && interval === null)).toBe(true);
  });
});

describe("out-of-sample split", () => {
  it("cuts between dates at the first date with enough trades before it", () => {
    fc.assert(
      fc.property(rowLists, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (rows, share) => {
        const trades = rows.filter(hasTrade);
        const perDate = new Map<string, number>();
        for (const { signalDate } of trades) perDate.set(signalDate, (perDate.get(signalDate) ?? 0) + 1);
        const date = splitDate(perDate, share);
        const dates = new Set(trades.map(({ signalDate }) => signalDate));
        if (dates.size < 2) {
          expect(date).toBeNull();
          return;
        }
        const before = trades.filter(({ signalDate }) => signalDate < (date ?? "")).length;
        expect(before).toBeGreaterThan(0);
        expect(before).toBeLessThan(trades.length);
        const earlier = [...dates].filter((one) => one < (date ?? "") && one > ([...dates].sort()[0] ?? "")).sort();
        // No earlier date would have done.
        for (const one of earlier) {
          expect(trades.filter(({ signalDate }) => signalDate < one).length).toBeLessThan(share * trades.length);
        }
      }),
    );
  });

  it("chooses on the earlier part only and reports the same cell of the later part", () => {
    // Earlier: every trade runs to 3R and never past 4R. Later: every trade is stopped at once.
    const good = tradeOf({ risk: 10, distances: [35, -10] });
    const bad = tradeOf({ risk: 10, distances: [1, -10] });
    const rows = Array.from({ length: 100 }, (_, no) => ({
      ...base,
      no,
      signalDate: no < 70 ? "2025-12-01" : "2025-12-02",
      trade: no < 70 ? good : bad,
    }));
    const { split } = splitSurface(rows, 0.7);
    expect(split).toMatchObject({
      from: "2025-12-02",
      earlier: 70,
      later: 30,
      best: { target: 12, expectancy: 3, n: 70 },
      outOfSample: { target: 12, expectancy: -1, n: 30, interval: { low: -1, high: -1 } },
      rank: 1,
    });
    expect(splitSurface(rows.slice(0, 50), 0.7).split).toBe("too-few-dates");
    expect(splitSurface(rows.slice(60, 80), 0.7).split).toBe("too-few-trades");
  });
});

const base = {
  id: "NQZ5.x",
  ticker: "NQZ5",
  source: "live",
  direction: "bullish",
  status: "CLOSED",
  session: "NY AM",
  scenario: "A",
  signalAt: 0,
  hour: 9,
  weekday: 1,
  confirmed: true,
  cancelled: false,
  barsToConfirmation: 1,
  ageMs: 60_000,
} as const;
