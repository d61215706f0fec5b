import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinCandles, spliceTimeframe, withLive } from "@/components/desk/bars";
import { sessionSpans } from "@/components/desk/session-shading";
import { deriveTimeframe } from "@/lib/market/candle";
import type { Candle } from "@/lib/market/types";

const minute = (n: number, close = n, volume = 1): Candle => ({
  openAt: n * 60_000,
  open: n,
  high: Math.max(n, close),
  low: Math.min(n, close),
  close,
  volume,
  trades: 1,
  complete: true,
});

describe("joining history and stream", () => {
  it("the newer candle of a minute counts", () => {
    expect(joinCandles([minute(1), minute(2)], [minute(2, 9), minute(3)]).map((bar) => bar.close)).toEqual([1, 9, 3]);
  });

  it("is in order and has every minute once", () => {
    const minutes = fc.uniqueArray(fc.nat(200), { maxLength: 50 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(minutes, minutes, (older, newer) => {
        const joined = joinCandles(
          older.map((n) => minute(n)),
          newer.map((n) => minute(n)),
        ).map((bar) => bar.openAt / 60_000);
        expect(joined).toEqual([...new Set([...older, ...newer])].sort((a, b) => a - b));
      }),
    );
  });
});

describe("longer timeframes", () => {
  const day = Array.from({ length: 120 }, (_, n) => minute(n, n + 3));

  it("older buckets from the server and newer ones from the minutes meet without gap or overlap", () => {
    for (const timeframe of ["5m", "15m"] as const) {
      for (let held = 1; held <= 40; held += 1) {
        const spliced = spliceTimeframe(deriveTimeframe(day, timeframe), day.slice(-held), timeframe);
        expect(spliced).toEqual(deriveTimeframe(day, timeframe));
      }
    }
  });

  it("a minute that arrived after the history shows in its bucket", () => {
    const history = deriveTimeframe(day.slice(0, 118), "5m");
    expect(spliceTimeframe(history, day.slice(60), "5m").at(-1)?.close).toBe(day.at(-1)?.close);
  });
});

describe("session shading", () => {
  it("is one span per run of bars in a New York session, across daylight saving", () => {
    const at = (iso: string): number => Date.parse(iso);
    // 08:29 and 08:30 in New York: before and after the clocks went back.
    const spans = sessionSpans([
      at("2026-10-30T12:29:00Z"),
      at("2026-10-30T12:30:00Z"),
      at("2026-11-02T13:29:00Z"),
      at("2026-11-02T13:30:00Z"),
    ]);
    expect(spans.map((span) => span.session)).toEqual(["NY PRE", "NY AM", "NY PRE", "NY AM"]);
  });
});

describe("the moving bar among the others", () => {
  const state = (n: number, trades: number): Candle => ({ ...minute(n, n + trades), trades });

  it("takes the place of an older state of its own bar, or the end", () => {
    expect(withLive([minute(1), state(2, 3)], state(2, 4))).toEqual([minute(1), state(2, 4)]);
    expect(withLive([minute(1)], state(2, 4))).toEqual([minute(1), state(2, 4)]);
  });

  it("gives way to the closed bar that has more trades, and to later bars", () => {
    expect(withLive([minute(1), state(2, 5)], state(2, 4))).toEqual([minute(1), state(2, 5)]);
    expect(withLive([minute(1), minute(3)], state(2, 4))).toEqual([minute(1), minute(3)]);
  });
});
