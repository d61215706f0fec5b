import { describe, expect, it } from "vitest";
import { barOf } from "@/components/desk/signal-pins";

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
