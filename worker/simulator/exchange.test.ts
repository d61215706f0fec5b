import { afterEach, beforeEach, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { systemClock } from "@/lib/clock";
import { createLog } from "@/lib/log";
import { priceScale } from "@/lib/market/price";
import type { Contract } from "@/lib/market/types";
import { createFeed } from "@/worker/feed/client";
import { createRest } from "@/worker/feed/rest";
import { EventLog } from "@/worker/feed/testing/event-log";
import type { Channel, Feed } from "@/worker/feed/types";
import type { Listing, SimTrade } from "@/worker/simulator/events";
import { Exchange } from "@/worker/simulator/exchange";
import { systemTimers } from "@/worker/timer";

const KEY = "any-key-will-do";
const scale = priceScale("0.25");
const listing: Listing = {
  ...{ ticker: "NQZ6", root: "NQ", name: "E-mini Nasdaq-100", venue: "XCME", lastTradeDate: "2026-12-18" },
  ...{ tickSize: "0.25", pointValue: "20", scale },
};
const contract: Contract = { id: 1, root: "NQ", ticker: "NQZ6", month: "2026-12", lastTradeDate: "2026-12-18" };
const log = createLog("test", "silent");
const start = 1_795_186_800_000;

let exchange: Exchange;
let port: number;
let feeds: Feed[];

beforeEach(() => {
  feeds = [];
});

afterEach(async () => {
  await Promise.all(feeds.map((feed) => feed.stop()));
  await exchange.close();
});

interface Plan {
  readonly key?: string;
  readonly denied?: Channel[];
  readonly deniedHistory?: Channel[];
  readonly tradesMax?: number;
}

async function open(options: Plan = {}): Promise<void> {
  exchange = new Exchange({
    deniedHistory: options.deniedHistory ?? [],
    ...{ port: 0, key: options.key ?? null, denied: options.denied ?? [], tradesMax: options.tradesMax ?? 1_000 },
    ...{ clock: systemClock, timers: systemTimers, status: () => ({ state: "running" }) },
  });
  exchange.list([listing]);
  port = await exchange.listen();
}

function connect(key = KEY): EventLog {
  const events = new EventLog();
  const feed = createFeed({
    ...{ url: `ws://127.0.0.1:${port}/futures`, key, contracts: [contract], scaleOf: () => scale, log },
    ...{ clock: systemClock, timers: systemTimers, random: () => 1, onEvent: events.take, isOpen: () => false },
  });
  feeds.push(feed);
  feed.start();
  return events;
}

function rest() {
  return createRest({ url: `http://127.0.0.1:${port}`, key: KEY, timers: systemTimers, random: () => 0, log });
}

const trade = (ordinal: number, at = start + ordinal): SimTrade => {
  return { kind: "trade", listing, at, price: 100_000 + ordinal, size: ordinal % 3, sequence: ordinal + 1 };
};

describe("the feed client against the simulated exchange", () => {
  test("logs in, subscribes all channels and receives trades, quotes and both aggregates in ticks", async () => {
    await open();
    const events = connect();
    expect(await events.status("subscribed")).toMatchObject({ channels: ["T", "Q", "A", "AM"], refused: [] });
    const quote = { kind: "quote", listing, at: start, bid: 99_999, bidSize: 4, ask: 100_001, askSize: 5 } as const;
    exchange.publish([trade(0), quote, trade(1), trade(2, start + 60_000)]);
    await events.next((event) => event.type === "aggregates");
    const aggregates = events.events.flatMap((event) => (event.type === "aggregates" ? event.aggregates : []));
    expect(events.trades.map(({ price, sequence }) => [price, sequence])).toEqual([
      [100_000, 1],
      [100_001, 2],
      [100_002, 3],
    ]);
    expect(events.events.find((event) => event.type === "quotes")).toMatchObject({
      quotes: [{ bid: 99_999, askSize: 5 }],
    });
    expect(aggregates).toMatchObject([
      { interval: "1s", open: 100_000, close: 100_001, trades: 2 },
      { interval: "1m", open: 100_000, high: 100_001, volume: 1 },
    ]);
    expect(feeds[0]?.counters()).toMatchObject({ unknownFields: 0, unknownStatuses: 0 });
  });

  test("a required key is checked", async () => {
    await open({ key: "the-one-key" });
    expect(await connect("another").status("fatal")).toMatchObject({ code: "FEED-AUTH" });
    expect(await connect("the-one-key").status("subscribed")).toMatchObject({ code: "FEED-OK" });
  });

  test("one connection per key: the newest wins, the old one is told", async () => {
    await open();
    const first = connect();
    await first.status("subscribed");
    const other = connect("another-key");
    await other.status("subscribed");
    const second = connect();
    await second.status("subscribed");
    expect(await first.status("waiting")).toMatchObject({ code: "FEED-EVICTED" });
    expect(other.events.at(-1)).toMatchObject({ status: "subscribed" });
  });

  test("a channel without history streams, and REST refuses its past; minute bars stay", async () => {
    await open({ deniedHistory: ["T"] });
    const trades = rest()
      .trades("NQZ6", start, start + 1_000, scale)
      [Symbol.asyncIterator]();
    await expect(trades.next()).rejects.toMatchObject({ failure: "not-entitled" });
    const bars = rest()
      .minuteBars("NQZ6", start, start + 1_000, scale)
      [Symbol.asyncIterator]();
    expect(await bars.next()).toMatchObject({ done: true });
  });

  test("denied channels are refused on the socket and by REST", async () => {
    await open({ denied: ["T", "Q"] });
    const socket = new WebSocket(`ws://127.0.0.1:${port}/futures`);
    const heard: string[] = [];
    const refused = new Promise<void>((resolve) => {
      socket.on("message", (data: Buffer) => {
        heard.push(data.toString());
        const text = heard.join();
        if (heard.length === 1) socket.send(JSON.stringify({ action: "auth", params: KEY }));
        if (heard.length === 2) socket.send(JSON.stringify({ action: "subscribe", params: "T.NQZ6,A.NQZ6" }));
        if (text.includes("not authorized") && text.includes("subscribed to: A.NQZ6")) resolve();
      });
    });
    await refused;
    expect(heard.join()).not.toContain("subscribed to: T.NQZ6");
    socket.terminate();
    const iterator = rest()
      .trades("NQZ6", start, start + 1_000, scale)
      [Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toMatchObject({ failure: "not-entitled" });
  });
});

describe("REST answers for everything that was streamed", () => {
  test("trades in order over several pages, each exactly once", async () => {
    await open();
    exchange.publish(Array.from({ length: 25 }, (_, ordinal) => trade(ordinal, start + Math.floor(ordinal / 5))));
    const url = `http://127.0.0.1:${port}/futures/v1/trades/NQZ6?limit=10&sort=timestamp.asc&apiKey=${KEY}`;
    const numbers: number[] = [];
    for (let next: string | undefined = url; next !== undefined; ) {
      const response = await fetch(next, { headers: { authorization: `Bearer ${KEY}` } });
      const body = (await response.json()) as { results: { sequence_number: number }[]; next_url?: string };
      numbers.push(...body.results.map((row) => row.sequence_number));
      expect(body.next_url ?? "").not.toContain(KEY);
      next = body.next_url;
    }
    expect(numbers).toEqual(Array.from({ length: 25 }, (_, ordinal) => ordinal + 1));
  });

  test("a span is half open, and the client reads back what was published", async () => {
    await open();
    exchange.publish([trade(0), trade(1), trade(2)]);
    const back: unknown[] = [];
    for await (const past of rest().trades("NQZ6", start + 1, start + 2, scale)) back.push(past);
    expect(back).toEqual([{ exchangeAt: start + 1, price: 100_001, size: 1, sequence: 2 }]);
  });

  test("memory is bounded: the oldest trades go", async () => {
    await open({ tradesMax: 100 });
    exchange.publish(Array.from({ length: 250 }, (_, ordinal) => trade(ordinal)));
    const log = exchange.history.of("NQZ6").trades;
    expect(log.end).toBe(250);
    expect(log.end - log.first).toBeLessThanOrEqual(100);
    expect(log.get(249)?.sequence).toBe(250);
    expect(log.get(0)).toBeUndefined();
  });

  test("reference data is read by the client without complaint", async () => {
    await open();
    exchange.publish([trade(0), trade(60)]);
    exchange.advance(start + 60_000);
    expect(await rest().contracts("NQ", "2026-11-22")).toMatchObject([{ ticker: "NQZ6", lastTradeDate: "2026-12-18" }]);
    expect(await rest().schedules("NQ", "2026-11-22", "2026-11-23")).not.toHaveLength(0);
    expect(await rest().snapshot(["NQZ6"], () => scale)).toMatchObject([{ previousSettlement: 100_000 }]);
    const bars: unknown[] = [];
    for await (const bar of rest().minuteBars("NQZ6", 0, start + 60_000, scale)) bars.push(bar);
    expect(bars).toMatchObject([{ openAt: start, open: 100_000, close: 100_060, trades: 2 }]);
  });

  test.each([
    ["/futures/v1/trades/NQZ6", {}, 401],
    ["/futures/v1/nothing", { authorization: `Bearer ${KEY}` }, 404],
    ["/v3/reference/futures/contracts", { authorization: `Bearer ${KEY}` }, 404],
    ["/futures/v1/trades/NQZ6?limit=0", { authorization: `Bearer ${KEY}` }, 400],
    ["/futures/v1/aggs/NQZ6?resolution=7min", { authorization: `Bearer ${KEY}` }, 400],
    ["/futures/v1/trades/NOSUCH", { authorization: `Bearer ${KEY}` }, 200],
    ["/futures/v1/exchanges", { authorization: `Bearer ${KEY}` }, 200],
    ["/sim/status", {}, 200],
  ])("%s answers %o with %d", async (path, headers, status) => {
    await open();
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toBeTypeOf("object");
  });
});
