import { describe, expect, it } from "vitest";
import { aheadMsMax, aheadRunMin, FutureGuard } from "@/worker/feed/future-guard";
import type { WireTrade } from "@/worker/feed/types";

const start = 1_795_000_000_000;

/** Trade number n, received n seconds after the start, `ahead` ms before it happened. */
function trade(n: number, ahead = 0): WireTrade {
  const receivedAt = start + n * 1000;
  return { contractId: 1, sequence: n, price: 100, size: 1, receivedAt, exchangeAt: receivedAt + ahead };
}

const numbers = (trades: readonly WireTrade[]) => trades.map(({ sequence }) => sequence);

describe("trades from the future", () => {
  it("pass up to the bound, and one beyond it is refused when a true one follows", () => {
    const guard = new FutureGuard();
    expect(numbers(guard.admit([trade(1), trade(2, aheadMsMax)]).passed)).toEqual([1, 2]);
    expect(guard.admit([trade(3, aheadMsMax + 1)])).toEqual({ passed: [], refused: [] });
    const { passed, refused } = guard.admit([trade(4), trade(5)]);
    expect([numbers(passed), numbers(refused)]).toEqual([[4, 5], [3]]);
  });

  it("pass in order when nothing else comes, and from then on without waiting: the clocks differ", () => {
    const guard = new FutureGuard();
    const hour = 3_600_000;
    const passed: WireTrade[] = [];
    for (let n = 1; n < aheadRunMin; n += 1) passed.push(...guard.admit([trade(n, hour + n)]).passed);
    expect(passed).toEqual([]);
    expect(numbers(guard.admit([trade(aheadRunMin, hour)]).passed)).toEqual(
      Array.from({ length: aheadRunMin }, (_, index) => index + 1),
    );
    expect(numbers(guard.admit([trade(21, hour)]).passed)).toEqual([21]);
    expect(guard.admit([trade(22, 2 * hour)])).toEqual({ passed: [], refused: [] });
  });

  it("are forgotten with their connection", () => {
    const guard = new FutureGuard();
    guard.admit([trade(1, 2 * aheadMsMax)]);
    guard.forget();
    expect(guard.admit([trade(2)]).refused).toEqual([]);
  });
});
