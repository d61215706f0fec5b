import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { priceScale } from "@/lib/market/price";
import { parseAlert } from "@/lib/signal/alert";
import { AlertPoster, alertLimits } from "@/worker/simulator/alert-poster";
import type { Listing, SimBar } from "@/worker/simulator/events";
import type { Timers } from "@/worker/timer";

const listing: Listing = {
  ...{ ticker: "NQZ6", root: "NQ", name: "NQ", venue: "XCME", lastTradeDate: "2026-12-18" },
  ...{ tickSize: "0.25", pointValue: "20", scale: priceScale("0.25") },
};
/** Monday 2026-11-23, 10:00 New York. */
const start = Date.UTC(2026, 10, 23, 15);
const bar = (minute: number, low: number, high: number, close: number): SimBar => ({
  ...{ kind: "bar", listing, channel: "AM", openAt: start + minute * 60_000, closeAt: start + (minute + 1) * 60_000 },
  ...{ open: close, high, low, close, volume: 1, tickVolume: close, trades: 1 },
});
/** Turns Bullish with the second bar and Bearish with the third. */
const bars = [bar(0, 100_000, 100_020, 100_010), bar(1, 100_010, 100_040, 100_036), bar(2, 99_900, 100_000, 99_910)];
const timers: Timers = {
  after(_, task) {
    setImmediate(task);
    return () => undefined;
  },
  every: () => () => undefined,
};

let server: Server;
let address: string;
let bodies: { body: string; type: string }[];
let statuses: number[];
let said: string[];
let onSaid: () => void;

beforeEach(async () => {
  [bodies, statuses, said] = [[], [], []];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    bodies.push({ body, type: request.headers["content-type"] ?? "" });
    response.writeHead(statuses.shift() ?? 202).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/webhooks/tradingview/the-token`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function poster(to: string | null = address, lateFrom: number | null = null): AlertPoster {
  const say = (line: string): void => {
    said.push(line);
    onSaid();
  };
  return new AlertPoster({ address: to, root: "NQ", lateFrom, timers, random: () => 0, say });
}

/** Resolves when the poster has said something so many times. */
function saidTimes(times: number): Promise<void> {
  return new Promise((resolve) => {
    onSaid = () => {
      if (said.length >= times) resolve();
    };
  });
}

describe("simulated TradingView alerts", () => {
  test("F1 and F5 by turns, which the parser reads as signals of the right candle", async () => {
    const done = saidTimes(2);
    poster().take(bars, false);
    await done;
    const read = bodies
      .map(({ body }) => parseAlert(body))
      .sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length);
    expect(read).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: "signal",
          format: "F1",
          direction: "bullish",
          candleAt: start + 60_000,
          price: "25009.00",
        }),
        expect.objectContaining({
          kind: "signal",
          format: "F5",
          direction: "bearish",
          candleAt: start + 120_000,
          symbol: "NQ1!",
        }),
      ]),
    );
    expect(bodies.map(({ type }) => type.split(";")[0]).sort()).toEqual(["application/json", "text/plain"]);
  });

  test("bars of the past only teach the indicator", () => {
    poster().take(bars, true);
    expect(bodies).toEqual([]);
  });

  test("signals of the past are posted in order when asked for, from the given candle on", async () => {
    onSaid = () => undefined;
    const past = poster(address, start + 2 * 60_000);
    past.take(bars, true);
    expect(bodies).toEqual([]);
    await past.postLate();
    expect(bodies.map(({ body }) => parseAlert(body))).toMatchObject([
      { direction: "bearish", candleAt: start + 120_000 },
    ]);
  });

  test("while the web app is not up the alert is tried again, then lost and said so, without the token", async () => {
    statuses = [503, 503, 202];
    const once = saidTimes(1);
    poster().take(bars.slice(0, 2), false);
    await once;
    expect(bodies).toHaveLength(3);
    const lost = saidTimes(2);
    poster("http://127.0.0.1:9/the-token").take(bars.slice(0, 2), false);
    await lost;
    expect(said).toEqual([
      "alert Bullish posted: HTTP 202",
      `alert Bullish lost after ${alertLimits.triesMax} tries: no answer`,
    ]);
    expect(said.join()).not.toContain("the-token");
  });
});
