import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SeenTrades, tradeDatesMax } from "@/worker/dedupe";

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

  it("forgets the oldest trade date past its bound", () => {
    const seen = new SeenTrades();
    for (let day = 1; day <= tradeDatesMax + 1; day += 1) seen.admit(`2026-11-0${day}`, 0, 1, new Map());
    expect(seen.admit("2026-11-01", 0, 1, new Map())).toBe(1);
    expect(seen.admit(`2026-11-0${tradeDatesMax + 1}`, 0, 1, new Map())).toBeNull();
  });
});
