import { describe, expect, test } from "vitest";
import { type Bar, compareBars, compareTrades } from "@/scripts/verify/compare";
import { type PastTrade, TradeLog } from "@/worker/simulator/history";

const trade = (sequence: number): PastTrade => ({ at: 1_381_104_000_000 + sequence, price: 13_137, size: 1, sequence });

function logOf(...trades: PastTrade[]): TradeLog {
  const log = new TradeLog();
  for (const each of trades) log.push(each);
  return log;
}

describe("stored trades against the file", () => {
  const recorded = logOf(trade(1), trade(2), trade(3));

  test("the same rows in the same order do not differ", () => {
    expect(compareTrades(recorded, [trade(1), trade(2), trade(3)])).toMatchObject({ stored: 3, differing: 0 });
  });

  test.each([
    ["missing", [trade(1), trade(2)], 1],
    ["stored twice", [trade(1), trade(2), trade(3), trade(3)], 1],
    ["out of order", [trade(2), trade(1), trade(3)], 2],
    ["with another size", [trade(1), { ...trade(2), size: 2 }, trade(3)], 1],
    ["with an unreadable price", [trade(1), { ...trade(2), price: Number.NaN }, trade(3)], 1],
  ])("a row %s is found", (_, stored, differing) => {
    const result = compareTrades(recorded, stored);
    expect(result.differing).toBe(differing);
    expect(result.differences[0]).toMatch(/^row \d: expected .*, stored /);
  });
});

describe("candles against bars", () => {
  const bar = (minute: number, more: Partial<Bar> = {}): Bar => {
    return { openAt: minute * 60_000, open: 5, high: 7, low: 4, close: 6, volume: 10, ...more };
  };

  test("equal minutes, a volume that differs, a wrong price, a missing and an extra minute", () => {
    const bars = [bar(1), bar(2), bar(3), bar(4)];
    const candles = [bar(1), bar(2, { volume: 11 }), bar(3, { close: 5 }), bar(5)];
    const result = compareBars(bars, candles);
    expect(result).toMatchObject({ expected: 4, stored: 4, equal: 2, differing: 3 });
    expect(result.volumes).toEqual(["1970-01-01T00:02Z: expected 10, stored 11"]);
    expect(result.differences.at(-1)).toMatch(/expected no bar/);
  });
});
