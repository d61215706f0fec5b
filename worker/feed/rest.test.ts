import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "@/lib/log";
import { priceScale } from "@/lib/market/price";
import { createRest, type RestClient, type RestTrade } from "@/worker/feed/rest";
import { parseExactJson } from "@/worker/feed/rest-http";
import type { Timers } from "@/worker/timer";

const KEY = "a-secret-key";
const scale = priceScale("0.25");

let server: Server;
let base: string;
let asked: URL[];
let authorizations: (string | undefined)[];
let answers: ((request: IncomingMessage, response: ServerResponse) => void)[];
let waits: number[];
let lines: string[];
let rest: RestClient;

/** Waiting costs nothing and is noted. */
const timers: Timers = {
  after(delayMs, task) {
    waits.push(delayMs);
    setImmediate(task);
    return () => undefined;
  },
  every: () => () => undefined,
};

beforeEach(async () => {
  [asked, authorizations, answers, waits, lines] = [[], [], [], [], []];
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? "/", base));
    authorizations.push(request.headers.authorization);
    const answer = answers.shift();
    if (answer === undefined) response.writeHead(404).end("nothing scripted");
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const log = createLog("rest", "info", { write: (line) => void lines.push(line) });
  rest = createRest({ url: base, key: KEY, timers, random: () => 1, log });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function answer(status: number, body: string): void {
  answers.push((_, response) => response.writeHead(status).end(body));
}

function page(rows: string, nextUrl?: string): void {
  answer(200, `{"status":"OK","results":[${rows}]${nextUrl === undefined ? "" : `,"next_url":"${nextUrl}"`}}`);
}

async function trades(): Promise<RestTrade[]> {
  const out: RestTrade[] = [];
  for await (const trade of rest.trades("NQZ6", 1_795_186_800_000, 1_795_186_860_000, scale)) out.push(trade);
  return out;
}

const row = (ns: string, sequence = "1", price = "25104.25") =>
  `{"timestamp":${ns},"price":${price},"size":2,"sequence_number":${sequence}}`;

describe("trades", () => {
  test("are asked for ascending with nanoseconds as text and the key in the header only", async () => {
    page(row("1795186800123456789"));
    expect(await trades()).toEqual([{ exchangeAt: 1_795_186_800_123, price: 100_417, size: 2, sequence: 1 }]);
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toMatchObject({
      "timestamp.gte": "1795186800000000000",
      "timestamp.lt": "1795186860000000000",
      sort: "timestamp.asc",
    });
    expect(authorizations).toEqual([`Bearer ${KEY}`]);
    expect(asked[0]?.href).not.toContain(KEY);
  });

  test("pages are followed in order, short and empty ones too, until next_url is missing", async () => {
    page(row("1795186800000000000", "1"), `${base}/futures/v1/trades/NQZ6?cursor=a`);
    page("", `${base}/futures/v1/trades/NQZ6?cursor=b`);
    page(row("1795186800000000000", "2"));
    expect((await trades()).map((trade) => trade.sequence)).toEqual([1, 2]);
    expect(authorizations).toEqual([`Bearer ${KEY}`, `Bearer ${KEY}`, `Bearer ${KEY}`]);
  });

  test("a next_url on another host never gets the key", async () => {
    page("", "http://evil.example/futures/v1/trades/NQZ6?cursor=a");
    await expect(trades()).rejects.toMatchObject({ failure: "bad-answer", passing: false });
    expect(asked).toHaveLength(1);
  });

  test("a server that repeats its cursor is noticed", async () => {
    for (let times = 0; times < 3; times += 1) page("", `${base}/futures/v1/trades/NQZ6?cursor=a`);
    await expect(trades()).rejects.toMatchObject({ failure: "bad-answer" });
    expect(asked).toHaveLength(2);
  });

  test("float dust is wiped off, rows off the grid are skipped and counted in the log", async () => {
    page([row("1795186800000000000", "1", "25104.250000000004"), row("1795186800000000000", "2", "25104.3")].join(","));
    expect(await trades()).toMatchObject([{ price: 100_417, sequence: 1 }]);
    expect(lines.join()).toContain('"refused":1');
  });

  test("a sequence that no double holds exactly is not used", async () => {
    page(row("1795186800000000000", "9007199254740993"));
    expect(await trades()).toMatchObject([{ sequence: null }]);
  });
});

describe("failures (massive-futures-api 4.3)", () => {
  test.each([
    [400, "bad-request"],
    [401, "unauthorized"],
    [403, "not-entitled"],
    [404, "not-found"],
  ])("HTTP %d is %s, is not repeated and never shows the key", async (status, failure) => {
    answer(status, '{"status":"ERROR","message":"you cannot have this"}');
    const error = await trades().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ failure, passing: false, message: expect.stringContaining("you cannot have this") });
    expect(String(error)).not.toContain(KEY);
    expect(asked).toHaveLength(1);
  });

  test("5xx is tried four times with doubled waits, then passes on", async () => {
    for (let times = 0; times < 4; times += 1) answer(503, "down");
    await expect(trades()).rejects.toMatchObject({ failure: "server", passing: true });
    expect(waits).toEqual([500, 1_000, 2_000]);
  });

  test("a dropped connection is tried again and may succeed", async () => {
    answers.push((request) => request.socket.destroy());
    page(row("1795186800000000000"));
    expect(await trades()).toHaveLength(1);
    expect(waits).toEqual([500]);
  });

  test("429 waits as long as the free plan's pace asks for", async () => {
    answer(429, "slow down");
    page("");
    expect(await trades()).toEqual([]);
    expect(waits[0]).toBeGreaterThanOrEqual(12_000);
  });

  test("429 waits longer where the vendor asks for it, but never past the longest wait", async () => {
    for (const seconds of ["50", "86400"])
      answers.push((_, response) => response.writeHead(429, { "retry-after": seconds }).end("slow down"));
    page("");
    expect(await trades()).toEqual([]);
    expect(waits).toEqual([50_000, 60_000]);
  });

  test.each(["<html>", '{"results":7}', '{"results":[{"timestamp":"x"}]}'])(
    "the answer %s is refused",
    async (body) => {
      answer(200, body);
      await expect(trades()).rejects.toMatchObject({ failure: "bad-answer" });
    },
  );
});

describe("reference data", () => {
  test("schedules come without duplicates, in order", async () => {
    const event = (name: string, timestamp: string) =>
      `{"event":"${name}","timestamp":"${timestamp}","session_end_date":"2026-11-23","product_code":"NQ"}`;
    const open = event("open", "2026-11-22T23:00:00Z");
    page([event("close", "2026-11-23T22:00:00Z"), open, open].join(","));
    expect((await rest.schedules("NQ", "2026-11-22", "2026-11-23")).map(({ event: name }) => name)).toEqual([
      "open",
      "close",
    ]);
  });

  test("a snapshot gives settlements in ticks, with the ticker at the top or under details", async () => {
    const session = '"session":{"previous_settlement":25100.000000000004}';
    page(`{"ticker":"NQZ6",${session}},{"details":{"ticker":"ESZ6"}},{"ticker":"NQZ6-NQH7"}`);
    expect(await rest.snapshot(["NQZ6", "ESZ6"], () => scale)).toEqual([
      { ticker: "NQZ6", settlement: null, previousSettlement: 100_400, delayed: false },
      { ticker: "ESZ6", settlement: null, previousSettlement: null, delayed: false },
    ]);
  });

  test("contracts and minute bars", async () => {
    page('{"ticker":"NQZ6","product_code":"NQ","type":"single","last_trade_date":"2026-12-18","trading_venue":"XCME"}');
    expect(await rest.contracts("NQ", "2026-11-22")).toMatchObject([{ ticker: "NQZ6", lastTradeDate: "2026-12-18" }]);
    page(
      '{"window_start":1795186800000000000,"open":1,"high":"1.25","low":1,"close":1.25,"volume":3,"transactions":2}',
    );
    const bars: unknown[] = [];
    for await (const bar of rest.minuteBars("NQZ6", 0, 1, scale)) bars.push(bar);
    expect(bars).toEqual([{ openAt: 1_795_186_800_000, open: 4, high: 5, low: 4, close: 5, volume: 3, trades: 2 }]);
  });
});

test("long whole numbers are read as text, everything else as JSON reads it", () => {
  const text =
    '{"a":1795186800123456789,"b":12.5,"c":"1795186800123456789 \\" 1795186800123456789","d":[-12345678901234567]}';
  expect(parseExactJson(text)).toEqual({
    a: "1795186800123456789",
    b: 12.5,
    c: '1795186800123456789 " 1795186800123456789',
    d: ["-12345678901234567"],
  });
});
