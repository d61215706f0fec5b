import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SessionStats, type SessionTrade } from "@/worker/session-stats";

function trade(change: Partial<SessionTrade>): SessionTrade {
  const plain = { exchangeAt: 1000, receivedAt: 1020, price: 100, size: 1, tradeDate: "2026-11-20" };
  return { ...plain, late: false, backfilled: false, ...change };
}

describe("SessionStats", () => {
  it("keeps open, range, volume and count of every trade of the date", () => {
    const trades = fc.array(fc.record({ price: fc.integer({ min: 1, max: 1000 }), size: fc.nat(50) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(trades, (list) => {
        const stats = new SessionStats(1, "simulated");
        for (const one of list) stats.trade(trade(one));
        const prices = list.map((one) => one.price);
        expect(stats.current).toMatchObject({
          open: prices[0],
          last: prices.at(-1),
          high: Math.max(...prices),
          low: Math.min(...prices),
          volume: list.reduce((sum, one) => sum + one.size, 0),
          trades: list.length,
          reference: prices[0],
          referenceKind: "open",
        });
      }),
    );
  });

  it("points the arrow at the last change of price and keeps it when the price stays", () => {
    const stats = new SessionStats(1, "live");
    const arrows = [100, 100, 101, 101, 99, 99].map((price) => {
      stats.trade(trade({ price }));
      return stats.current.arrow;
    });
    expect(arrows).toEqual([0, 0, 1, 1, -1, -1]);
  });

  it("starts anew with the first trade of the next date, whose reference is its open until a settlement is known", () => {
    const stats = new SessionStats(1, "live");
    stats.setSettlement(90);
    stats.trade(trade({ price: 100 }));
    expect(stats.current).toMatchObject({ reference: 90, referenceKind: "settlement" });
    stats.trade(trade({ price: 105, tradeDate: "2026-11-23" }));
    expect(stats.current).toMatchObject({ open: 105, volume: 1, reference: 105, referenceKind: "open" });
    stats.setSettlement(101);
    expect(stats.current).toMatchObject({ reference: 101, referenceKind: "settlement" });
  });

  it("lets a late trade count in volume and range only, and one of a past date not at all", () => {
    const stats = new SessionStats(1, "live");
    stats.trade(trade({ price: 100, tradeDate: "2026-11-23" }));
    stats.trade(trade({ price: 120, late: true, tradeDate: "2026-11-23", exchangeAt: 500 }));
    stats.trade(trade({ price: 1, late: true }));
    expect(stats.current).toMatchObject({ last: 100, high: 120, low: 100, volume: 2, lastAt: 1000 });
  });

  it("shows no negative latency and none for trades that came by REST", () => {
    const stats = new SessionStats(1, "live");
    stats.trade(trade({ receivedAt: 900 }));
    expect(stats.current.feedLatencyMs).toBe(0);
    stats.trade(trade({ backfilled: true, receivedAt: 99_999 }));
    expect(stats.current.feedLatencyMs).toBeNull();
  });

  it("keeps an empty side of the book empty", () => {
    const stats = new SessionStats(1, "live");
    stats.quote({ bid: null, bidSize: 0, ask: 101, askSize: 3, exchangeAt: 5 });
    expect(stats.current).toMatchObject({ bid: null, ask: 101, askSize: 3, quoteAt: 5, last: null });
  });
});
