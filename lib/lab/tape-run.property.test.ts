import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trackNaively } from "@/lib/engine/testing/naive-tracker";
import { reproduces, runStep, startRun } from "@/lib/lab/tape-run";
import { play, story } from "@/lib/lab/testing/stories";
import { tradeRecord } from "@/lib/trade/record";
import { isOpen } from "@/lib/trade/trade";

describe("a trade run again over its ticks", () => {
  it("with the machine's own entry and stop is the engine's record, on every path and end", () => {
    let compared = 0;
    fc.assert(
      fc.property(story, (day) => {
        for (const { record, trade, steps } of play(day)) {
          const run = startRun({ ...trade, direction: record.direction }, day.options.rules.breakEven);
          for (const step of steps) runStep(run, step);
          expect(reproduces(run, trade)).toBe(true);
          compared += 1;
        }
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(150);
  });

  it("says so when it is not", () => {
    fc.assert(
      fc.property(story, fc.constantFrom("mae", "noBeMfe", "entryPrice", "beTriggeredAt" as const), (day, field) => {
        for (const { record, trade, steps } of play(day)) {
          const run = startRun({ ...trade, direction: record.direction }, day.options.rules.breakEven);
          for (const step of steps) runStep(run, step);
          expect(reproduces(run, { ...trade, [field]: (trade[field as "mae"] ?? 0) + 1 })).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("with another entry and stop is what the rules say of those, written naively", () => {
    let moved = 0;
    fc.assert(
      fc.property(story, fc.integer({ min: -30, max: 30 }), fc.integer({ min: 1, max: 200 }), (day, shift, risk) => {
        for (const { record, trade, steps } of play({ ...day, end: "none" })) {
          const { triggerNumerator, triggerDenominator, offsetTicks } = day.options.rules.breakEven;
          const entryPrice = trade.entryPrice + shift;
          const stop = record.direction === "bullish" ? entryPrice - risk : entryPrice + risk;
          const run = startRun(
            { ...trade, direction: record.direction, entryPrice, risk },
            day.options.rules.breakEven,
          );
          for (const step of steps) runStep(run, step);
          const ticks = steps.flatMap((step) => (step.kind === "tick" ? [step] : []));
          const trigger = Math.ceil((risk * triggerNumerator) / triggerDenominator);
          const { returned: _returned, ...naive } = trackNaively(
            record.direction,
            entryPrice,
            stop,
            ticks,
            trigger,
            offsetTicks,
          );
          expect(tradeRecord(run)).toMatchObject(naive);
          moved += 1;
        }
      }),
      { numRuns: 150 },
    );
    expect(moved).toBeGreaterThan(150);
  });

  it("goes on from where it was saved as if it had never stopped", () => {
    fc.assert(
      fc.property(story, fc.nat(200), (day, cut) => {
        for (const { record, trade, steps } of play(day)) {
          const straight = startRun({ ...trade, direction: record.direction }, day.options.rules.breakEven);
          for (const step of steps) runStep(straight, step);
          const first = startRun({ ...trade, direction: record.direction }, day.options.rules.breakEven);
          for (const step of steps.slice(0, cut)) runStep(first, step);
          const second = JSON.parse(JSON.stringify(first)) as typeof first;
          for (const step of steps.slice(cut)) runStep(second, step);
          expect(tradeRecord(second)).toEqual(tradeRecord(straight));
          expect(isOpen(second)).toBe(isOpen(straight));
        }
      }),
      { numRuns: 60 },
    );
  });
});
