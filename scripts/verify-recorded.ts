/**
 * Proof on real data: `npm run verify:recorded -- --ticks F --bars F --instrument F [--kill | --kill-at FRACTION]`.
 * Sends a recorded day over the simulated exchange's socket to the real worker with a database of its own, then compares
 * what is stored with the file (every trade exactly once, in order) and with third-party 1-minute bars.
 * With --kill the worker is killed hard in the middle and started again; REST must bring what it missed.
 * Exit 0 when all is equal, 1 when not, 2 for bad input.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { readBars } from "@/scripts/verify/bars-file";
import { compareBars, compareTrades } from "@/scripts/verify/compare";
import { end, logTail, type Running, startDatabase, startSimulator, startWorker } from "@/scripts/verify/processes";
import { countTrades, insertInstrument, storedCandles, storedTrades } from "@/scripts/verify/stored";
import { BadInput, type RecordedTape, readInstrument, readTape } from "@/worker/simulator/recorded-tape";

const usage = `usage: npm run verify:recorded -- --ticks FILE.csv[.gz] --bars FILE.csv[.gz] --instrument FILE.json [--kill | --kill-at FRACTION]`;
/** How often the stored trades are counted. */
const POLL_MS = 50;
/** Without a new stored trade for this long the run has failed. */
const STALLED_MS_MAX = 60_000;
/** With --kill the tape is stretched to about this long, so that there is a middle to kill in. */
const KILL_RUN_MS = 10_000;

interface Arguments {
  readonly ticks: string;
  readonly bars: string;
  readonly instrument: string;
  /** Part of the trades stored when the worker is killed; null for an undisturbed run. */
  readonly killAt: number | null;
}

function readArguments(): Arguments {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      options: { ticks: text, bars: text, instrument: text, kill: { type: "boolean" }, "kill-at": text },
    });
    const { ticks, bars, instrument, kill } = values;
    if (ticks === undefined || bars === undefined || instrument === undefined) {
      throw new BadInput("expected --ticks, --bars and --instrument");
    }
    const fraction = values["kill-at"] ?? (kill === true ? "0.5" : null);
    const killAt = fraction === null ? null : Number(fraction);
    if (killAt !== null && !(killAt > 0 && killAt < 1)) {
      throw new BadInput(`--kill-at: expected a fraction between 0 and 1, got ${fraction}`);
    }
    return { ticks, bars, instrument, killAt };
  } catch (error) {
    throw new BadInput(`${error instanceof Error ? error.message : "unreadable arguments"}\n${usage}`);
  }
}

/** What must be undone at the end, newest first. */
const cleanups: (() => Promise<void> | void)[] = [];

async function cleanUp(): Promise<void> {
  for (let undo = cleanups.pop(); undo !== undefined; undo = cleanups.pop()) await undo();
}

/** Resolves when `wanted` trades are stored; rejects when nothing more comes. */
async function storedReaches(client: pg.Client, contractId: number, wanted: number, worker: Running): Promise<void> {
  let before = -1;
  let changedAt = performance.now();
  for (;;) {
    const stored = await countTrades(client, contractId);
    if (stored >= wanted) return;
    if (stored !== before) changedAt = performance.now();
    else if (performance.now() - changedAt > STALLED_MS_MAX) {
      throw new Error(
        `stored ${stored} of ${wanted} trades, then nothing for ${STALLED_MS_MAX / 1000} s:\n${logTail(worker)}`,
      );
    }
    if (worker.child.exitCode !== null) throw new Error(`the worker ended by itself:\n${logTail(worker)}`);
    before = stored;
    await sleep(POLL_MS);
  }
}

function speedFor({ trades }: RecordedTape, killAt: number | null): string {
  const lastAt = trades.get(trades.end - 1)?.at ?? 0;
  const firstAt = trades.get(0)?.at ?? 0;
  return killAt === null ? "max" : ((lastAt - firstAt) / KILL_RUN_MS + 1).toFixed(3);
}

/** Plays the day to the worker until everything is stored and the worker has ended in order. */
async function play(
  args: Arguments,
  tape: RecordedTape,
  url: string,
  client: pg.Client,
  contractId: number,
  workDir: string,
) {
  const speed = speedFor(tape, args.killAt);
  const exchange = await startSimulator(
    ["--ticks", args.ticks, "--instrument", args.instrument, "--speed", speed],
    workDir,
  );
  cleanups.push(() => end(exchange, "SIGKILL"));
  const launch = async (): Promise<Running> => {
    const worker = await startWorker(url, exchange.port, workDir);
    cleanups.push(() => end(worker, "SIGKILL"));
    return worker;
  };
  const total = tape.trades.end;
  let worker = await launch();
  if (args.killAt !== null) {
    await storedReaches(client, contractId, Math.ceil(total * args.killAt), worker);
    await end(worker, "SIGKILL");
    print(`worker killed with ${await countTrades(client, contractId)} of ${total} trades stored, started again`);
    worker = await launch();
  }
  await storedReaches(client, contractId, total, worker);
  await end(worker, "SIGTERM");
}

async function verify(args: Arguments): Promise<boolean> {
  const instrument = readInstrument(args.instrument);
  const tape = await readTape(args.ticks, instrument);
  const { scale } = tape.listing;
  const bars = readBars(args.bars, scale);
  const workDir = mkdtempSync(path.join(os.tmpdir(), "verify-recorded-"));
  chmodSync(workDir, 0o755);
  cleanups.push(() => rmSync(workDir, { recursive: true, force: true }));
  const database = await startDatabase(path.join(workDir, "pg"));
  cleanups.push(() => database.stop());
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  cleanups.push(() => client.end());
  const contractId = await insertInstrument(client, instrument, tape.trades.get(0)?.at ?? 0);
  const startedAt = performance.now();
  await play(args, tape, database.url, client, contractId, workDir);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const trades = compareTrades(tape.trades, await storedTrades(client, contractId, scale));
  const minutes = compareBars(bars, await storedCandles(client, contractId, scale));
  printComparison(tape, trades, minutes, seconds);
  return trades.differing === 0 && minutes.differing === 0;
}

function printComparison(
  { listing, refused }: RecordedTape,
  trades: ReturnType<typeof compareTrades>,
  minutes: ReturnType<typeof compareBars>,
  seconds: string,
): void {
  const row = (name: string, expected: number, stored: number, differing: number): string =>
    [name.padEnd(22), ...[expected, stored, differing].map((value) => String(value).padStart(9))].join(" ");
  print(`${listing.ticker}: sent, stored and stopped in ${seconds} s`);
  print(`${"".padEnd(22)}  expected    stored    differ`);
  print(row("trades, in order", trades.expected, trades.stored, trades.differing));
  print(row("minutes, OHLC", minutes.expected, minutes.stored, minutes.differing));
  print(row("minutes, volume", minutes.equal, minutes.equal, minutes.volumes.length));
  if (refused > 0) print(`rows of the file without a price on the grid, not sent: ${refused}`);
  for (const line of [...trades.differences, ...minutes.differences]) print(`  differs: ${line}`);
  for (const line of minutes.volumes) print(`  volume: ${line}`);
  const isEqual = trades.differing === 0 && minutes.differing === 0;
  print(isEqual ? "EQUAL: every trade exactly once, in order; all minutes equal" : "NOT EQUAL");
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void cleanUp().then(() => process.exit(130));
  });
}
try {
  const isEqual = await verify(readArguments());
  process.exitCode = isEqual ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof BadInput ? 2 : 1;
}
await cleanUp();
