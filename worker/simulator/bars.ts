/**
 * 1-second and 1-minute aggregates of the simulated exchange, built from its trades by exchange time. Pure.
 * A window closes when the exchange's time reaches its end; a window without trades makes no bar.
 */
import type { EpochMs } from "@/lib/market/types";
import type { Listing, SimBar, SimTrade } from "@/worker/simulator/events";

const INTERVALS = [
  ["A", 1_000],
  ["AM", 60_000],
] as const;

interface OpenBar extends SimBar {
  high: number;
  low: number;
  close: number;
  volume: number;
  tickVolume: number;
  trades: number;
}

export class BarBuilder {
  readonly #open = new Map<string, OpenBar>();

  /** Closes what ends at or before the trade, then counts the trade. A trade of an earlier window is left out. */
  add(trade: SimTrade): SimBar[] {
    const closed: SimBar[] = [];
    for (const [channel, intervalMs] of INTERVALS) {
      const key = `${channel}.${trade.listing.ticker}`;
      const openAt = Math.floor(trade.at / intervalMs) * intervalMs;
      const current = this.#open.get(key);
      if (current !== undefined && current.openAt === openAt) extend(current, trade);
      else if (current === undefined || current.openAt < openAt) {
        if (current !== undefined) closed.push(current);
        this.#open.set(key, openBar(trade.listing, channel, openAt, intervalMs, trade));
      }
    }
    return closed;
  }

  /** Closes every window that ends at or before `at`; `Infinity` closes all. */
  advance(at: EpochMs): SimBar[] {
    const closed = [...this.#open].filter(([, bar]) => bar.closeAt <= at);
    for (const [key] of closed) this.#open.delete(key);
    return closed.map(([, bar]) => bar).sort((a, b) => a.closeAt - b.closeAt);
  }
}

function openBar(listing: Listing, channel: "A" | "AM", openAt: EpochMs, intervalMs: number, trade: SimTrade): OpenBar {
  const { price, size } = trade;
  return {
    ...{ kind: "bar", listing, channel, openAt, closeAt: openAt + intervalMs },
    ...{ open: price, high: price, low: price, close: price, volume: size, tickVolume: price * size, trades: 1 },
  };
}

function extend(bar: OpenBar, { price, size }: SimTrade): void {
  bar.high = Math.max(bar.high, price);
  bar.low = Math.min(bar.low, price);
  bar.close = price;
  bar.volume += size;
  bar.tickVolume += price * size;
  bar.trades += 1;
}
