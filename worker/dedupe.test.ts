import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generationMax, SeenTrades } from "@/worker/dedupe";

describe("SeenTrades", () => {
  it("admits every vendor sequence of a trade date exactly once, in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: 1, max: 200 }), fc.maxSafeNat())), (sequences) => {
        const seen = new SeenTrades();
        const admitted = sequences.filter((sequence) => seen.admit("2026-11-20", 0, sequence, new Map()) !== null);
        expect(admitted).toEqual([...new Set(sequences)]);
      }),
    );
  });

  it("admits the same sequence again on another trade date, as vendors restart their numbers", () => {
    const seen = new SeenTrades();
    expect(seen.admit("2026-11-20", 0, 5, new Map())).toBe(5);
    expect(seen.admit("2026-11-23", 0, 5, new Map())).toBe(5);
    expect(seen.admit("2026-11-20", 0, 5, new Map())).toBeNull();
  });

  it("numbers equal trades of one millisecond when there is no sequence, and knows them in the next pass", () => {
    const seen = new SeenTrades();
    const first = new Map<number, number>();
    expect([1, 1, 2].map((at) => seen.admit("2026-11-20", at, null, first))).toEqual([-1, -2, -1]);
    const second = new Map<number, number>();
    expect([1, 1, 1, 2].map((at) => seen.admit("2026-11-20", at, null, second))).toEqual([null, null, -3, null]);
  });

  it("knows what was stored before a restart", () => {
    const seen = new SeenTrades();
    seen.restore("2026-11-20", 1, 77);
    seen.restore("2026-11-20", 1, -2);
    expect(seen.admit("2026-11-20", 1, 77, new Map())).toBeNull();
    const pass = new Map<number, number>();
    expect([1, 1, 1].map((at) => seen.admit("2026-11-20", at, null, pass))).toEqual([null, null, -3]);
  });

  it("remembers at least the newest generation, and no more than two", () => {
    const seen = new SeenTrades();
    const last = generationMax * 3;
    for (let sequence = 1; sequence <= last; sequence += 1) seen.admit("2026-11-20", 0, sequence, new Map());
    for (let sequence = last - generationMax + 1; sequence <= last; sequence += 997) {
      expect(seen.admit("2026-11-20", 0, sequence, new Map())).toBeNull();
    }
    expect(seen.admit("2026-11-20", 0, 1, new Map())).toBe(1);
  });

  it("knows yesterday's trades while today's begin", () => {
    const seen = new SeenTrades();
    seen.admit("2026-11-20", 0, 1, new Map());
    seen.admit("2026-11-23", 0, 1, new Map());
    expect(seen.admit("2026-11-20", 0, 1, new Map())).toBeNull();
    expect(seen.admit("2026-11-20", 0, 2, new Map())).toBe(2);
    expect(seen.admit("2026-11-23", 0, 1, new Map())).toBeNull();
    expect(seen.admit("2026-11-20", 0, 2, new Map())).toBeNull();
  });
});
