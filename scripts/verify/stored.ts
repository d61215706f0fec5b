/** What a verification writes into and reads from its database. Prices come back as ticks. */
import type pg from "pg";
import { type PriceScale, parsePrice } from "@/lib/market/price";
import type { Bar } from "@/scripts/verify/compare";
import type { PastTrade } from "@/worker/simulator/history";
import { datedContract, type InstrumentFile } from "@/worker/simulator/recorded-tape";

/** Inserts the instrument, its contract and that it is the front one; any root will do. Returns the contract's id. */
export async function insertInstrument(
  client: pg.Client,
  instrument: InstrumentFile,
  firstAt: number,
): Promise<number> {
  const { root, ticker, tick_size, point_value, tradingview } = instrument;
  const { month, lastTradeDate } = datedContract(instrument, firstAt);
  await client.query(
    `INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview)
      VALUES ($1, $2, 'XCME', $3::numeric, $4::numeric, $5)`,
    [root, ticker, tick_size, point_value, tradingview],
  );
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO contracts (root, ticker, month, last_trade_date) VALUES ($1, $2, $3, $4::date) RETURNING id`,
    [root, ticker, month, lastTradeDate],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("contracts: expected the id of the inserted row");
  await client.query(`INSERT INTO front_contracts (root, contract_id, valid_from) VALUES ($1, $2, to_timestamp(0))`, [
    root,
    id,
  ]);
  return id;
}

/** How many trades of a contract are stored. */
export async function countTrades(client: pg.Client, contractId: number): Promise<number> {
  const { rows } = await client.query<{ count: string }>("SELECT count(*) FROM ticks WHERE contract_id = $1", [
    contractId,
  ]);
  return Number(rows[0]?.count ?? 0);
}

/** Stored trades in the order the worker took them in. */
export async function storedTrades(client: pg.Client, contractId: number, scale: PriceScale): Promise<PastTrade[]> {
  const { rows } = await client.query<{ at: string; price: string; size: number; sequence: string }>(
    `SELECT (extract(epoch FROM exchange_at) * 1000)::bigint AS at, price::text, size, sequence
      FROM ticks WHERE contract_id = $1 ORDER BY ingest_id`,
    [contractId],
  );
  return rows.map(({ at, price, size, sequence }) => {
    return { at: Number(at), price: ticksOf(price, scale), size, sequence: Number(sequence) };
  });
}

/** Stored 1-minute candles, oldest first, the last one included. */
export async function storedCandles(client: pg.Client, contractId: number, scale: PriceScale): Promise<Bar[]> {
  const { rows } = await client.query<Record<"at" | "open" | "high" | "low" | "close" | "volume", string>>(
    `SELECT (extract(epoch FROM open_at) * 1000)::bigint AS at, open::text, high::text, low::text, close::text, volume
      FROM candles WHERE contract_id = $1 ORDER BY open_at`,
    [contractId],
  );
  return rows.map(({ at, open, high, low, close, volume }) => ({
    ...{ openAt: Number(at), volume: Number(volume), open: ticksOf(open, scale), high: ticksOf(high, scale) },
    ...{ low: ticksOf(low, scale), close: ticksOf(close, scale) },
  }));
}

/** NaN for a stored price that is no price of the instrument, so that it can never look equal. */
function ticksOf(text: string, scale: PriceScale): number {
  const price = parsePrice(text, scale);
  return price.ok ? price.ticks : Number.NaN;
}
