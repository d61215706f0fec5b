import { expect, it } from "vitest";
import { markersOf } from "@/components/desk/signal-markers";
import type { SignalView } from "@/lib/stream/events";

const minute = 60_000;
const view = (id: string, at: number, part: object = {}): SignalView =>
  ({
    id,
    record: { direction: "bullish", status: "ACTIVE", signalCandleAt: at * minute, trade: null, ...part },
  }) as SignalView;
const trade = {
  ...{ entryAt: 7.5 * minute, entryPrice: 100, beTriggeredAt: 9.2 * minute, beTriggerPrice: 110, beLeg: "BREAK_EVEN" },
  ...{ beExitAt: 11 * minute, beExitPrice: 100, closedAt: null, exitPrice: null, exitReason: null },
};

it("every signal has one mark at its bar; refused ones are quiet", () => {
  const markers = markersOf(
    [view("b", 12, { status: "REJECTED" }), view("a", 4, { direction: "bearish" })],
    [],
    null,
    5 * minute,
  );
  expect(markers.map(({ id, at, shape, tone }) => [id, at / minute, shape, tone])).toEqual([
    ["a", 0, "down", "down"],
    ["b", 10, "up", "quiet"],
  ]);
});

it("of the chosen one entry, arming and the exit that happened are marked at their prices", () => {
  const markers = markersOf([view("a", 4, { trade }), view("b", 5, { trade })], [], "a", minute);
  expect(
    markers.filter(({ price }) => price !== null).map(({ id, at, price, text }) => [id, at / minute, price, text]),
  ).toEqual([
    ["a", 7, 100, "entry"],
    ["a", 9, 110, "BE armed"],
    ["a", 11, 100, "BE exit"],
  ]);
});

it("the stored history is marked too, and where the page knows a signal itself, its own word counts", () => {
  const past = [
    { id: "old", at: 2 * minute, direction: "bearish", status: "CANCELLED" } as const,
    { id: "a", at: 4 * minute, direction: "bullish", status: "PENDING" } as const,
  ];
  const markers = markersOf([view("a", 4, { status: "REJECTED" })], past, "old", minute);
  expect(markers.map(({ id, shape, tone, text }) => [id, shape, tone, text])).toEqual([
    ["old", "down", "accent", "signal"],
    ["a", "up", "quiet", ""],
  ]);
});
