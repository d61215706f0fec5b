import { describe, expect, it } from "vitest";
import { levelsOf } from "@/components/desk/trade-levels";
import type { SignalRecord, TradeRecord } from "@/lib/engine/types";

const record = (part: Partial<SignalRecord>): SignalRecord =>
  ({ direction: "bullish", status: "ACTIVE", stopLoss: 900, signalCandle: null, trade: null, ...part }) as SignalRecord;
const trade = (part: Partial<TradeRecord> = {}): TradeRecord =>
  ({
    entryPrice: 1000,
    risk: 100,
    beTriggerPrice: 1100,
    beTriggeredAt: null,
    beLeg: "OPEN",
    noBeMfe: 0,
    ...part,
  }) as TradeRecord;
const drawn = (of: SignalRecord): string[] => levelsOf(of).map(({ label, price }) => `${label} ${price}`);

describe("lines of the chosen signal", () => {
  it("an open trade: entry, stop, the trigger named once, targets", () => {
    expect(drawn(record({ trade: trade() }))).toEqual([
      ...["entry 1000", "stop 900", "1R, arms BE 1100", "2R 1200", "3R 1300"],
    ]);
  });

  it("armed, gone far: the break-even stop at the entry, all reached targets and two more", () => {
    const far = trade({ beTriggeredAt: 1, beLeg: "TRIGGERED", noBeMfe: 430 });
    const levels = levelsOf(record({ trade: far }));
    expect(levels[0]?.label).toBe("entry, BE stop");
    expect(levels.filter(({ kind }) => kind === "reached").map(({ label }) => label)).toEqual(["1R", "2R", "3R", "4R"]);
    expect(levels.at(-1)?.price).toBe(1600);
  });

  it("a break-even stop off the entry gets a line of its own", () => {
    const armed = trade({ beTriggeredAt: 1, beLeg: "TRIGGERED", beStopPrice: 1002, noBeMfe: 110 });
    expect(drawn(record({ trade: armed })).slice(0, 3)).toEqual(["entry 1000", "BE stop 1002", "stop 900"]);
  });

  it("bearish is the mirror; a trigger of its own gets its own line", () => {
    const bearish = record({ direction: "bearish", stopLoss: 1100, trade: trade({ beTriggerPrice: 850 }) });
    expect(drawn(bearish)).toEqual(["entry 1000", "stop 1100", "arms BE 850", "1R 900", "2R 800", "3R 700"]);
  });

  it("a waiting signal shows the close it needs; a rejected one nothing", () => {
    const signalCandle = { high: 1010, low: 990 } as SignalRecord["signalCandle"];
    expect(drawn(record({ status: "PENDING", stopLoss: null, signalCandle }))).toEqual(["close above 1010"]);
    expect(drawn(record({ status: "REJECTED", stopLoss: null, signalCandle }))).toEqual([]);
  });
});
