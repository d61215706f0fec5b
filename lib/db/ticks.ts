/**
 * Trade prints in Postgres: append-only, exactly once by their key, read back in the order they were taken in.
 * Knows no engine; flags and sources are stored as they come.
 */
import { pool } from "@/lib/db/client";
import { epochMs, instant, type ScaleOf, ticksOf } from "@/lib/db/columns";
import type { Connection } from "@/lib/db/transaction";
import { formatPrice, type PriceScale } from "@/lib/market/price";
import {
  type EpochMs,
  TickFlag,
  type TickSource,
  type Ticks,
  type TradeDate,
  type TradeTick,
} from "@/lib/market/types";

/** A trade with the order in which the worker took it in. */
export interface StoredTick extends TradeTick {
  /** Monotone over all contracts and restarts, integer > 0. */
  readonly ingestId: number;
  readonly tradeDate: TradeDate;
}

/**
 * Inserts trades; a row whose key is already there is left alone.
 * @returns how many rows were new
 */
export async function insertTicks(
  connection: Connection,
  rows: readonly StoredTick[],
  scaleOf: ScaleOf,
): Promise<number> {
  if (rows.length === 0) return 0;
  const result = await connection.query({
    name: "insert-ticks",
    text: `INSERT INTO ticks (trade_date, contract_id, exchange_at, sequence, price, size, received_at, source, flags, ingest_id)
      SELECT trade_date, contract_id, ${instant("exchange_at")}, sequence, price, size, ${instant("received_at")}, source, flags, ingest_id
      FROM unnest($1::date[], $2::int[], $3::bigint[], $4::bigint[], $5::numeric[], $6::int[], $7::bigint[], $8::text[], $9::int[], $10::bigint[])
        AS row (trade_date, contract_id, exchange_at, sequence, price, size, received_at, source, flags, ingest_id)
      ON CONFLICT DO NOTHING`,
    values: [
      rows.map((row) => row.tradeDate),
      rows.map((row) => row.contractId),
      rows.map((row) => row.exchangeAt),
      rows.map((row) => row.sequence),
      rows.map((row) => formatPrice(row.price, scaleOf(row.contractId))),
      rows.map((row) => row.size),
      rows.map((row) => row.receivedAt),
      rows.map((row) => row.source),
      rows.map((row) => row.flags),
      rows.map((row) => row.ingestId),
    ],
  });
  return result.rowCount ?? 0;
}

interface TickColumns {
  trade_date: string;
  exchange_at: string;
  sequence: string;
  price: string;
  size: number;
  received_at: string;
  source: TickSource;
  flags: number;
  ingest_id: string;
}

/** The next `limit` trades of a contract after an ingest number, in ingest order. */
export async function readTicksAfter(
  contractId: number,
  afterIngestId: number,
  limit: number,
  scale: PriceScale,
): Promise<StoredTick[]> {
  const { rows } = await pool().query<TickColumns>({
    name: "read-ticks-after",
    text: `SELECT trade_date, ${epochMs("exchange_at")} AS exchange_at, sequence, price, size,
        ${epochMs("received_at")} AS received_at, source, flags, ingest_id
      FROM ticks WHERE contract_id = $1 AND ingest_id > $2 ORDER BY ingest_id LIMIT $3`,
    values: [contractId, afterIngestId, limit],
  });
  return rows.map((row) => ({
    contractId,
    tradeDate: row.trade_date,
    exchangeAt: Number(row.exchange_at),
    sequence: Number(row.sequence),
    price: ticksOf(row.price, scale),
    size: row.size,
    receivedAt: Number(row.received_at),
    source: row.source,
    flags: row.flags,
    ingestId: Number(row.ingest_id),
  }));
}

/** The highest ingest number stored, 0 when there is none. */
export async function lastIngestId(): Promise<number> {
  const { rows } = await pool().query<{ last: string | null }>(
    `SELECT max(newest.ingest_id) AS last FROM contracts CROSS JOIN LATERAL
      (SELECT ingest_id FROM ticks WHERE contract_id = contracts.id ORDER BY ingest_id DESC LIMIT 1) AS newest`,
  );
  return Number(rows[0]?.last ?? 0);
}

/** Identity of a stored trade within its contract and trade date. */
export interface StoredSequence {
  readonly exchangeAt: EpochMs;
  readonly sequence: number;
}

/**
 * The newest trade of a contract that came from another kind of feed, 0 when there is none. What lies before it belongs
 * to another market (a simulated day must never lead into a live one).
 */
export async function lastForeignIngestId(contractId: number, mode: TickSource): Promise<number> {
  const { rows } = await pool().query<{ last: string | null }>(
    `SELECT ingest_id AS last FROM ticks WHERE contract_id = $1 AND source NOT IN ($2, 'backfill')
      ORDER BY ingest_id DESC LIMIT 1`,
    [contractId, mode],
  );
  return Number(rows[0]?.last ?? 0);
}

/** Identities of a contract's newest trades, oldest first: what a restarted worker must not take in again. */
export async function readSequences(
  contractId: number,
  afterIngestId: number,
  limit: number,
): Promise<(StoredSequence & { tradeDate: TradeDate })[]> {
  const { rows } = await pool().query<{ trade_date: string; exchange_at: string; sequence: string }>(
    `SELECT trade_date, ${epochMs("exchange_at")} AS exchange_at, sequence FROM ticks
      WHERE contract_id = $1 AND ingest_id > $2 ORDER BY ingest_id DESC LIMIT $3`,
    [contractId, afterIngestId, limit],
  );
  const newestFirst = rows.map((row) => ({
    tradeDate: row.trade_date,
    exchangeAt: Number(row.exchange_at),
    sequence: Number(row.sequence),
  }));
  return newestFirst.reverse();
}

/** Totals of a contract's trade date over accepted trades. */
export interface SessionTotals {
  readonly tradeDate: TradeDate;
  readonly open: Ticks;
  readonly high: Ticks;
  readonly low: Ticks;
  readonly last: Ticks;
  readonly lastSize: number;
  readonly lastAt: EpochMs;
  readonly volume: number;
  readonly trades: number;
}

/** Totals of the newest stored trade date of a contract; null when nothing is stored. */
export async function readSessionTotals(
  contractId: number,
  afterIngestId: number,
  scale: PriceScale,
): Promise<SessionTotals | null> {
  // Suspicious prints count nowhere, late ones only in volume and range: the order of the tape decides open and last.
  const { rows } = await pool().query<
    Record<"trade_date" | "open" | "high" | "low" | "last" | "volume" | "trades" | "last_at", string> & {
      last_size: number;
    }
  >(
    `WITH day AS (
        SELECT * FROM ticks WHERE contract_id = $1 AND ingest_id > $4 AND flags & $2 = 0
          AND trade_date = (SELECT max(trade_date) FROM ticks WHERE contract_id = $1 AND ingest_id > $4)),
      first AS (SELECT price FROM day ORDER BY exchange_at, ingest_id LIMIT 1),
      newest AS (SELECT price, size, exchange_at FROM day WHERE flags & $3 = 0 ORDER BY ingest_id DESC LIMIT 1)
      SELECT max(day.trade_date) AS trade_date, (SELECT price FROM first) AS open, max(day.price) AS high, min(day.price) AS low,
        (SELECT price FROM newest) AS last, (SELECT size FROM newest) AS last_size,
        (SELECT ${epochMs("exchange_at")} FROM newest) AS last_at, sum(day.size) AS volume, count(*) AS trades
      FROM day HAVING count(*) FILTER (WHERE flags & $3 = 0) > 0`,
    [contractId, TickFlag.suspicious, TickFlag.late, afterIngestId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    tradeDate: row.trade_date,
    open: ticksOf(row.open, scale),
    high: ticksOf(row.high, scale),
    low: ticksOf(row.low, scale),
    last: ticksOf(row.last, scale),
    lastSize: row.last_size,
    lastAt: Number(row.last_at),
    volume: Number(row.volume),
    trades: Number(row.trades),
  };
}
