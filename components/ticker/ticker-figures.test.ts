import { expect, it } from "vitest";
import { sparkShape } from "@/components/ticker/sparkline";
import { tickerFigures } from "@/components/ticker/ticker-figures";
import { priceScale } from "@/lib/market/price";
import type { TickerReading } from "@/lib/stream/events";

const reading = {
  last: 100_417,
  bid: 100_416,
  ask: 100_417,
  reference: 100_071,
  referenceKind: "settlement",
  open: null,
  high: 100_500,
  low: 100_000,
} as TickerReading;

it("writes prices with the instrument's decimals and says what the change is against", () => {
  expect(tickerFigures(reading, priceScale("0.25"))).toMatchObject({
    last: "25104.25",
    bid: "25104.00",
    spread: "0.25",
    spreadTicks: 1,
    change: "+86.50",
    percent: "+0.35",
    trend: 1,
    open: null,
    against: "settlement",
  });
});

it("is unknown, not zero, without a price, a side or a reference", () => {
  const empty = { ...reading, last: null, ask: null, reference: null, referenceKind: null };
  expect(tickerFigures(empty, priceScale("0.25"))).toMatchObject({
    last: null,
    spread: null,
    change: null,
    percent: null,
    trend: 0,
    against: null,
  });
});

it("a sparkline of fewer than five closes says nothing; a flat one divides by nothing", () => {
  expect(sparkShape([1, 2, 3, 4])).toBeNull();
  expect(sparkShape([5, 5, 5, 5, 5])?.points).not.toContain("NaN");
});
