import fc from "fast-check";
import { expect, it } from "vitest";
import type { Candle } from "@/lib/market/types";
import { confirms } from "@/lib/signal/confirmation";
import { barsWaited, confirmationNeed } from "@/lib/trade/pending";

const candle = (openAt: number, close: number): Candle => ({
  openAt,
  open: close,
  high: close,
  low: close,
  close,
  volume: 1,
  trades: 1,
  complete: true,
});

it("a close that moves by what is missing confirms, by one tick less it does not", () => {
  const cases = fc.record({
    high: fc.integer({ min: 1000, max: 1100 }),
    low: fc.integer({ min: 900, max: 1000 }),
    last: fc.integer({ min: 800, max: 1200 }),
    direction: fc.constantFrom("bullish", "bearish" as const),
  });
  fc.assert(
    fc.property(cases, ({ high, low, last, direction }) => {
      const signal = { ...candle(0, low), high, low };
      const { missing, beyond } = confirmationNeed(signal, direction, last);
      const sign = direction === "bullish" ? 1 : -1;
      expect(confirms(signal, candle(60_000, last + sign * missing), direction)).toBe(true);
      if (missing > 0) {
        expect(beyond).toBe(0);
        expect(confirms(signal, candle(60_000, last + sign * (missing - 1)), direction)).toBe(false);
      } else {
        expect(beyond).toBeGreaterThan(0);
      }
    }),
  );
});

it("counts candles that exist after the signal candle, not minutes", () => {
  expect(barsWaited([candle(0, 1), candle(60_000, 1), candle(600_000, 1)], 0)).toBe(2);
});
