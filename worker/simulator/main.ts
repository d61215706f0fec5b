/**
 * The simulated exchange as a process (docs/simulator.md): stands where the vendor would, on one port for socket and REST.
 * Composition root: reads arguments, wires one of the two sources to the exchange, stops on a signal.
 */
import process from "node:process";
import { random, systemClock } from "@/lib/clock";
import { env } from "@/lib/env";
import { MINUTE_MS } from "@/lib/market/zone";
import { AlertPoster } from "@/worker/simulator/alert-poster";
import {
  BadArguments,
  type RecordedArguments,
  readArguments,
  type SyntheticArguments,
  usage,
} from "@/worker/simulator/arguments";
import { Exchange, type ExchangeOptions } from "@/worker/simulator/exchange";
import { historyLimits } from "@/worker/simulator/history";
import { Player } from "@/worker/simulator/player";
import { BadInput, readInstrument, readTape, recordedRowsMax } from "@/worker/simulator/recorded-tape";
import { runSynthetic } from "@/worker/simulator/run-synthetic";
import { systemTimers } from "@/worker/timer";

/** Trades remembered per contract of the synthetic market, which never ends. */
const SYNTHETIC_TRADES_MAX = historyLimits.tradesMax >> 3;
/** Wrong arguments or wrong input files. */
const EXIT_BAD_INPUT = 2;

const say = (line: string): void => void process.stdout.write(`[simulator] ${line}\n`);
const common = { clock: systemClock, timers: systemTimers };

/** Starts the synthetic market; resolves with what stops it. */
async function startSynthetic(options: SyntheticArguments): Promise<() => Promise<void>> {
  const status: ExchangeOptions["status"] = () => ({
    state: "running",
    played: run?.trades() ?? 0,
    total: null,
    lastAt: systemClock.now(),
  });
  let run: ReturnType<typeof runSynthetic> | null = null;
  const exchange = new Exchange({ ...common, ...options, tradesMax: SYNTHETIC_TRADES_MAX, status });
  const address = options.webhook ?? env().SIMULATOR_WEBHOOK_URL ?? null;
  const lateFrom = options.lateMinutes === 0 ? null : systemClock.now() - options.lateMinutes * MINUTE_MS;
  const poster = new AlertPoster({ address, root: "NQ", lateFrom, timers: systemTimers, random, say });
  const port = await exchange.listen();
  run = runSynthetic(exchange, poster, options, systemClock, systemTimers);
  const tickers = exchange.listings.map((listing) => listing.ticker).join(" ");
  say(`synthetic market (${tickers}) at ws://127.0.0.1:${port}/futures and http://127.0.0.1:${port}`);
  return async () => {
    run?.stop();
    await exchange.close();
  };
}

/** Starts a recorded day; resolves with what stops it. */
async function startRecorded(options: RecordedArguments): Promise<() => Promise<void>> {
  const tape = await readTape(options.ticks, readInstrument(options.instrument));
  const status: ExchangeOptions["status"] = () => ({ ...player?.status() });
  let player: Player | null = null;
  const exchange = new Exchange({ ...common, ...options, tradesMax: recordedRowsMax, status });
  exchange.list([tape.listing]);
  player = new Player({ ...common, exchange, tape, speed: options.speed });
  const port = await exchange.listen();
  const { ticker } = tape.listing;
  const speed = Number.isFinite(options.speed) ? `${options.speed} times recorded time` : "full speed";
  say(`recorded ${ticker} (${tape.trades.end} trades) at ws://127.0.0.1:${port}/futures and http://127.0.0.1:${port}`);
  if (tape.refused > 0) say(`${tape.refused} rows are not played: price not above zero or not on the tick grid`);
  say("waiting for the first subscriber");
  void player
    .play(() => say(`playing at ${speed}`))
    .then(() => {
      const done = player?.status();
      if (done?.state === "finished") say(`tape finished: ${done.played} of ${done.total} trades; REST keeps serving`);
    });
  return async () => {
    player?.stop();
    await exchange.close();
  };
}

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  const stop = await (options.source === "synthetic" ? startSynthetic(options) : startRecorded(options));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void stop().then(() => process.exit(0));
    });
  }
}

try {
  await main();
} catch (error) {
  const isBadInput = error instanceof BadInput || error instanceof BadArguments;
  const hint = error instanceof BadArguments ? `\n${usage}` : "";
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}${hint}\n`);
  process.exit(isBadInput ? EXIT_BAD_INPUT : 1);
}
