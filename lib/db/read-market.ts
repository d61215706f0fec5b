/**
 * Market data for the JSON routes: present prices, candles, newest ticks. Reads only.
 * Prices leave as whole ticks or decimal text of the instrument, exact either way.
 */
import { pool } from "@/lib/db/client";
import { epochMs, instant, ticksOf } from "@/lib/db/columns";
import type { ContractRow } from "@/lib/db/read-contracts";
import { formatPrice, type PriceScale, priceScale } from "@/lib/market/price";
import { type Candle, type EpochMs, TickFlag, type TickSource, type TradeDate } from "@/lib/market/types";

/** What is stored of a contract's present state. Prices are decimal text; null is not known (yet). */
export interface PriceRow {
  readonly last: string | null;
  readonly lastSize: number | null;
  readonly lastAt: EpochMs | null;
  readonly receivedAt: EpochMs | null;
  readonly source: TickSource | null;
  readonly tradeDate: TradeDate | null;
  readonly bid: string | null;
  readonly bidSize: number | null;
  readonly ask: string | null;
  readonly askSize: number | null;
  readonly quoteAt: EpochMs | null;
  readonly open: string | null;
  readonly high: string | null;
  readonly low: string | null;
  readonly volume: number;
  readonly trades: number;
}

type PriceSql = Readonly<
  Record<
    | "last"
    | "last_at"
    | "received_at"
    | "trade_date"
    | "bid"
    | "ask"
    | "quote_at"
    | "open"
    | "high"
    | "low"
    | "volume"
    | "trades",
    string | null
  >
> & {
  readonly last_size: number | null;
  readonly source: TickSource | null;
  readonly bid_size: number | null;
  readonly ask_size: number | null;
};

/** Newest accepted trade, newest quote and the totals of its trade date. Every part is one step into an index. */
const priceSql = `SELECT newest.price AS last, newest.size AS last_size, ${epochMs("newest.exchange_at")} AS last_at,
    ${epochMs("newest.received_at")} AS received_at, newest.source, newest.trade_date,
    quote.bid, quote.bid_size, quote.ask, quote.ask_size, ${epochMs("quote.exchange_at")} AS quote_at, totals.*
  FROM (VALUES ($1::int)) AS wanted (id)
  LEFT JOIN LATERAL (SELECT * FROM ticks WHERE contract_id = wanted.id AND flags & $2 = 0
    ORDER BY ingest_id DESC LIMIT 1) AS newest ON true
  LEFT JOIN LATERAL (SELECT * FROM quotes WHERE contract_id = wanted.id AND trade_date = newest.trade_date
    ORDER BY exchange_at DESC, ordinal DESC LIMIT 1) AS quote ON true
  LEFT JOIN LATERAL (SELECT min(exchange_at) AS at FROM ticks
    WHERE contract_id = wanted.id AND trade_date = newest.trade_date) AS first ON true
  LEFT JOIN LATERAL (SELECT (array_agg(open ORDER BY open_at))[1] AS open, max(high) AS high, min(low) AS low,
    sum(volume) AS volume, sum(trades) AS trades FROM candles
    WHERE contract_id = wanted.id AND open_at >= date_trunc('minute', first.at)) AS totals ON true`;

function decimal(value: string | null, scale: PriceScale): string | null {
  return value === null ? null : formatPrice(ticksOf(value, scale), scale);
}

const numberOrNull = (value: string | null): number | null => (value === null ? null : Number(value));

/** Present state of one contract as stored. */
export async function readPrice(contract: ContractRow): Promise<PriceRow> {
  const scale = priceScale(contract.tickSize);
  const { rows } = await pool().query<PriceSql>(priceSql, [contract.id, TickFlag.suspicious | TickFlag.late]);
  const row = rows[0];
  if (row === undefined) throw new Error(`price of ${contract.ticker}: expected one row, got none`);
  return {
    last: decimal(row.last, scale),
    lastSize: row.last_size,
    lastAt: numberOrNull(row.last_at),
    receivedAt: numberOrNull(row.received_at),
    source: row.source,
    tradeDate: row.trade_date,
    bid: decimal(row.bid, scale),
    bidSize: row.bid_size,
    ask: decimal(row.ask, scale),
    askSize: row.ask_size,
    quoteAt: numberOrNull(row.quote_at),
    open: decimal(row.open, scale),
    high: decimal(row.high, scale),
    low: decimal(row.low, scale),
    volume: Number(row.volume ?? 0),
    trades: Number(row.trades ?? 0),
  };
}

/** A stored one-minute candle. */
export interface StoredMinute extends Candle {
  readonly source: TickSource;
}

/** One-minute candles of [from, to), oldest first; when there are more than `limit`, the newest ones. */
export async function readMinutes(
  contract: ContractRow,
  range: { readonly from: EpochMs | null; readonly to: EpochMs; readonly limit: number },
): Promise<readonly StoredMinute[]> {
  const scale = priceScale(contract.tickSize);
  const { rows } = await pool().query<
    Readonly<Record<"open_at" | "open" | "high" | "low" | "close" | "volume", string>> & {
      readonly trades: number;
      readonly complete: boolean;
      readonly source: TickSource;
    }
  >(
    `SELECT ${epochMs("open_at")} AS open_at, open, high, low, close, volume, trades, complete, source FROM candles
      WHERE contract_id = $1 AND open_at < ${instant("$2")} AND ($3::bigint IS NULL OR open_at >= ${instant("$3::bigint")})
      ORDER BY candles.open_at DESC LIMIT $4`,
    [contract.id, range.to, range.from, range.limit],
  );
  return rows.reverse().map((row) => ({
    openAt: Number(row.open_at),
    open: ticksOf(row.open, scale),
    high: ticksOf(row.high, scale),
    low: ticksOf(row.low, scale),
    close: ticksOf(row.close, scale),
    volume: Number(row.volume),
    trades: row.trades,
    complete: row.complete,
    source: row.source,
  }));
}

/** A stored trade print for reading. */
export interface TickRow {
  readonly exchangeAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly price: string;
  readonly size: number;
  /** Vendor sequence, or minus the ordinal within its millisecond; text, because vendors use all 64 bits. */
  readonly sequence: string;
  readonly source: TickSource;
  readonly flags: readonly (keyof typeof TickFlag)[];
}

const flagNames = Object.keys(TickFlag) as (keyof typeof TickFlag)[];

/** Columns of a trade as `tickRowOf` reads them. */
export const tickColumns = `${epochMs("exchange_at")} AS exchange_at, ${epochMs("received_at")} AS received_at, price, size,
  sequence, source, flags`;

export interface TickSql extends Readonly<Record<"exchange_at" | "received_at" | "price" | "sequence", string>> {
  readonly size: number;
  readonly source: TickSource;
  readonly flags: number;
}

/** A row of `tickColumns` as it is read by people. */
export function tickRowOf(row: TickSql, scale: PriceScale): TickRow {
  return {
    exchangeAt: Number(row.exchange_at),
    receivedAt: Number(row.received_at),
    price: formatPrice(ticksOf(row.price, scale), scale),
    size: row.size,
    sequence: row.sequence,
    source: row.source,
    flags: flagNames.filter((name) => (row.flags & TickFlag[name]) !== 0),
  };
}

/** The newest `limit` trades of a contract in the order they were taken in, newest first. */
export async function readNewestTicks(contract: ContractRow, limit: number): Promise<readonly TickRow[]> {
  const scale = priceScale(contract.tickSize);
  const { rows } = await pool().query<TickSql>(
    `SELECT ${tickColumns} FROM ticks WHERE contract_id = $1 ORDER BY ingest_id DESC LIMIT $2`,
    [contract.id, limit],
  );
  return rows.map((row) => tickRowOf(row, scale));
}
