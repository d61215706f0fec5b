import { describe, expect, it } from "vitest";
import { barOf, nearestSpot } from "@/components/desk/signal-pins";

const minute = 60_000;
const opens = [10, 11, 14].map((n) => n * minute);

describe("the bar a marker hangs on", () => {
  it.each([
    ["its own", 11, 1],
    ["the one before a missing minute", 12, 1],
    ["the newest, for what is newer", 99, 2],
    ["none, for what is older than all", 9, null],
  ])("%s", (_name, at, bar) => {
    expect(barOf(opens, at * minute)).toBe(bar);
  });

  it("none without bars", () => {
    expect(barOf([], 0)).toBeNull();
  });
});

describe("the pin a click means", () => {
  const spots = [
    { id: "first", x: 100, y: 50 },
    { id: "second", x: 112, y: 50 },
    { id: "over the second", x: 112, y: 50 },
  ];
  it.each([
    ["the nearest of several in reach", 103, 50, "first"],
    ["the one drawn over the other", 111, 52, "over the second"],
    ["none far from all", 100, 70, undefined],
  ])("%s", (_name, x, y, id) => {
    expect(nearestSpot(spots, x, y)?.id).toBe(id);
  });
});
