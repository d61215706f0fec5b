import { expect, it } from "vitest";
import { createNearStops } from "@/components/alerts/near-stops";
import type { ContractView, MfeReading, SignalView } from "@/lib/stream/events";

const view = (id: string, direction: "bullish" | "bearish"): SignalView =>
  ({
    ...{ id, contractId: 7, ticker: "NQZ6" },
    record: { direction, status: "ACTIVE", trade: { entryPrice: 100_000, risk: 100 } },
  }) as SignalView;
const reading = (id: string, last: number, lastAt: number): MfeReading => ({ id, last, lastAt }) as MfeReading;
const limit = { unit: "R", hundredths: 20 } as const;

function watched(...views: readonly SignalView[]) {
  const signals = new Map(views.map((known) => [known.id, known]));
  return createNearStops({
    signal: (id) => signals.get(id),
    contract: (id) => (id === 7 ? ({ tickSize: "0.25" } as ContractView) : undefined),
  });
}

it("a trade that comes near its stop is told of once, with price and distance; the other side is not near", () => {
  const stops = watched(view("a", "bullish"), view("b", "bearish"));
  const look = (last: number, at: number) => stops.look([reading("a", last, at), reading("b", last, at)], limit);
  expect(look(100_000, 1)).toEqual([]);
  expect(look(99_920, 2)).toEqual([
    {
      ...{ key: "a#near#2", kind: "near-stop", at: 2, title: "Near its stop", direction: "bullish" },
      ...{ detail: "NQZ6 at 24980.00, 20 ticks from its stop", signal: { id: "a", ticker: "NQZ6" } },
    },
  ]);
  expect(look(99_910, 3)).toEqual([]);
});

it("a jump onto the stop is the stop's own news; unknown and closed signals are left out", () => {
  const stops = watched(view("a", "bullish"));
  stops.look([reading("a", 100_000, 1)], limit);
  expect(stops.look([reading("a", 99_900, 2), reading("gone", 99_901, 2)], limit)).toEqual([]);
});

it("after a reset what is near already stays untold; forgotten trades begin anew", () => {
  const stops = watched(view("a", "bullish"));
  stops.look([reading("a", 100_000, 1)], limit);
  stops.reset();
  expect(stops.look([reading("a", 99_905, 2)], limit)).toEqual([]);
  stops.forget("a");
  stops.look([reading("a", 100_000, 3)], limit);
  expect(stops.look([reading("a", 99_905, 4)], limit)).toHaveLength(1);
});
