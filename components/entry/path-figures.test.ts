import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correctedLevels, type Extreme, pathFigures, valueAt } from "@/components/entry/path-figures";
import { Desk, nqOptions } from "@/lib/engine/testing/desk";
import type { Fact, SignalRecord, TradeRecord } from "@/lib/engine/types";

/** EX-01 entered at 20019, stop 19967, then a path in whole points from the entry, one trade every 20 s. */
function played(path: readonly number[]): {
  record: SignalRecord;
  trade: TradeRecord;
  extremes: Extreme[];
  at: number[];
} {
  const desk = new Desk(nqOptions({ anomalyJumpPoints: 1_000 }));
  desk.candles(0, "20010/20014/20004/20006 | 20006/20009/19998/20000 | 20000/20012/19996/20010");
  desk.signal("bullish", 2);
  desk.candles(3, "20010/20011/19992/19995 | 19995/20012/19994.50/20012 | 20012/20020/20009/20018.50");
  desk.tick(desk.minute(6), 20_019);
  const at = path.map((_points, index) => desk.minute(6) + (index + 1) * 20_000);
  path.forEach((points, index) => void desk.tick(at[index] ?? 0, 20_019 + points));
  const record = desk.record();
  if (record.trade === null) throw new Error("no trade");
  const extremes = desk.facts
    .filter((fact): fact is Extract<Fact, { kind: "path" }> => fact.kind === "path")
    .map(({ at: when, price, side }) => ({ at: when, price, side }));
  return { record, trade: record.trade, extremes, at };
}

it("tells a break-even exit and a later stop (both legs, steps, marks)", () => {
  const { record, trade, extremes, at } = played([30, 52, 20, 0, 110, -52]);
  const path = pathFigures(record, trade, extremes, null);
  expect(path.until).toBe(at[5]);
  expect(path.beStop.map(({ value }) => value)).toEqual([-208, 0]);
  expect(path.favourable.at(-1)).toEqual({ at: at[4], value: 440 });
  expect(path.beFavourable.at(-1)?.value).toBe(208);
  expect(path.beUntil).toBe(at[3]);
  expect(path.legsDiffer).toBe(true);
  expect(path.now).toBeNull();
  expect(path.marks.map(({ kind, label }) => `${kind} ${label}`)).toEqual([
    "target 1R",
    "trigger BE armed",
    "be-exit BE leg out",
    "target 2R",
    "exit stopped",
  ]);
});

it("the break-even leg reached its best by its exit, also when the same price traded again later", () => {
  const { record, trade, extremes } = played([0, 0, 53, 0, 53]);
  expect(pathFigures(record, trade, extremes, null).beFavourable.at(-1)).toEqual({ at: trade.beExitAt, value: 212 });
});

it("an open trade stands where the newest reading says", () => {
  const { record, trade, extremes, at } = played([10]);
  const lastAt = (at[0] ?? 0) + 5_000;
  const reading = { last: trade.entryPrice + 60, lastAt, noBeMfe: 60, beMfe: 60, mae: 0 };
  const path = pathFigures(record, trade, extremes, reading);
  expect(path.now).toEqual({ at: lastAt, value: 60 });
  expect(path.favourable.at(-1)).toEqual({ at: lastAt, value: 60 });
  expect(path.legsDiffer).toBe(false);
});

it("never falls, never exceeds the recorded extremes and ends at them, on any path", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -60, max: 160 }), { maxLength: 40 }), (points) => {
      const { record, trade, extremes } = played(points);
      const path = pathFigures(record, trade, extremes, null);
      const rising = path.favourable.map(({ value }) => value);
      const falling = path.adverse.map(({ value }) => value);
      expect(rising).toEqual([...rising].sort((a, b) => a - b));
      expect(falling).toEqual([...falling].sort((a, b) => b - a));
      expect(rising.at(-1)).toBe(trade.noBeMfe);
      expect(falling.at(-1)).toBe(trade.mae);
      expect(path.beFavourable.at(-1)?.value ?? 0).toBe(trade.beMfe);
      expect(valueAt(path.favourable, path.until)).toBe(trade.noBeMfe);
    }),
    { numRuns: 300 },
  );
});

describe("levels as corrected", () => {
  const machine = { direction: "bullish" as const, stopLoss: 900 };
  const trade = { entryPrice: 1_000, risk: 100 } as TradeRecord;
  const as = (entryPrice: number, stop: number) => ({
    stopLoss: stop,
    trade: { ...trade, entryPrice, risk: entryPrice - stop } as TradeRecord,
  });

  it("are distances from the machine's entry; what is the machine's own is not drawn twice", () => {
    expect(correctedLevels(machine, trade, as(1_000, 900), 500)).toEqual([]);
    expect(correctedLevels(machine, trade, as(1_000, 920), 170)).toEqual([
      { name: "stop", value: -80 },
      { name: "1R", value: 80 },
      { name: "2R", value: 160 },
    ]);
    expect(correctedLevels(machine, trade, as(1_010, 900), 0)).toEqual([
      { name: "entry", value: 10 },
      { name: "1R", value: 120 },
    ]);
  });

  it("turn with the direction, and end with the last target there is", () => {
    const short = { direction: "bearish" as const, stopLoss: 1_100 };
    const corrected = { stopLoss: 1_001, trade: { ...trade, entryPrice: 1_000, risk: 1 } as TradeRecord };
    const levels = correctedLevels(short, trade, corrected, 5_000);
    expect(levels[0]).toEqual({ name: "stop", value: -1 });
    expect(levels.at(-1)).toEqual({ name: "20R", value: 20 });
  });
});
