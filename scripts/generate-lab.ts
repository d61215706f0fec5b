/**
 * `npm run generate:lab -- [--signals N] [--trades N] [--seed N] [--force]`: fills the database (DATABASE_URL, else the
 * embedded one) with simulated signals and trades, for benchmarks and for looking at full pages. Refuses a database with
 * live rows unless forced.
 */
import { parseArgs } from "node:util";
import { fillLab, hasLiveRows } from "@/scripts/lab/fill";
import { openDatabase } from "@/scripts/open-database";

const usage = "usage: npm run generate:lab -- [--signals N] [--trades N] [--seed N] [--force]";
const SIGNALS_MAX = 1_000_000;

/** A whole number of an option, or null. */
function whole(text: string, max: number): number | null {
  return /^\d{1,9}$/.test(text) && Number(text) <= max ? Number(text) : null;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      signals: { type: "string", default: "100000" },
      trades: { type: "string", default: "60000" },
      seed: { type: "string", default: "1" },
      force: { type: "boolean", default: false },
    },
  });
  const signals = whole(values.signals, SIGNALS_MAX);
  const trades = whole(values.trades, signals ?? 0);
  const seed = whole(values.seed, 2 ** 31);
  if (signals === null || signals < 1 || trades === null || seed === null) {
    console.error(`${usage}\nexpected 1 to ${SIGNALS_MAX} signals, no more trades than signals, and a whole seed`);
    return 2;
  }
  const database = await openDatabase();
  try {
    if (!values.force && (await hasLiveRows())) {
      console.error("This database holds live signals: simulated ones do not belong beside them. --force overrides.");
      return 1;
    }
    await fillLab({ signals, trades, seed, progress: (line) => console.log(line) });
    return 0;
  } finally {
    await database.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
