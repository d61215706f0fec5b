/**
 * `npm run bench -- pipeline [--seconds N] [--rate TRADES_PER_SECOND]`: the synthetic exchange at a rate through the real
 * worker (rules, database, stream) to a reader of /stream. Beside it, in the same run and on the same feed, a bare process
 * that receives each frame and writes it out; its trades are also the account the stored ones are compared with.
 * Prints loss, latency from socket to stream, and the worker's memory over time. Exit 1 when a trade was lost.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { systemClock } from "@/lib/clock";
import type { StreamEvent } from "@/lib/stream/events";
import { end, freePort, startDatabase, startSimulator, startWorker } from "@/scripts/verify/processes";
import { serveBaseline } from "./pipeline/baseline";
import { listenerCookie } from "./pipeline/listener";
import { Latencies, readStream } from "./pipeline/reader";

const usage = "usage: npm run bench -- pipeline [--seconds N] [--rate TRADES_PER_SECOND]";
/** Memory and queues are looked at this often. */
const SAMPLE_MS = 5000;
/** The worker's compiler and caches settle before memory is compared. */
const WARM_UP_MS = 60_000;

/** Trades as the bare process received them: `ticker sequence` of those inside the measured time. */
type Account = Map<string, number>;

interface Report {
  ready: boolean;
  contracts: readonly { ticker: string }[];
  memory: { rssBytes: number };
  store: { memoryRows: number; spoolBytes: number };
  eventLoop: { p99Ms: number };
}

const cleanups: (() => Promise<unknown> | unknown)[] = [];

async function readReport(port: number): Promise<Report | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    return (await response.json()) as Report;
  } catch {
    return null;
  }
}

async function untilReady(port: number): Promise<Report> {
  for (;;) {
    const report = await readReport(port);
    if (report?.ready === true) return report;
    await sleep(200);
  }
}

function startBaseline(exchangePort: number, tickers: readonly string[], port: number): Promise<void> {
  const role = ["--role", "baseline", "--exchange", String(exchangePort), "--port", String(port)];
  const args = [fileURLToPath(import.meta.url), ...role, "--tickers", tickers.join(",")];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  cleanups.push(() => child.kill("SIGKILL"));
  return new Promise((resolve) => child.stdout.once("data", () => resolve()));
}

/** Latency of the worker: from the receipt of the newest trade of a contract to the arrival of its reading. */
function measureWorker(latencies: Latencies, data: string): void {
  const now = systemClock.now();
  const event = JSON.parse(data) as StreamEvent;
  if (event.type !== "ticker") return;
  for (const { lastAt, feedLatencyMs } of event.tickers) {
    if (lastAt !== null && feedLatencyMs !== null) latencies.add(now - lastAt - feedLatencyMs);
  }
}

/** Latency of the bare process, and the account of what the exchange has sent. */
function measureBaseline(latencies: Latencies, account: Account, data: string): void {
  const now = systemClock.now();
  const { at, frame } = JSON.parse(data) as { at: number; frame: { ev: string; sym: string; q: number; t: number }[] };
  for (const event of frame) if (event.ev === "T") account.set(`${event.sym} ${event.q}`, event.t);
  if (frame.some((event) => event.ev === "T")) latencies.add(now - at);
}

/** Trades of the account that are not stored. */
async function countLost(url: string, account: Account): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ key: string }>(
      "SELECT ticker || ' ' || sequence AS key FROM ticks JOIN contracts ON contracts.id = ticks.contract_id",
    );
    const stored = new Set(rows.map((row) => row.key));
    return [...account.keys()].filter((key) => !stored.has(key)).length;
  } finally {
    await client.end();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function measure(seconds: number, rate: number): Promise<void> {
  const workDir = mkdtempSync(path.join(os.tmpdir(), "bench-pipeline-"));
  chmodSync(workDir, 0o755);
  cleanups.push(() => rmSync(workDir, { recursive: true, force: true }));
  const database = await startDatabase(path.join(workDir, "pg"));
  cleanups.push(() => database.stop());
  const exchange = await startSimulator(["--rate", String(rate), "--history", "0"], workDir);
  cleanups.push(() => end(exchange, "SIGTERM"));
  const authSecret = randomBytes(32).toString("hex");
  const cookie = await listenerCookie(database.url, authSecret);
  const worker = await startWorker(database.url, exchange.port, workDir, {
    FEED_SOURCE: "simulated",
    AUTH_SECRET: authSecret,
  });
  cleanups.push(() => end(worker, "SIGTERM"));
  const { contracts } = await untilReady(worker.port);
  const barePort = await freePort();
  await startBaseline(
    exchange.port,
    contracts.map((contract) => contract.ticker),
    barePort,
  );

  const bare = new Latencies();
  const full = new Latencies();
  const account: Account = new Map();
  const broken = (error: Error): never => {
    throw error;
  };
  const stopBare = readStream(`http://127.0.0.1:${barePort}/`, (data) => measureBaseline(bare, account, data), broken);
  const streamUrl = `http://127.0.0.1:${worker.port}/stream`;
  const stopFull = readStream(streamUrl, (data) => measureWorker(full, data), broken, { cookie });
  const startedAt = systemClock.now();
  const memory: { at: number; mb: number }[] = [];
  for (let elapsed = 0; elapsed < seconds * 1000; elapsed = systemClock.now() - startedAt) {
    await sleep(Math.min(SAMPLE_MS, seconds * 1000 - elapsed));
    const report = await readReport(worker.port);
    if (report !== null) memory.push({ at: elapsed, mb: Math.round(report.memory.rssBytes / 2 ** 20) });
  }
  stopBare();
  const measuredMs = systemClock.now() - startedAt;
  stopFull();
  // The account has ended; the worker has longer, and writes the rest when it is told to end.
  await end(worker, "SIGTERM");
  const lost = await countLost(database.url, account);
  const text = (latencies: Latencies): string =>
    `p50 ${latencies.at(0.5)} ms, p99 ${latencies.at(0.99)} ms, max ${latencies.at(1)} ms (${latencies.count} readings)`;
  const warm = memory.filter((sample) => sample.at >= WARM_UP_MS);
  const [first = memory[0]] = warm;
  print(
    `feed           ${account.size} trades in ${(measuredMs / 1000).toFixed(0)} s = ${((account.size * 1000) / measuredMs).toFixed(0)}/s`,
  );
  print(`lost           ${lost} of ${account.size}`);
  print(`socket→stream  ${text(full)}`);
  print(`bare process   ${text(bare)}`);
  print(`worker memory  ${memory.map((sample) => sample.mb).join(" ")} MB every ${SAMPLE_MS / 1000} s`);
  print(
    `growth         ${(memory.at(-1)?.mb ?? 0) - (first?.mb ?? 0)} MB since ${warm.length > 0 ? "the first minute" : "the start"}`,
  );
  if (lost > 0) process.exitCode = 1;
}

function numberOf(name: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Error(`--${name}: expected a whole number from 1 to ${max}, got ${text}\n${usage}`);
}

const option = (fallback: string) => ({ type: "string", default: fallback }) as const;
const { values } = parseArgs({
  options: {
    ...{ seconds: option("60"), rate: option("1000"), role: option("measure") },
    ...{ exchange: option("0"), port: option("0"), tickers: option("") },
  },
});
if (values.role === "baseline") {
  serveBaseline(`ws://127.0.0.1:${values.exchange}/futures`, values.tickers.split(","), Number(values.port));
} else {
  try {
    await measure(numberOf("seconds", values.seconds, 86_400), numberOf("rate", values.rate, 50_000));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    for (let undo = cleanups.pop(); undo !== undefined; undo = cleanups.pop()) await undo();
  }
}
