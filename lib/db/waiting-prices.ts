/**
 * Runs of suspicious prices that wait for judgement (methodology 8.2), read from the stored ticks with the engine's own
 * rule of what one run is. Reads only; whether a run still waits is the engine's to say when somebody accepts it.
 */
import { readAcceptAsk } from "@/lib/db/asks";
import { pool } from "@/lib/db/client";
import { epochMs, ticksOf } from "@/lib/db/columns";
import { readReleased } from "@/lib/db/tape";
import { Quarantine, RELEASE_SPAN_MS_MIN, RELEASE_TICKS_MIN, type WaitingTick } from "@/lib/engine/quarantine";
import type { ShownPrice, WaitingRun } from "@/lib/engine/waiting-run";
import { formatPrice, type PriceScale, priceScale } from "@/lib/market/price";
import { TickFlag } from "@/lib/market/types";
import { type ProfileName, resolveRules } from "@/lib/signal/config";

/** Suspicious ticks read of a contract: the newest ones. A run that waits is shorter unless it is all of one moment. */
export const waitingTicksMax = 2_000;
/** Prices shown of the run and of the tape before it: the newest ones. */
export const shownPricesMax = 12;

interface ContractSql {
  readonly id: number;
  readonly ticker: string;
  readonly tick_size: string;
  readonly profile: ProfileName;
  readonly config: Readonly<Record<string, unknown>>;
  readonly open_trades: number;
  readonly newest: string;
}

interface TickSql {
  readonly id: string;
  readonly at: string;
  readonly price: string;
  readonly size: number;
}

/** The runs that wait now, by contract. */
export async function readWaitingRuns(): Promise<WaitingRun[]> {
  const { rows } = await pool().query<ContractSql>(
    `SELECT contracts.id, ticker, trim_scale(tick_size)::text AS tick_size, profile, config, newest.ingest_id AS newest,
        (SELECT count(*)::int FROM signals WHERE contract_id = contracts.id AND status = 'ACTIVE') AS open_trades
      FROM contracts JOIN instruments USING (root)
      JOIN LATERAL (SELECT ingest_id FROM ticks WHERE contract_id = contracts.id AND flags & $1 = 0
        ORDER BY ingest_id DESC LIMIT 1) AS newest ON true
      WHERE last_trade_date >= current_date - 1 AND EXISTS (SELECT 1 FROM ticks
        WHERE contract_id = contracts.id AND ingest_id > newest.ingest_id AND flags & $2 <> 0)
      ORDER BY ticker`,
    [TickFlag.suspicious | TickFlag.late, TickFlag.suspicious],
  );
  const runs = await Promise.all(rows.map(readRun));
  return runs.filter((run) => run !== null);
}

async function readRun(contract: ContractSql): Promise<WaitingRun | null> {
  const { id, ticker, profile, config } = contract;
  const scale = priceScale(contract.tick_size);
  const rules = resolveRules(profile, config, scale);
  if (!rules.ok) return null;
  const ticks = await readTicks(
    id,
    `ingest_id > ${Number(contract.newest)} AND flags & ${TickFlag.suspicious} <> 0`,
    waitingTicksMax,
    scale,
  );
  const released = await readReleased(ticker, ticks[0]?.at ?? 0);
  // What an admin accepted stays marked in the tape's rows; its newest price is where the tape stands.
  const start = ticks.findLastIndex(({ ref }) => released.has(ref)) + 1;
  const quarantine = new Quarantine();
  for (const tick of ticks.slice(start)) quarantine.add(tick, rules.rules.anomalyJumpTicks);
  const run = quarantine.save();
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) return null;
  const accepted = `ingest_id <= ${Number(contract.newest)} AND flags & ${TickFlag.suspicious | TickFlag.late} = 0`;
  const tape = [...(await readTicks(id, accepted, shownPricesMax, scale)), ...ticks.slice(0, start)].slice(
    -shownPricesMax,
  );
  const prices = run.map(({ price }) => price);
  const price = (value: number): string => formatPrice(value, scale);
  const shown = (list: readonly WaitingTick[]): ShownPrice[] =>
    list
      .slice(-shownPricesMax)
      .map((tick) => ({ id: tick.ref, at: tick.at, price: price(tick.price), size: tick.size }))
      .reverse();
  return {
    ...{ contractId: id, ticker, first: first.ref, count: run.length, from: first.at, to: last.at },
    ...{ lowest: price(Math.min(...prices)), highest: price(Math.max(...prices)) },
    away: price(last.price - (tape.at(-1)?.price ?? last.price)),
    limit: price(rules.rules.anomalyJumpTicks),
    ...{ prices: shown(run), tape: shown(tape), openTrades: contract.open_trades },
    release: { ticks: RELEASE_TICKS_MIN, ms: RELEASE_SPAN_MS_MIN },
    ask: await readAcceptAsk(id, first.ref),
  };
}

/** The newest ticks of a contract under a condition, oldest first. @param where SQL of numbers only */
async function readTicks(contractId: number, where: string, limit: number, scale: PriceScale): Promise<WaitingTick[]> {
  const { rows } = await pool().query<TickSql>(
    `SELECT ingest_id AS id, ${epochMs("exchange_at")} AS at, price, size FROM ticks
      WHERE contract_id = $1 AND ${where} ORDER BY ingest_id DESC LIMIT $2`,
    [contractId, limit],
  );
  return rows
    .map(({ id, at, price, size }) => ({ at: Number(at), price: ticksOf(price, scale), size, ref: Number(id) }))
    .reverse();
}
