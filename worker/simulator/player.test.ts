import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "@/lib/clock";
import { createLog } from "@/lib/log";
import { priceScale } from "@/lib/market/price";
import { createFeed } from "@/worker/feed/client";
import { createRest } from "@/worker/feed/rest";
import { EventLog } from "@/worker/feed/testing/event-log";
import type { Feed } from "@/worker/feed/types";
import type { Listing } from "@/worker/simulator/events";
import { Exchange } from "@/worker/simulator/exchange";
import { TradeLog } from "@/worker/simulator/history";
import { Player } from "@/worker/simulator/player";
import { systemTimers } from "@/worker/timer";

const scale = priceScale("0.1");
const listing: Listing = {
  ...{ ticker: "GCZ3", root: "GC", name: "GCZ3", venue: "XCME", lastTradeDate: "2013-12-31" },
  ...{ tickSize: "0.1", pointValue: "100", scale },
};
const rows = 20_000;
const log = createLog("test", "silent");
const common = { clock: systemClock, timers: systemTimers };

let exchange: Exchange;
let player: Player;
let feed: Feed;

afterEach(async () => {
  player.stop();
  await feed.stop();
  await exchange.close();
});

async function play(speed: number): Promise<{ events: EventLog; port: number; done: Promise<void> }> {
  const trades = new TradeLog(rows);
  for (let row = 0; row < rows; row += 1) {
    trades.push({ at: 1_381_104_000_000 + (row >> 2), price: 13_000 + (row % 50), size: row % 2, sequence: row + 1 });
  }
  exchange = new Exchange({
    ...common,
    port: 0,
    key: null,
    denied: [],
    tradesMax: rows,
    status: () => ({ ...player.status() }),
  });
  exchange.list([listing]);
  player = new Player({ ...common, exchange, tape: { listing, trades, refused: 0 }, speed });
  const port = await exchange.listen();
  const done = player.play(() => undefined);
  const events = new EventLog();
  const contract = { id: 1, root: "GC", ticker: "GCZ3", month: "2013-12", lastTradeDate: "2013-12-31" };
  feed = createFeed({
    ...{ ...common, url: `ws://127.0.0.1:${port}/futures`, key: "k", contracts: [contract], scaleOf: () => scale, log },
    ...{ random: () => 0, onEvent: events.take, isOpen: () => false },
  });
  return { events, port, done };
}

describe("playing a recorded day", () => {
  test("waits for the first subscriber; at full speed every trade arrives once and in order, the last bars too", async () => {
    const { events, done } = await play(Number.POSITIVE_INFINITY);
    expect(player.status()).toEqual({ state: "waiting", played: 0, total: rows, lastAt: null });
    feed.start();
    await done;
    expect(player.status()).toMatchObject({ state: "finished", played: rows, total: rows });
    while (events.trades.length < rows) await events.next((event) => event.type === "trades");
    expect(events.trades.map((trade) => trade.sequence)).toEqual(Array.from({ length: rows }, (_, row) => row + 1));
    await events.next((event) => event.type === "aggregates" && event.aggregates.some((bar) => bar.interval === "1m"));
  });

  test("goes on when its client is gone; REST then has everything", async () => {
    const { port, done } = await play(1_000);
    feed.start();
    await exchange.firstSubscribed;
    await feed.stop();
    await done;
    const rest = createRest({ url: `http://127.0.0.1:${port}`, key: "k", timers: systemTimers, random: () => 0, log });
    const numbers: unknown[] = [];
    for await (const trade of rest.trades("GCZ3", 0, 2e12, scale)) numbers.push(trade.sequence);
    expect(numbers).toEqual(Array.from({ length: rows }, (_, row) => row + 1));
  });
});
