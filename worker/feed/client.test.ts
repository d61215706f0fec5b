import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "@/lib/log";
import { priceScale } from "@/lib/market/price";
import type { Contract } from "@/lib/market/types";
import { createFeed } from "@/worker/feed/client";
import { feedLimits } from "@/worker/feed/limits";
import { EventLog } from "@/worker/feed/testing/event-log";
import { HandTime } from "@/worker/feed/testing/hand-time";
import { ScriptedVendor, type VendorSide } from "@/worker/feed/testing/scripted-vendor";
import type { Feed } from "@/worker/feed/types";

const KEY = "a-secret-key";
const NQ: Contract = { id: 1, root: "NQ", ticker: "NQZ6", month: "2026-12", lastTradeDate: "2026-12-18" };
const ES: Contract = { id: 2, root: "ES", ticker: "ESZ6", month: "2026-12", lastTradeDate: "2026-12-18" };
const trade = { ev: "T", sym: "NQZ6", p: 25104.25, s: 2, t: 1_795_186_800_123, q: 27_317_882 };

let vendor: ScriptedVendor;
let time: HandTime;
let log: EventLog;
let feed: Feed;
let lines: string[];
let marketOpen: boolean;

beforeEach(async () => {
  vendor = await ScriptedVendor.start();
  time = new HandTime(1_795_186_800_000);
  log = new EventLog();
  lines = [];
  marketOpen = true;
  feed = makeFeed([NQ]);
});

afterEach(async () => {
  const stopped = feed.stop();
  time.advance(feedLimits.closeMsMax);
  await stopped;
  await vendor.close();
});

function makeFeed(contracts: readonly Contract[]): Feed {
  return createFeed({
    url: vendor.url,
    key: KEY,
    contracts,
    scaleOf: () => priceScale("0.25"),
    clock: time,
    timers: time,
    random: () => 1,
    log: createLog("feed", "info", { write: (line) => void lines.push(line) }),
    onEvent: log.take,
    isOpen: () => marketOpen,
  });
}

/** Starts the feed and brings it to `subscribed`. */
async function live(): Promise<VendorSide> {
  feed.start();
  const side = await vendor.connection();
  await side.welcome();
  await log.status("subscribed");
  return side;
}

describe("handshake (massive-futures-api 1.2)", () => {
  test("greeting, key, success, then all channels of all contracts", async () => {
    feed.start();
    const side = await vendor.connection();
    expect(side.unheard).toBe(0);
    side.status("connected");
    expect(await side.heard()).toEqual({ action: "auth", params: KEY });
    side.status("auth_success");
    expect(await side.heard()).toEqual({ action: "subscribe", params: "T.NQZ6,Q.NQZ6,A.NQZ6,AM.NQZ6" });
    side.confirm("T.NQZ6", "Q.NQZ6", "A.NQZ6", "AM.NQZ6");
    expect(await log.status("subscribed")).toMatchObject({
      code: "FEED-OK",
      channels: ["T", "Q", "A", "AM"],
      refused: [],
    });
  });

  test("trades come out in ticks with both times", async () => {
    const side = await live();
    side.say(trade);
    await log.next((event) => event.type === "trades");
    expect(log.trades).toEqual([
      { contractId: 1, exchangeAt: trade.t, receivedAt: time.now(), price: 100_417, size: 2, sequence: trade.q },
    ]);
    expect(feed.counters()).toMatchObject({ trades: 1, connections: 1 });
  });

  test("no greeting within its time gives the connection up", async () => {
    feed.start();
    const side = await vendor.connection();
    await log.status("connecting");
    while (!time.pending().includes(feedLimits.handshakeMsMax)) await new Promise(setImmediate);
    time.advance(feedLimits.handshakeMsMax);
    await side.closed;
    expect(await log.status("disconnected")).toMatchObject({
      code: "FEED-LOST",
      reason: expect.stringMatching(/no greeting/),
    });
  });
});

describe("refusals", () => {
  test("a wrong key is fatal, is said, and is not tried again for a minute (F05)", async () => {
    feed.start();
    const side = await vendor.connection();
    side.status("connected");
    await side.heard();
    side.status("auth_failed", "authentication failed");
    const fatal = await log.status("fatal");
    expect(fatal).toMatchObject({ code: "FEED-AUTH", reason: expect.stringMatching(/refused the API key/) });
    expect((fatal.retryAt ?? 0) - time.now()).toBeGreaterThanOrEqual(60_000);
    time.advance(59_999);
    expect(log.events.filter((event) => event.type === "status" && event.status === "connecting")).toHaveLength(1);
    time.advance(60_000);
    expect(await vendor.connection()).toBeDefined();
  });

  test("the key is in no log line and in no event", async () => {
    const side = await live();
    side.status("error", "not authorized");
    side.socket.send("not json");
    side.status("auth_failed");
    await log.status("fatal");
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.join() + JSON.stringify(log.events)).not.toContain(KEY);
  });

  test("a channel outside the plan is found by its missing confirmation; the others run (F16)", async () => {
    feed.start();
    const side = await vendor.connection();
    side.status("connected");
    await side.heard();
    side.status("auth_success");
    await side.heard();
    side.status("error", "not authorized");
    side.confirm("A.NQZ6", "AM.NQZ6");
    side.say({
      ev: "AM",
      sym: "NQZ6",
      v: 1,
      o: "1.00",
      h: "1.00",
      l: "1.00",
      c: "1.00",
      n: 1,
      s: 1_795_186_740_000,
      e: 1_795_186_800_000,
    });
    await log.next((event) => event.type === "aggregates");
    time.advance(feedLimits.confirmMsMax);
    expect(await log.status("subscribed")).toMatchObject({ channels: ["A", "AM"], refused: ["T", "Q"] });
  });

  test("when nothing is confirmed the aggregates are asked for alone", async () => {
    feed.start();
    const side = await vendor.connection();
    side.status("connected");
    await side.heard();
    side.status("auth_success");
    await side.heard();
    side.status("error", "not authorized");
    side.say(trade);
    await log.next((event) => event.type === "trades");
    time.advance(feedLimits.confirmMsMax);
    expect(await side.heard()).toEqual({ action: "subscribe", params: "A.NQZ6,AM.NQZ6" });
    side.confirm("A.NQZ6", "AM.NQZ6");
    side.say(trade);
    await log.next((event) => event.type === "trades");
    time.advance(feedLimits.confirmMsMax);
    expect(await log.status("subscribed")).toMatchObject({ channels: ["A", "AM"], refused: ["T", "Q"] });
  });

  test("a plan without any futures channel is fatal and says so", async () => {
    feed.start();
    const side = await vendor.connection();
    side.status("connected");
    await side.heard();
    side.status("auth_success");
    for (let ask = 0; ask < 2; ask += 1) {
      await side.heard();
      side.status("error", "not authorized");
      side.say(trade);
      await log.next((event) => event.type === "trades");
      time.advance(feedLimits.confirmMsMax);
    }
    expect(await log.status("fatal")).toMatchObject({ code: "FEED-PLAN" });
  });

  test.each(["max_connections", 1008] as const)(
    "%s: the slot was taken; waits a minute and explains (F06)",
    async (how) => {
      const side = await live();
      if (how === 1008) side.socket.close(1008);
      else side.status(how, "Maximum number of websocket connections exceeded.");
      const waiting = await log.status("waiting");
      expect(waiting).toMatchObject({ code: "FEED-EVICTED", reason: expect.stringMatching(/another connection/) });
      expect((waiting.retryAt ?? 0) - time.now()).toBeGreaterThanOrEqual(60_000);
    },
  );

  test("an unknown status is counted and ignored", async () => {
    const side = await live();
    side.status("holiday", "see you");
    side.say(trade);
    await log.next((event) => event.type === "trades");
    expect(feed.counters().unknownStatuses).toBe(1);
  });
});

describe("losing the connection", () => {
  test("retries are doubled and jittered, and only data resets them", async () => {
    feed.start();
    for (const delayMs of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      const side = await vendor.connection();
      await side.welcome();
      await log.status("subscribed");
      side.socket.terminate();
      const lost = await log.status("disconnected");
      expect((lost.retryAt ?? 0) - time.now()).toBe(delayMs);
      time.advance(delayMs);
    }
    const side = await vendor.connection();
    await side.welcome();
    side.say(trade);
    await log.next((event) => event.type === "trades");
    side.socket.terminate();
    const lost = await log.status("disconnected");
    expect((lost.retryAt ?? 0) - time.now()).toBe(1_000);
    expect(feed.counters()).toMatchObject({ connections: 7, disconnects: 7 });
  });

  test("a frame cut in the middle is not used; the connection is made anew (F01)", async () => {
    const side = await live();
    const raw = (side.socket as unknown as { _socket: { write(data: Buffer): void; destroy(): void } })._socket;
    const half = Buffer.from(JSON.stringify([trade]));
    raw.write(Buffer.concat([Buffer.from([0x81, half.length]), half.subarray(0, 40)]));
    raw.destroy();
    await log.status("disconnected");
    expect(log.trades).toEqual([]);
    time.advance(1_000);
    expect(await vendor.connection()).toBeDefined();
  });

  test("a ping that nothing answers within 10 s ends the connection (F03)", async () => {
    const side = await live();
    side.socket.pause();
    marketOpen = false;
    time.advance(feedLimits.pingEveryMs);
    time.advance(feedLimits.pongMsMax);
    expect(await log.status("disconnected")).toMatchObject({
      reason: expect.stringMatching(/no answer to a ping within 10 s/),
    });
  });

  test("an open market that is silent for 10 s is taken for a dead feed; patience grows while it stays silent (F04)", async () => {
    await live();
    time.advance(9_000);
    expect(log.events.at(-1)).toMatchObject({ status: "subscribed" });
    time.advance(1_000);
    expect(await log.status("disconnected")).toMatchObject({ code: "FEED-SILENT" });
    time.advance(1_000);
    await (await vendor.connection()).welcome();
    await log.status("subscribed");
    time.advance(11_000);
    expect(log.events.at(-1)).toMatchObject({ status: "subscribed" });
  });

  test("silence of a closed market means nothing (F04)", async () => {
    marketOpen = false;
    const side = await live();
    for (let beat = 0; beat < 6; beat += 1) {
      time.advance(feedLimits.pingEveryMs);
      await once(side.socket, "ping");
      side.say();
      const { frames } = feed.counters();
      while (feed.counters().frames === frames) await new Promise(setImmediate);
    }
    expect(log.events.at(-1)).toMatchObject({ status: "subscribed" });
  });
});

describe("frames that are none (F07)", () => {
  test("malformed frames are counted and limited in the log; the connection is kept", async () => {
    const side = await live();
    for (let index = 0; index < 100; index += 1) {
      side.socket.send("{");
      side.socket.send(Buffer.from([1, 2, 3]), { binary: true });
      side.socket.send(Buffer.from([0x5b, 0xff, 0xfe, 0x5d]), { binary: false });
      side.say({ ...trade, p: "NaN" });
    }
    side.say(trade);
    await log.next((event) => event.type === "trades");
    expect(feed.counters().rejects).toMatchObject({ "malformed-json": 200, "binary-frame": 100, "bad-price": 100 });
    expect(feed.counters().connections).toBe(1);
    expect(lines.filter((line) => line.includes("FEED-REJECT"))).toHaveLength(feedLimits.rejectLogsPerMinuteMax);
  });

  test("a frame above the size limit closes the connection, which is made anew", async () => {
    const side = await live();
    side.socket.send(`["${"x".repeat(feedLimits.frameBytesMax)}"]`);
    expect(await log.status("disconnected")).toMatchObject({
      reason: expect.stringMatching(/Max payload size exceeded/),
    });
  });

  test("a single trade from the future is refused and counted; those around it pass (F11)", async () => {
    const side = await live();
    side.say(trade);
    side.say({ ...trade, t: trade.t + 3_600_000, q: 27_317_883 });
    side.say({ ...trade, t: trade.t + 10, q: 27_317_884 });
    await log.next((event) => event.type === "trades" && event.trades.some(({ sequence }) => sequence === 27_317_884));
    expect(log.trades.map(({ sequence }) => sequence)).toEqual([27_317_882, 27_317_884]);
    expect(feed.counters().rejects).toMatchObject({ "bad-time": 1 });
  });

  test("the same trades again are handed on; dropping duplicates is the pipeline's duty (F09)", async () => {
    const side = await live();
    side.say(trade, trade);
    await log.next((event) => event.type === "trades");
    expect(log.trades).toHaveLength(2);
  });
});

describe("changing and ending", () => {
  test("another set of contracts subscribes and unsubscribes the difference", async () => {
    const side = await live();
    feed.setContracts([ES]);
    expect(await side.heard()).toEqual({ action: "unsubscribe", params: "T.NQZ6,Q.NQZ6,A.NQZ6,AM.NQZ6" });
    expect(await side.heard()).toEqual({ action: "subscribe", params: "T.ESZ6,Q.ESZ6,A.ESZ6,AM.ESZ6" });
    side.confirm("T.ESZ6", "Q.ESZ6", "A.ESZ6", "AM.ESZ6");
    expect(await log.status("subscribed")).toMatchObject({ channels: ["T", "Q", "A", "AM"], refused: [] });
  });

  test("stop unsubscribes, closes with 1000 and leaves no timer", async () => {
    const side = await live();
    const stopped = feed.stop();
    expect(await side.heard()).toMatchObject({ action: "unsubscribe" });
    expect(await side.closed).toBe(1000);
    await stopped;
    expect(log.events.at(-1)).toMatchObject({ status: "disconnected", code: "FEED-STOPPED", retryAt: null });
    expect(time.pending()).toEqual([]);
  });

  test("stop while waiting for a retry ends at once", async () => {
    const side = await live();
    side.socket.terminate();
    await log.status("disconnected");
    await feed.stop();
    expect(time.pending()).toEqual([]);
  });
});
