import { describe, expect, it } from "vitest";
import { nearness, rowTexts } from "@/components/trades/row-texts";
import type { SignalRecord, TradeRecord } from "@/lib/engine/types";
import { priceScale } from "@/lib/market/price";
import type { MfeReading } from "@/lib/stream/events";

const scale = priceScale("0.25");
const record = { direction: "bullish" } as SignalRecord;
const trade = {
  ...{ entryPrice: 1000, risk: 173, beTriggerPrice: 1173, beTriggeredAt: null, beLeg: "OPEN", noBeLeg: "OPEN" },
  ...{ lastPrice: 1000, beMfe: 0, noBeMfe: 0, mae: 0, targetsHit: {} },
} as unknown as TradeRecord;
const reading = (last: number, noBeMfe: number, beMfe = noBeMfe): MfeReading =>
  ({ last, noBeMfe, beMfe, mae: -54 }) as MfeReading;

describe("the texts of a row", () => {
  it("before the trigger: distance in ticks and points, the stop among the others", () => {
    expect(rowTexts(record, trade, reading(1100, 110), scale)).toEqual({
      ...{ now: "+0.58R", nowPoints: "+25.00", trend: "up", mfe: "+0.64R", mae: "−0.31R" },
      ...{ back: "back 0.06R", be: "BE waits" },
      ...{ next: "BE at 1R", nextTicks: "73 ticks", nextPoints: "18.25", nextTone: "for", others: "stop 68.25" },
    });
  });

  it("armed and one tick from the entry: the exit comes first and is against the trade", () => {
    const armed = { ...trade, beTriggeredAt: 1, beLeg: "TRIGGERED" } as TradeRecord;
    const texts = rowTexts(record, armed, reading(1001, 318), scale);
    expect(texts).toMatchObject({ next: "BE exit", nextTicks: "1 tick", nextPoints: "0.25", nextTone: "against" });
    expect(texts.others).toBe("stop 43.50 · 2R 86.25");
  });

  it("a break-even leg that is out shows its own best", () => {
    const out = { ...trade, beTriggeredAt: 1, beLeg: "BREAK_EVEN" } as TradeRecord;
    expect(rowTexts(record, out, reading(1400, 420, 200), scale)).toMatchObject({ be: "BE out +1.16R", mfe: "+2.43R" });
  });

  it("bearish gains when the price falls", () => {
    const bearish = { ...trade, beTriggerPrice: 827 } as TradeRecord;
    expect(rowTexts({ direction: "bearish" } as SignalRecord, bearish, reading(957, 60), scale)).toMatchObject({
      now: "+0.25R",
      nowPoints: "+10.75",
    });
  });

  it("nearness compares contracts by their risk; a signal without a trade comes last", () => {
    expect(nearness({ ...record, trade } as SignalRecord, reading(1086, 90))).toBeCloseTo(87 / 173);
    expect(nearness(undefined, null)).toBe(Number.POSITIVE_INFINITY);
  });
});
