/**
 * `npm run replay`: recorded ticks and alerts through the engine, result as JSON (replay format).
 * Exit 0 on success, 2 with one line on stderr for bad input. Needs no database and no network.
 */
import { writeFile } from "node:fs/promises";
import { CANDLES_HEADER, formatCandleLine, formatReport } from "@/lib/engine/report";
import type { SeriesEngine } from "@/lib/engine/series-engine";
import { InputError } from "./replay/input-error";
import { type ReplayOptions, readOptions, USAGE } from "./replay/options";
import { runReplay } from "./replay/run";

const EXIT_BAD_INPUT = 2;

function print(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function write(file: string, text: string): Promise<void> {
  if (file === "-") {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    });
    return;
  }
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new InputError(
      file,
      null,
      `expected a file that can be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function candlesText(engine: SeriesEngine): string {
  const open = engine.openCandle();
  const candles = open === null ? engine.closedCandles() : [...engine.closedCandles(), open];
  return CANDLES_HEADER + candles.map((candle) => formatCandleLine(candle, engine.config.scale)).join("");
}

async function writeResult(engine: SeriesEngine, options: ReplayOptions): Promise<void> {
  const { counters, candleCount, config } = engine;
  const { profile } = config.rules;
  if (options.candles !== null) await write(options.candles, candlesText(engine));
  await write(
    options.out,
    formatReport({ profile, scale: config.scale, counters, candleCount, signals: engine.records() }),
  );
  print(`replay: ${counters.read} ticks, ${counters.received} deliveries, ${candleCount} candles, done`);
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes("--help")) {
    print(USAGE);
    return;
  }
  const options = await readOptions(args);
  await writeResult(await runReplay(options, print), options);
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  print(error.message);
  process.exitCode = EXIT_BAD_INPUT;
}
