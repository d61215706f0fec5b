import { describe, expect, it } from "vitest";
import { deriveTimeframe, minuteOf } from "@/lib/market/candle";
import { SeenSequences } from "@/lib/market/sequences";

const minute = (index: number, open: number, high: number, low: number, close: number, complete = true) => ({
  openAt: index * 60_000,
  open,
  high,
  low,
  close,
  volume: 2,
  trades: 1,
  complete,
});

describe("candles", () => {
  it("a minute is half open and named by its open (INV-18)", () => {
    expect([minuteOf(59_999), minuteOf(60_000)]).toEqual([0, 60_000]);
  });

  it("five minutes are derived from those that traded, aligned to the hour", () => {
    const derived = deriveTimeframe([minute(3, 5, 9, 4, 8), minute(4, 8, 8, 2, 3), minute(6, 3, 4, 3, 4, false)], "5m");
    expect(derived).toEqual([
      { openAt: 0, open: 5, high: 9, low: 2, close: 3, volume: 4, trades: 2, complete: true },
      { openAt: 300_000, open: 3, high: 4, low: 3, close: 4, volume: 2, trades: 1, complete: false },
    ]);
  });
});

describe("sequences already seen (A-05)", () => {
  it("knows numbers in and out of order, far apart, negative and beyond 2^53, also after a save", () => {
    const seen = new SeenSequences();
    const all = [0, 1, 5_000, 4_095, 4_096, 9_007_199_254_740_991, -3, 9_007_199_254_740_992n, 9_007_199_254_740_993n];
    for (const sequence of all) expect(seen.add(sequence)).toBe(true);
    const loaded = SeenSequences.load(structuredClone(seen.save()));
    for (const sequence of all) expect([seen.add(sequence), loaded.add(sequence)]).toEqual([false, false]);
    expect(loaded.add(2)).toBe(true);
  });
});
