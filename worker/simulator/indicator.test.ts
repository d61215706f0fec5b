import { describe, expect, test } from "vitest";
import { FvgIndicator, type IndicatorCandle } from "@/worker/simulator/indicator";

const candle = (low: number, high: number, close: number): IndicatorCandle => ({ low, high, close });

function turns(...candles: IndicatorCandle[]): (string | null)[] {
  const indicator = new FvgIndicator();
  return candles.map((each) => indicator.close(each));
}

describe("the indicator's rule (methodology 2.5)", () => {
  test("the first candle says nothing; a close above the highest high before it turns Bullish, once", () => {
    expect(turns(candle(10, 20, 15), candle(12, 22, 21), candle(20, 25, 24))).toEqual([null, "Bullish", null]);
  });

  test("a close below the lowest low turns Bearish; a wick does not", () => {
    expect(turns(candle(10, 20, 15), candle(8, 18, 12), candle(5, 15, 7))).toEqual([null, null, "Bearish"]);
  });

  test("a close through a bull gap inverts it: Bearish; a close back above it: Bullish (steps 3 and 5)", () => {
    const rise = [candle(10, 20, 15), candle(15, 30, 28), candle(25, 32, 31)];
    expect(turns(...rise, candle(18, 31, 19), candle(19, 31, 26))).toEqual([
      null,
      "Bullish",
      null,
      "Bearish",
      "Bullish",
    ]);
  });

  test("a close exactly on the edge of a gap inverts nothing", () => {
    const rise = [candle(10, 20, 15), candle(15, 30, 28), candle(25, 32, 31)];
    expect(turns(...rise, candle(18, 31, 20))).toEqual([null, "Bullish", null, null]);
  });
});
