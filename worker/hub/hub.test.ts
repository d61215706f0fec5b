import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createLog } from "@/lib/log";
import type { FeedStatus, SignalView, StreamEvent } from "@/lib/stream/events";
import { Hub, heartbeatMs, keptFactsMax, readingBeatMs } from "@/worker/hub/hub";
import { type HubServer, startHubServer } from "@/worker/hub/server";
import { type StreamAccess, StreamGuard, sessionBeatMs } from "@/worker/hub/stream-guard";
import type { SubscriberLimits } from "@/worker/hub/subscriber";
import { HandTime } from "@/worker/testing/hand-time";
import { systemTimers } from "@/worker/timer";

const feed: FeedStatus = {
  state: "CONNECTING",
  source: "simulated",
  since: 0,
  reason: "starting",
  channels: [],
  refused: [],
  ticksPerSecond: 0,
  counters: {},
};
const bootId = "boot1";

function notice(id: number, message = "hello"): Extract<StreamEvent, { type: "notice" }> {
  return { type: "notice", notice: { id, code: "TEST", at: 0, severity: "info", message } };
}

function ticker(contractId: number, last: number): Extract<StreamEvent, { type: "ticker" }> {
  const empty = { bid: null, ask: null, quoteAt: null, tradeDate: null, open: null, high: null, low: null };
  const reading = { contractId, last, arrow: 0, lastSize: 1, lastAt: 0, bidSize: 0, askSize: 0, volume: 0, trades: 0 };
  const reference = { reference: null, referenceKind: null, feedLatencyMs: null, source: "simulated" } as const;
  return { type: "ticker", tickers: [{ ...empty, ...reading, ...reference, arrow: 0 }] };
}

interface Message {
  readonly event: string;
  readonly id: string;
  readonly body: StreamEvent;
}

/** A client on a bare socket; decodes chunked server-sent events and lets a test await conditions. */
class Client {
  readonly messages: Message[] = [];
  head = "";
  /** Everything received, as it came. */
  raw = "";
  retry: string | null = null;
  private text = "";
  private waiters: (() => void)[] = [];
  readonly socket: Socket;
  readonly closed: Promise<unknown>;

  constructor(port: number, path: string, headers: Record<string, string> = {}) {
    this.socket = connect(port, "127.0.0.1");
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n${lines.join("")}\r\n`);
    this.socket.setEncoding("latin1");
    this.socket.on("error", () => {});
    this.socket.on("data", (chunk: string) => this.take(chunk));
    this.closed = once(this.socket, "close");
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  ofType(type: StreamEvent["type"]): Message[] {
    return this.messages.filter((message) => message.event === type);
  }

  private take(chunk: string): void {
    this.raw += chunk;
    this.text += chunk;
    if (this.head === "") {
      const end = this.text.indexOf("\r\n\r\n");
      if (end < 0) return;
      this.head = this.text.slice(0, end);
      this.text = this.text.slice(end + 4);
    }
    // Chunk sizes stand on lines of their own between messages; a message never contains a carriage return.
    const plain = this.text.replace(/(?:\r\n)?[0-9a-f]+\r\n/g, "").replace(/\r\n/g, "");
    const blocks = plain.split("\n\n");
    if (/\n\n\r\n(0\r\n\r\n)?$/.test(this.text)) {
      this.text = "";
      for (const block of blocks) this.read(block);
    }
    for (const wake of this.waiters.splice(0)) wake();
  }

  private read(block: string): void {
    const fields = new Map(block.split("\n").map((line) => [line.split(": ")[0] ?? "", line.replace(/^\w+: /, "")]));
    if (fields.has("retry")) this.retry = fields.get("retry") ?? null;
    const data = fields.get("data");
    if (data === undefined) return;
    this.messages.push({ event: fields.get("event") ?? "", id: fields.get("id") ?? "", body: JSON.parse(data) });
  }
}

const servers: HubServer[] = [];
const clients: Client[] = [];

/** Every request has the session `open`, which never ends. */
const everyone: StreamAccess = {
  admit: () => Promise.resolve("open"),
  living: (ids) => Promise.resolve(new Set(ids)),
};
const silent = createLog("test", "silent");

async function open(
  options: { time?: HandTime; limits?: SubscriberLimits; access?: StreamAccess } = {},
): Promise<{ hub: Hub; server: HubServer }> {
  const time = options.time ?? new HandTime();
  const limits = options.limits === undefined ? {} : { limits: options.limits };
  const hub = new Hub({ bootId, clock: time, timers: time, random: () => 0.5, feed, ...limits });
  hub.start();
  const guard = new StreamGuard(options.access ?? everyone, time, silent);
  const server = await startHubServer({ hub, guard, readiness: () => ({ ready: true, report: { pid: 1 } }) }, 0);
  servers.push(server);
  return { hub, server };
}

async function join(server: HubServer, path = "/stream", headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client(server.port, path, headers);
  clients.push(client);
  await client.until(() => client.messages.length > 0);
  return client;
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.destroy();
  for (const server of servers.splice(0)) await server.close();
});

describe("a client that comes in", () => {
  it("gets headers that keep proxies from buffering and compressing, and the snapshot first", async () => {
    const { hub, server } = await open();
    hub.publish([notice(1)]);
    const client = await join(server);
    expect(client.head).toContain("text/event-stream; charset=utf-8");
    expect(client.head).toContain("cache-control: no-cache, no-transform");
    expect(client.head).toContain("x-accel-buffering: no");
    expect(client.messages[0]).toMatchObject({ event: "snapshot", id: "boot1-1", body: { resumed: true, bootId } });
    expect(client.messages[0]?.body).toMatchObject({ notices: [{ id: 1 }], feed: { state: "CONNECTING" } });
  });

  it("is told how far the running trades have come, also when no trade follows", async () => {
    const { hub, server } = await open();
    const signal = { id: "NQZ6.a", record: { status: "ACTIVE" } } as SignalView;
    const reading = { id: "NQZ6.a", last: 9, lastAt: 8, highest: 9, lowest: 1, beMfe: 5, noBeMfe: 5, mae: -3 };
    hub.publish([{ type: "signal", signal, event: "ENTRY" }]);
    hub.reading({ type: "mfe", trades: [reading] });
    const client = await join(server);
    await client.until(() => client.ofType("mfe").length === 1);
    expect(client.messages.map((message) => message.event)).toEqual(["snapshot", "mfe"]);
    expect(client.messages[1]?.body).toEqual({ type: "mfe", trades: [reading] });
  });

  it("gets facts in the order they were published, none missing, with rising ids", async () => {
    const { hub, server } = await open();
    const client = await join(server);
    for (let i = 0; i < 300; i += 3) hub.publish([notice(i), notice(i + 1), notice(i + 2)]);
    await client.until(() => client.ofType("notice").length === 300);
    expect(client.ofType("notice").map((message) => message.id)).toEqual(
      Array.from({ length: 300 }, (_, i) => `boot1-${i + 1}`),
    );
  });

  it("gets a beat every second", async () => {
    const time = new HandTime();
    const { server } = await open({ time });
    const client = await join(server);
    time.advance(heartbeatMs * 3);
    await client.until(() => client.ofType("beat").length === 3);
    expect(client.ofType("beat").map((message) => message.body)).toEqual(
      [1, 2, 3].map((n) => ({ type: "beat", at: 1_000_000 + n * heartbeatMs })),
    );
  });
});

describe("readings", () => {
  it("go out newest per key on the beat, at once after a pause", async () => {
    const time = new HandTime();
    const { hub, server } = await open({ time });
    const client = await join(server);
    for (let last = 1; last <= 100; last += 1) hub.reading(ticker(1, last));
    hub.reading(ticker(2, 7));
    time.advance(0);
    await client.until(() => client.ofType("ticker").length === 1);
    expect(client.ofType("ticker")[0]?.body).toMatchObject({ tickers: [{ last: 100 }, { contractId: 2, last: 7 }] });
    hub.reading(ticker(1, 101));
    time.advance(readingBeatMs - 1);
    hub.reading(ticker(1, 102));
    time.advance(1);
    await client.until(() => client.ofType("ticker").length === 2);
    expect(client.ofType("ticker")[1]?.body).toMatchObject({ tickers: [{ contractId: 1, last: 102 }] });
  });

  it("made before a fact never arrive after it", async () => {
    const { hub, server } = await open();
    const client = await join(server);
    hub.reading(ticker(1, 5));
    hub.publish([notice(1)]);
    await client.until(() => client.ofType("notice").length === 1);
    expect(client.messages.map((message) => message.event)).toEqual(["snapshot", "ticker", "notice"]);
  });
});

describe("a client that comes back", () => {
  it.each(["header", "query"])("with a known id (%s) gets exactly what it missed", async (way) => {
    const { hub, server } = await open();
    hub.publish(Array.from({ length: 10 }, (_, i) => notice(i + 1)));
    const client = await (way === "header"
      ? join(server, "/stream", { "last-event-id": "boot1-7" })
      : join(server, "/stream?lastEventId=boot1-7"));
    hub.publish([notice(11)]);
    await client.until(() => client.ofType("notice").length === 4);
    expect(client.messages[0]?.body).toMatchObject({ type: "snapshot", resumed: true });
    expect(client.ofType("notice").map((message) => message.id)).toEqual([
      "boot1-8",
      "boot1-9",
      "boot1-10",
      "boot1-11",
    ]);
  });

  it.each(["other-7", "boot1-11", "boot1--1", "garbage", "%F0%9F"])(
    "with the unknown id %s is told to fetch anew",
    async (id) => {
      const { hub, server } = await open();
      hub.publish(Array.from({ length: 10 }, (_, i) => notice(i + 1)));
      const client = await join(server, `/stream?lastEventId=${id}`);
      expect(client.messages[0]?.body).toMatchObject({ type: "snapshot", resumed: false });
      hub.publish([notice(11)]);
      await client.until(() => client.ofType("notice").length === 1);
    },
  );

  it("with an id out of the kept window is told to fetch anew", async () => {
    const { hub, server } = await open();
    for (let i = 0; i < keptFactsMax * 2 + 1; i += 1) hub.publish([notice(i)]);
    const tooOld = await join(server, "/stream", { "last-event-id": "boot1-1" });
    expect(tooOld.messages[0]?.body).toMatchObject({ resumed: false });
    const edge = await join(server, "/stream", { "last-event-id": `boot1-${keptFactsMax + 1}` });
    expect(edge.messages[0]?.body).toMatchObject({ resumed: true });
  });
});

describe("many clients", () => {
  it("cost one encoding per event", async () => {
    const { hub, server } = await open();
    const joined = await Promise.all(Array.from({ length: 20 }, () => join(server)));
    const before = hub.stats().encoded;
    hub.publish(Array.from({ length: 50 }, (_, i) => notice(i)));
    await Promise.all(joined.map((client) => client.until(() => client.ofType("notice").length === 50)));
    expect(hub.stats().encoded - before).toBe(50);
  });

  it("lose nothing when one of them never reads; that one is cut at the byte bound", async () => {
    const heldBytesMax = 256 * 1024;
    const limits = { queuedEventsMax: 1_000_000, heldBytesMax, blockedMsMax: 60_000 };
    const { hub, server } = await open({ limits });
    const reader = await join(server);
    const stalled = await join(server);
    stalled.socket.pause();
    const text = "x".repeat(4096);
    let published = 0;
    let heldMax = 0;
    while (hub.stats().clients === 2 && published < 100_000) {
      hub.publish([notice(published, text)]);
      published += 1;
      heldMax = Math.max(heldMax, hub.stats().heldBytes);
      await reader.until(() => reader.ofType("notice").length === published);
    }
    expect(hub.stats().cut).toMatchObject({ "queue-bytes": 1 });
    expect(heldMax).toBeLessThan(heldBytesMax + 128 * 1024);
    hub.publish([notice(published, text)]);
    await reader.until(() => reader.ofType("notice").length === published + 1);
  });

  it("lose nothing when one of them takes no readings; that one is cut at the time bound", async () => {
    const time = new HandTime();
    const { hub, server } = await open({ time });
    const stalled = await join(server);
    stalled.socket.pause();
    for (let i = 0; hub.stats().cut.stalled === 0 && i < 200_000; i += 1) {
      hub.reading(ticker(i % 500, i));
      if (i % 500 !== 499) continue;
      time.advance(readingBeatMs);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(hub.stats()).toMatchObject({ clients: 0, cut: { stalled: 1 } });
  });
});

describe("a client that fell behind", () => {
  it("gets the newest of every reading once it reads again", async () => {
    const time = new HandTime();
    const { hub, server } = await open({
      time,
      limits: { queuedEventsMax: 10, heldBytesMax: 1 << 20, blockedMsMax: 1e9 },
    });
    const slow = await join(server);
    slow.socket.pause();
    let round = 0;
    // Until the kernel's buffers are full and the hub holds a write back.
    while (hub.stats().heldBytes < 20_000) {
      for (let key = 0; key < 200; key += 1) hub.reading(ticker(key, round));
      time.advance(readingBeatMs);
      round += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    hub.reading(ticker(0, 111_111));
    time.advance(readingBeatMs);
    slow.socket.resume();
    const newest = (): boolean =>
      slow.ofType("ticker").some((message) => JSON.stringify(message.body).includes("111111"));
    while (!newest()) {
      hub.reading(ticker(1, 5));
      time.advance(readingBeatMs);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(newest()).toBe(true);
  });
});

describe("the server", () => {
  it("answers liveness and readiness apart, and 404 to the rest", async () => {
    const hub = new Hub({ bootId, clock: new HandTime(), timers: systemTimers, random: () => 0, feed });
    const server = await startHubServer(
      {
        hub,
        guard: new StreamGuard(everyone, new HandTime(), silent),
        readiness: () => ({ ready: false, report: { why: "recovering" } }),
      },
      0,
    );
    servers.push(server);
    const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${server.port}${path}`);
    expect((await get("/livez")).status).toBe(200);
    const readyz = await get("/readyz");
    expect([readyz.status, await readyz.json()]).toEqual([503, { ready: false, why: "recovering" }]);
    expect((await get("/")).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${server.port}/stream`, { method: "POST" })).status).toBe(405);
  });

  it("tells its clients when to come back, and ends", async () => {
    const { server } = await open();
    const client = await join(server);
    await server.close();
    await client.closed;
    expect(client.retry).toBe("750");
  });

  it("survives a request line that is no address", async () => {
    const { server } = await open();
    const socket = connect(server.port, "127.0.0.1");
    socket.setEncoding("utf8");
    socket.write("GET //[ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    const [answer] = (await once(socket, "data")) as [string];
    expect(answer).toMatch(/^HTTP\/1.1 404/);
    socket.destroy();
  });
});

describe("who may listen", () => {
  const of = (cookie: string): Record<string, string> => ({ cookie });

  it("a request without a session is refused with 401, one that cannot be checked with 503", async () => {
    const access: StreamAccess = {
      admit: (headers) => (headers.has("cookie") ? Promise.reject(new Error("database away")) : Promise.resolve(null)),
      living: () => Promise.resolve(new Set()),
    };
    const { server } = await open({ access });
    const stranger = await fetch(`http://127.0.0.1:${server.port}/stream`);
    expect(stranger.status).toBe(401);
    expect(await stranger.json()).toMatchObject({ error: { code: "SIGNED_OUT" } });
    expect(stranger.headers.get("access-control-allow-origin")).toBeNull();
    const unknown = await fetch(`http://127.0.0.1:${server.port}/stream`, { headers: of("a=b") });
    expect(unknown.status).toBe(503);
    expect(unknown.headers.get("retry-after")).toBe("5");
  });

  it("a stream ends within one beat of its session, and says so; the others go on", async () => {
    const alive = new Set(["ada", "bob"]);
    const access: StreamAccess = {
      admit: (headers) => Promise.resolve(headers.get("cookie")),
      living: (ids) => Promise.resolve(new Set(ids.filter((id) => alive.has(id)))),
    };
    const time = new HandTime();
    const { hub, server } = await open({ access, time });
    const ada = await join(server, "/stream", of("ada"));
    const bob = await join(server, "/stream", of("bob"));
    alive.delete("ada");
    time.advance(sessionBeatMs);
    await ada.until(() => ada.raw.includes("event: session.ended"));
    hub.publish([notice(1)]);
    await bob.until(() => bob.ofType("notice").length === 1);
    expect(sessionBeatMs).toBeLessThan(60_000);
  });

  it("while sessions cannot be read nobody is thrown out", async () => {
    const access: StreamAccess = {
      admit: () => Promise.resolve("ada"),
      living: () => Promise.reject(new Error("database away")),
    };
    const time = new HandTime();
    const { hub, server } = await open({ access, time });
    const ada = await join(server);
    time.advance(sessionBeatMs * 3);
    hub.publish([notice(1)]);
    await ada.until(() => ada.ofType("notice").length === 1);
  });
});
