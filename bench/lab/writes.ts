/**
 * What the read model costs the worker: 200 running trades written again in one batch, with extremes that move for a part
 * of them, with the triggers and without, in turns in the same run.
 */
import { pool } from "@/lib/db/client";
import type { InSeries, SignalFact } from "@/lib/db/series";
import { upsertSignals } from "@/lib/db/signals";
import { inTransaction } from "@/lib/db/transaction";
import type { SignalRecord } from "@/lib/engine/types";
import { priceScale } from "@/lib/market/price";
import { type Case, measure, type Timing } from "./measure";

const TRADES = 200;
const RUNS = 40;
/** Of the running trades, this part has a new extreme within a quarter of a second of a lively market. */
const MOVING_PART = 0.25;

/** Closed trades of the generated data, written again as running ones under ids of their own. */
async function runningTrades(): Promise<InSeries<SignalFact>[]> {
  const { rows } = await pool().query<{
    record: SignalRecord;
    contract_id: number;
    root: string;
    ticker: string;
    tick_size: string;
  }>(
    `SELECT record, contract_id, signals.root, ticker, trim_scale(tick_size)::text AS tick_size FROM signals
      JOIN contracts ON contracts.id = contract_id JOIN instruments ON instruments.root = signals.root
      WHERE status = 'CLOSED' ORDER BY signals.id LIMIT $1`,
    [TRADES],
  );
  return rows.map(({ record, contract_id, root, ticker, tick_size }) => ({
    series: {
      ...{ contractId: contract_id, root, ticker, scale: priceScale(tick_size), source: "replay", profile: "spec" },
      engineVersion: "bench",
    },
    fact: { kind: "signal", record: { ...record, tradeId: `bench_${record.tradeId}`, status: "ACTIVE" } },
  }));
}

function moved(row: InSeries<SignalFact>, index: number, run: number): InSeries<SignalFact> {
  const { record } = row.fact;
  const moves = (index + run) % Math.round(1 / MOVING_PART) === 0;
  if (record.trade === null) return row;
  const lastAt = record.trade.lastAt + run;
  const trade = moves ? { ...record.trade, lastAt, noBeMfe: record.trade.noBeMfe + run } : { ...record.trade, lastAt };
  return { ...row, fact: { kind: "signal", record: { ...record, trade } } };
}

async function setTriggers(enabled: boolean): Promise<void> {
  const word = enabled ? "ENABLE" : "DISABLE";
  await pool().query(`ALTER TABLE signals ${word} TRIGGER USER; ALTER TABLE trades ${word} TRIGGER USER`);
}

/** Takes away what a run wrote, also one that was killed in the middle. */
export async function forgetRunningTrades(): Promise<void> {
  await setTriggers(true);
  await pool().query("DELETE FROM trades WHERE signal_id IN (SELECT id FROM signals WHERE engine_version = 'bench')");
  await pool().query("DELETE FROM signals WHERE engine_version = 'bench'");
}

/** Measures a batch with and without the read model, and takes the written rows away again. */
export async function measureWrites(): Promise<Timing[]> {
  const rows = await runningTrades();
  const times: Timing[] = [];
  let run = 0;
  const batch: Case["run"] = () => {
    run += 1;
    return inTransaction((connection) =>
      upsertSignals(
        connection,
        rows.map((row, index) => moved(row, index, run)),
      ),
    );
  };
  try {
    await batch();
    for (const enabled of [true, false, true, false]) {
      await setTriggers(enabled);
      const name = `batch of ${TRADES} running trades, ${enabled ? "with" : "without"} read model`;
      times.push(...(await measure([{ name, run: batch }], RUNS)));
    }
  } finally {
    await forgetRunningTrades();
  }
  return times;
}
