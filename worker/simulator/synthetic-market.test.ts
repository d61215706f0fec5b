import { describe, expect, test } from "vitest";
import { frontContract } from "@/lib/market/roll";
import { BarBuilder } from "@/worker/simulator/bars";
import type { MarketEvent, SimQuote, SimTrade } from "@/worker/simulator/events";
import { FvgIndicator } from "@/worker/simulator/indicator";
import { SyntheticMarket } from "@/worker/simulator/synthetic-market";

/** Monday 2026-11-23, 10:00 New York. */
const start = Date.UTC(2026, 10, 23, 15);

function run(
  seconds: number,
  options: { seed?: number; rate?: number | null; from?: number; stepMs?: number } = {},
): MarketEvent[] {
  const { seed = 1, rate = null, from = start, stepMs = 20 } = options;
  const market = new SyntheticMarket({ seed, rate });
  const events: MarketEvent[] = [];
  for (let at = from; at < from + seconds * 1000; at += stepMs) events.push(...market.step(at, at + stepMs));
  return events;
}

const tradesOf = (events: readonly MarketEvent[], root: string): SimTrade[] =>
  events.filter((event): event is SimTrade => event.kind === "trade" && event.listing.root === root);

describe("the synthetic market", () => {
  test("the same seed makes the same market, another seed another one", () => {
    const said = (seed: number) => JSON.stringify(run(5, { seed }));
    expect(said(1)).toBe(said(1));
    expect(said(1)).not.toBe(said(2));
  });

  test("lists front and next contract of NQ, ES, YM and RTY, and the new ones after a roll", () => {
    const market = new SyntheticMarket({ seed: 1, rate: null });
    const tickers = (at: number) => market.listings(at).map((listing) => listing.ticker);
    expect(tickers(start)).toEqual(["NQZ6", "NQH7", "ESZ6", "ESH7", "YMZ6", "YMH7", "RTYZ6", "RTYH7"]);
    expect(tickers(frontContract("NQ", start).rollAt)).toContain("NQM7");
  });

  test("a given rate is kept, with three quotes to a trade", () => {
    const events = run(60, { rate: 1_000 });
    const trades = events.filter((event) => event.kind === "trade").length;
    expect(trades / 60).toBeGreaterThan(700);
    expect(trades / 60).toBeLessThan(1_300);
    expect(events.length).toBe(trades * 4);
  });

  test("time never goes back, sequences rise per contract, and some trades share a millisecond", () => {
    const events = run(120);
    const last = new Map<string, SimTrade>();
    let shared = 0;
    for (const event of events) {
      if (event.kind !== "trade") continue;
      const before = last.get(event.listing.ticker);
      if (before !== undefined) {
        expect(event.at).toBeGreaterThanOrEqual(before.at);
        expect(event.sequence).toBeGreaterThan(before.sequence);
        if (event.at === before.at) shared += 1;
      }
      last.set(event.listing.ticker, event);
    }
    expect(shared).toBeGreaterThan(10);
  });

  test("books never cross and spreads are a few ticks", () => {
    const quotes = run(30).filter((event): event is SimQuote => event.kind === "quote");
    for (const { bid, ask, bidSize, askSize } of quotes) {
      expect(ask - bid).toBeGreaterThanOrEqual(1);
      expect(ask - bid).toBeLessThanOrEqual(4);
      expect(Math.min(bidSize, askSize)).toBeGreaterThanOrEqual(1);
    }
  });

  test("the cash open is busier and wilder than the night", () => {
    const open = tradesOf(run(300, { stepMs: 100, from: Date.UTC(2026, 10, 23, 14, 31) }), "NQ");
    const night = tradesOf(run(300, { stepMs: 100, from: Date.UTC(2026, 10, 23, 5) }), "NQ");
    expect(open.length).toBeGreaterThan(night.length * 2);
  });

  test("NQ and ES move together", () => {
    const events = run(1_800, { rate: 20, stepMs: 200 });
    const perMinute = (root: string): number[] => {
      const closes = new Map<number, number>();
      for (const trade of tradesOf(events, root)) {
        if (trade.listing.ticker.endsWith("Z6")) closes.set(Math.floor(trade.at / 60_000), trade.price);
      }
      const list = [...closes.values()];
      return list.slice(1).map((close, index) => close - (list[index] ?? close));
    };
    const [nq, es] = [perMinute("NQ"), perMinute("ES")];
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const dot = (a: number[], b: number[]) =>
      mean(a.map((value, index) => (value - mean(a)) * ((b[index] ?? 0) - mean(b))));
    expect(dot(nq, es) / Math.sqrt(dot(nq, nq) * dot(es, es))).toBeGreaterThan(0.6);
  });

  test("an exchange started again goes on near where it was", () => {
    const before = tradesOf(run(600, { stepMs: 100 }), "NQ").at(-1)?.price ?? 0;
    const after = tradesOf(run(2, { seed: 1, from: start + 600_000 }), "NQ")[0]?.price ?? 0;
    expect(Math.abs(after - before) * 0.25).toBeLessThan(120);
  });

  test("the indicator turns every few minutes, so that a trade's life is soon seen", () => {
    const market = new SyntheticMarket({ seed: 1, rate: 8 });
    const bars = new BarBuilder();
    const indicator = new FvgIndicator();
    let turns = 0;
    for (let at = start; at < start + 3 * 3_600_000; at += 500) {
      for (const event of market.step(at, at + 500)) {
        if (event.kind === "trade" && event.listing.ticker === "NQZ6") bars.add(event);
      }
      for (const bar of bars.advance(at + 500)) if (bar.channel === "AM" && indicator.close(bar) !== null) turns += 1;
    }
    expect(turns).toBeGreaterThan(10);
    expect(turns).toBeLessThan(90);
  });
});
