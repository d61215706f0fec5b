/**
 * `npm run bench -- desk [--minutes N] [--trades N] [--rate TICKS_PER_SECOND]`: the Desk in Chromium (production build, real
 * database and web app, real hub) with many open trades that all move with every tick. Measured by the browser's own trace;
 * beside it, in the same run, the same page while no tick comes. Prints the frames' work, long tasks and the heap over time.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Browser, CDPSession, Page } from "@playwright/test";
import pg from "pg";
import { random, systemClock } from "@/lib/clock";
import type { ContractView } from "@/lib/stream/events";
import { startDatabase } from "@/scripts/verify/processes";
import { type FrameReport, frameReport, quantile } from "./desk/frames";
import { heapBytes, traced } from "./desk/page";
import { MarketPlayer } from "./desk/player";
import { listenerCookie } from "./pipeline/listener";
import { type Cleanups, signedInContext, startBrowser, startHub, startWeb } from "./web/start";

const usage = "usage: npm run bench -- desk [--minutes N] [--trades N] [--rate TICKS_PER_SECOND]";
/** Length of a trace, and of the quiet before it. */
const traceMs = 15_000;
const settleMs = 8_000;
const heapEveryMs = 30_000;
/** The page's compiler and caches settle before memory is compared. */
const warmUpMs = 60_000;
/** Candles the chart begins with. */
const historyMinutes = 600;

const cleanups: Cleanups = [];
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** One contract in front, with a history of candles. */
async function seed(url: string): Promise<ContractView> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview)
        VALUES ('NQ', 'E-mini Nasdaq-100', 'XCME', 0.25, 20, '{}') ON CONFLICT DO NOTHING`,
    );
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO contracts (root, ticker, month, last_trade_date)
        VALUES ('NQ', 'NQZ9', '2029-12', '2029-12-21') RETURNING id`,
    );
    const id = rows[0]?.id ?? 0;
    await client.query(
      "INSERT INTO front_contracts (root, contract_id, valid_from) VALUES ('NQ', $1, now() - interval '90 days')",
      [id],
    );
    await client.query(
      `INSERT INTO candles (contract_id, open_at, open, high, low, close, volume, trades, complete, source)
        SELECT $1, date_trunc('minute', now()) - n * interval '1 minute', 25000, 25010, 24990, 25000 + n % 9, 900, 90, true, 'simulated'
        FROM generate_series(1, $2::int) AS n`,
      [id, historyMinutes],
    );
    const text = { tickSize: "0.25", pointValue: "20", lastTradeDate: "2029-12-21" };
    return { id, root: "NQ", ticker: "NQZ9", name: "E-mini Nasdaq-100", ...text };
  } finally {
    await client.end();
  }
}

async function openDesk(address: string, cookie: string, ticker: string): Promise<{ browser: Browser; page: Page }> {
  const browser = await startBrowser(cleanups);
  const context = await signedInContext(browser, address, cookie);
  const page = await context.newPage();
  page.on("pageerror", (error) => print(`page error: ${error.message}`));
  await page.goto(`${address}/?contract=${ticker}`);
  await page
    .locator("[data-trade]")
    .first()
    .waitFor({ timeout: 30_000 })
    .catch(async () => {
      const shown = await page.locator("body").innerText();
      throw new Error(`no trade is shown at ${page.url()}: ${shown.slice(0, 300).replaceAll("\n", " ")}`);
    });
  return { browser, page };
}

async function traceReport(session: CDPSession, page: Page): Promise<FrameReport | null> {
  await sleep(settleMs);
  return frameReport(await traced(session, page, traceMs));
}

function printFrames(name: string, report: FrameReport | null): void {
  if (report === null) {
    print(`${name}  no frames: nothing on the page changed`);
    return;
  }
  const at = (values: readonly number[], q: number): string => quantile(values, q).toFixed(1);
  const { work, cpu, intervals, frames, longTasks, busy } = report;
  const perSecond = (frames / (traceMs / 1000)).toFixed(0);
  print(
    `${name}  work per frame p50 ${at(work, 0.5)} ms, p95 ${at(work, 0.95)} ms, p99 ${at(work, 0.99)} ms, max ${at(work, 1)} ms · ` +
      `of it processor p50 ${at(cpu, 0.5)} ms, p95 ${at(cpu, 0.95)} ms, p99 ${at(cpu, 0.99)} ms · ` +
      `${perSecond} frames/s, interval p95 ${at(intervals, 0.95)} ms · long tasks ${longTasks} · main thread ${(busy * 100).toFixed(0)} %`,
  );
}

/** Slope of a straight line through the samples, MB a minute. */
function slope(samples: readonly { readonly at: number; readonly bytes: number }[]): number {
  const n = samples.length;
  if (n < 2) return 0;
  const meanAt = samples.reduce((sum, { at }) => sum + at, 0) / n;
  const meanBytes = samples.reduce((sum, { bytes }) => sum + bytes, 0) / n;
  const above = samples.reduce((sum, { at, bytes }) => sum + (at - meanAt) * (bytes - meanBytes), 0);
  const below = samples.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  return ((above / below) * 60_000) / 2 ** 20;
}

async function measure(minutes: number, trades: number, rate: number): Promise<void> {
  const workDir = mkdtempSync(path.join(os.tmpdir(), "bench-desk-"));
  chmodSync(workDir, 0o755);
  cleanups.push(() => rmSync(workDir, { recursive: true, force: true }));
  const database = await startDatabase(path.join(workDir, "pg"));
  cleanups.push(() => database.stop());
  const contract = await seed(database.url);
  const secret = randomBytes(32).toString("hex");
  const cookie = await listenerCookie(database.url, secret);
  const { hub, port } = await startHub(cleanups);
  const address = await startWeb(cleanups, database.url, port, workDir, secret);
  const player = new MarketPlayer(hub, contract, random);
  player.fill(trades, systemClock.now());
  player.tick(systemClock.now());
  const { browser, page } = await openDesk(address, cookie, contract.ticker);
  const browserSession = await browser.newBrowserCDPSession();
  const session = await page.context().newCDPSession(page);

  print(`Desk in ${browser.browserType().name()} ${browser.version()}, 1440×900, ${trades} open trades`);
  const load = os.loadavg()[0]?.toFixed(1) ?? "unknown";
  print(
    `beside it: web app, event stream, Postgres and this player; load average ${load} on ${os.cpus().length} cores`,
  );
  printFrames("no ticks     ", await traceReport(browserSession, page));
  let due = systemClock.now();
  const timer = setInterval(() => {
    const now = systemClock.now();
    // As many as are due: timers are late on a busy machine, the rate is not.
    for (; due <= now; due += 1000 / rate) player.tick(now);
  }, 5);
  cleanups.push(() => clearInterval(timer));
  printFrames(`${rate} ticks/s  `, await traceReport(browserSession, page));

  const startedAt = systemClock.now();
  const samples: { at: number; bytes: number }[] = [];
  for (let at = 0; at <= minutes * 60_000; at = systemClock.now() - startedAt) {
    samples.push({ at, bytes: await heapBytes(session) });
    await sleep(heapEveryMs);
  }
  printFrames("at the end   ", await traceReport(browserSession, page));
  print(`heap          ${samples.map(({ bytes }) => megabytes(bytes)).join(" ")} MB every ${heapEveryMs / 1000} s`);
  const warm = samples.filter(({ at }) => at >= warmUpMs);
  print(`growth        ${slope(warm).toFixed(2)} MB/min after the first minute (${warm.length} samples)`);
}

function numberOf(name: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Error(`--${name}: expected a whole number from 1 to ${max}, got ${text}\n${usage}`);
}

const option = (fallback: string) => ({ type: "string", default: fallback }) as const;
try {
  const { values } = parseArgs({ options: { minutes: option("2"), trades: option("200"), rate: option("100") } });
  const { minutes, trades, rate } = values;
  await measure(numberOf("minutes", minutes, 600), numberOf("trades", trades, 500), numberOf("rate", rate, 5000));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  for (let undo = cleanups.pop(); undo !== undefined; undo = cleanups.pop()) await undo();
}
