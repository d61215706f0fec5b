import fc from "fast-check";
import { expect, it } from "vitest";
import { daySummary } from "@/lib/trade/day-summary";
import { outcomeOf, type TradeResult } from "@/lib/trade/statistics";

const base: TradeResult = {
  ...{ risk: 100, beMfe: 150, noBeMfe: 150, beTriggered: true, beLeg: "TRIGGERED", noBeLeg: "OPEN" },
  ...{ beRealized: null, noBeRealized: null, closedAt: null },
};

it("an empty day has no data rather than zero", () => {
  expect(daySummary([])).toMatchObject({ trades: 0, open: 0, noBe: { totalR: null, best: null }, be: { worst: null } });
});

it("legs end apart: a break-even exit resolves one leg of an open trade", () => {
  const out: TradeResult = { ...base, beLeg: "BREAK_EVEN", beRealized: 0 };
  const stopped: TradeResult = { ...base, beLeg: "STOP_LOSS", noBeLeg: "STOP_LOSS", closedAt: 5 };
  const rolled: TradeResult = {
    ...base,
    beLeg: "OTHER",
    noBeLeg: "OTHER",
    beRealized: 230,
    noBeRealized: 230,
    closedAt: 6,
  };
  expect(daySummary([out, stopped, rolled])).toEqual({
    trades: 3,
    open: 1,
    noBe: { open: 1, resolved: 2, totalR: 1.2999999999999998, best: 2.3, worst: -1 },
    be: { open: 0, resolved: 3, totalR: 1.2999999999999998, best: 2.3, worst: -1 },
  });
});

it("is the sum of the shared outcomes", () => {
  const leg = fc.constantFrom("OPEN", "STOP_LOSS", "OTHER" as const);
  const trades = fc.array(
    fc
      .record({ noBeLeg: leg, noBeRealized: fc.integer({ min: -200, max: 900 }) })
      .map((part) => ({ ...base, ...part })),
  );
  fc.assert(
    fc.property(trades, (list) => {
      const results = list.map((trade) => outcomeOf(trade, "no-be", null)).filter((value) => typeof value === "number");
      const { noBe } = daySummary(list);
      expect(noBe.resolved + noBe.open).toBe(list.length);
      expect(noBe.totalR ?? 0).toBeCloseTo(results.reduce((sum, value) => sum + value, 0));
    }),
  );
});
