import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tradeFigures } from "@/components/trades/trade-figures";
import type { Direction, SignalRecord, TradeRecord } from "@/lib/engine/types";
import type { MfeReading } from "@/lib/stream/events";

const record = (direction: Direction): SignalRecord => ({ direction }) as SignalRecord;
const trade = (part: Partial<TradeRecord> = {}): TradeRecord =>
  ({
    entryPrice: 1000,
    risk: 100,
    lastPrice: 1000,
    beTriggeredAt: null,
    beLeg: "OPEN",
    beMfe: 0,
    noBeMfe: 0,
    mae: 0,
    ...part,
  }) as TradeRecord;
const reading = (last: number, noBeMfe: number, beMfe = noBeMfe): MfeReading =>
  ({ last, noBeMfe, beMfe, mae: 0 }) as MfeReading;

describe("where a trade stands", () => {
  it("bullish, not armed: distances to stop, trigger and first target", () => {
    expect(tradeFigures(record("bullish"), trade(), reading(1040, 60))).toMatchObject({
      now: 40,
      toStop: 140,
      toBreakEven: 60,
      nextR: 1,
      toNextR: 60,
      toNextEvent: 60,
    });
  });

  it("bearish is the mirror", () => {
    expect(tradeFigures(record("bearish"), trade(), reading(960, 60))).toMatchObject({ now: 40, toStop: 140 });
  });

  it("armed: the break-even exit is at the entry", () => {
    const armed = trade({ beTriggeredAt: 1, beLeg: "TRIGGERED" });
    expect(tradeFigures(record("bullish"), armed, reading(1010, 184))).toMatchObject({
      toBreakEven: 10,
      nextR: 2,
      toNextR: 190,
      toNextEvent: 10,
    });
  });

  it("a break-even leg that is out waits for nothing; the other leg goes on", () => {
    const out = trade({ beTriggeredAt: 1, beLeg: "BREAK_EVEN" });
    const figures = tradeFigures(record("bullish"), out, reading(1250, 270, 120));
    expect(figures).toMatchObject({ toBreakEven: null, beOpen: false, beMfe: 120, noBeMfe: 270, nextR: 3 });
  });

  it("without a reading the record's own last values count", () => {
    expect(tradeFigures(record("bullish"), trade({ lastPrice: 1020, noBeMfe: 30 }), null)).toMatchObject({
      now: 20,
      noBeMfe: 30,
    });
  });

  it("distances are never negative, and the next event is the nearest of them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 500, max: 2000 }),
        fc.nat(900),
        fc.constantFrom("bullish", "bearish"),
        (last, mfe, d) => {
          const figures = tradeFigures(record(d as Direction), trade(), reading(last, mfe));
          expect(figures.toNextEvent).toBe(Math.min(figures.toStop, figures.toNextR, figures.toBreakEven ?? Infinity));
          expect(figures.toNextEvent).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
