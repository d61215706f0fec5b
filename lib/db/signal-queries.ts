/**
 * Reading signals, trades, events and paths for the JSON routes. Lists go page by page over a key (time, id), so that a page
 * never shifts while new rows arrive. Returns domain values; how they are written is lib/http/signal-json.ts.
 */
import { pool } from "@/lib/db/client";
import { epochMs, instant } from "@/lib/db/columns";
import type { SignalRecord, SignalStatus, TradeEventType } from "@/lib/engine/types";
import { type PriceScale, priceScale } from "@/lib/market/price";
import type { EpochMs, TickSource } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";

/** A signal with what is needed to show it. */
export interface StoredSignal {
  /** `<ticker>.<trade_id>` */
  readonly id: string;
  readonly root: string;
  readonly ticker: string;
  readonly source: TickSource;
  readonly profile: string;
  readonly engineVersion: string;
  readonly scale: PriceScale;
  readonly record: SignalRecord;
}

/** Place in a list: the row's time and id. */
export interface PageKey {
  readonly at: EpochMs;
  readonly id: string;
}

export interface SignalFilter {
  readonly status?: readonly SignalStatus[] | undefined;
  /** Root or vendor ticker, upper case. */
  readonly instrument?: string | undefined;
  readonly direction?: Direction | undefined;
  /** Time of the list's order, [from, to): receipt of signals, entry of trades. */
  readonly from?: EpochMs | undefined;
  readonly to?: EpochMs | undefined;
}

/** A page and the key to go on with; null when it was the last. */
export interface Page {
  readonly rows: readonly StoredSignal[];
  readonly next: PageKey | null;
}

/** An event of a trade's history. */
export interface StoredEvent {
  readonly seq: number;
  readonly type: TradeEventType;
  readonly at: EpochMs;
  /** Decimal text with the column's padding; null when the event has no price. */
  readonly price: string | null;
  readonly tick: number | null;
  readonly engineVersion: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface StoredPathPoint {
  readonly seq: number;
  readonly at: EpochMs;
  readonly price: string;
  readonly side: "favourable" | "adverse";
}

/** Points of a path in one answer. A trade takes at most two a minute, so this is more than a week. */
export const PATH_POINTS_MAX = 20_000;

interface SqlRow {
  readonly id: string;
  readonly root: string;
  readonly ticker: string;
  readonly source: TickSource;
  readonly profile: string;
  readonly engine_version: string;
  readonly tick_size: string;
  readonly record: SignalRecord;
  readonly page_at: string;
}

const columns = `signals.id, signals.root, contracts.ticker, signals.source, signals.profile, signals.engine_version,
  trim_scale(instruments.tick_size)::text AS tick_size, signals.record`;
const tables = `signals JOIN contracts ON contracts.id = signals.contract_id JOIN instruments ON instruments.root = signals.root`;

function signalOf(row: SqlRow): StoredSignal {
  const { id, root, ticker, source, profile, record } = row;
  return {
    id,
    root,
    ticker,
    source,
    profile,
    engineVersion: row.engine_version,
    scale: priceScale(row.tick_size),
    record,
  };
}

/** One page of a list, newest first; `order` is a timestamptz column. */
async function readPage(
  order: string,
  from: string,
  filter: SignalFilter,
  limit: number,
  after: PageKey | null,
): Promise<Page> {
  const { rows } = await pool().query<SqlRow>(
    `SELECT ${columns}, ${epochMs(order)} AS page_at FROM ${from}
      WHERE ($1::text[] IS NULL OR signals.status = ANY($1)) AND ($2::text IS NULL OR signals.root = $2 OR contracts.ticker = $2)
        AND ($3::text IS NULL OR signals.direction = $3)
        AND ($4::bigint IS NULL OR ${order} >= ${instant("$4")}) AND ($5::bigint IS NULL OR ${order} < ${instant("$5")})
        AND ($6::bigint IS NULL OR ${order} < ${instant("$6")} OR (${order} = ${instant("$6")} AND signals.id > $7))
      ORDER BY ${order} DESC, signals.id LIMIT $8`,
    [
      filter.status ?? null,
      filter.instrument ?? null,
      filter.direction ?? null,
      filter.from ?? null,
      filter.to ?? null,
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
    ],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? { at: Number(last.page_at), id: last.id } : null;
  return { rows: shown.map(signalOf), next };
}

/** Signals, newest receipt first. */
export function readSignals(filter: SignalFilter, limit: number, after: PageKey | null): Promise<Page> {
  return readPage("signals.received_at", tables, filter, limit, after);
}

/** Signals that have a trade, newest entry first. Filter by status ACTIVE or CLOSED. */
export function readTrades(filter: SignalFilter, limit: number, after: PageKey | null): Promise<Page> {
  return readPage("trades.entry_at", `${tables} JOIN trades ON trades.signal_id = signals.id`, filter, limit, after);
}

/** One signal; null when there is none of this id. */
export async function readSignal(id: string): Promise<StoredSignal | null> {
  const { rows } = await pool().query<SqlRow>(`SELECT ${columns}, 0 AS page_at FROM ${tables} WHERE signals.id = $1`, [
    id,
  ]);
  return rows[0] === undefined ? null : signalOf(rows[0]);
}

/** The whole history of a signal, in order. */
export async function readEvents(id: string): Promise<StoredEvent[]> {
  const { rows } = await pool().query<{
    seq: number;
    type: TradeEventType;
    at: string;
    price: string | null;
    ingest_id: string | null;
    engine_version: string;
    data: Record<string, unknown>;
  }>(
    `SELECT seq, type, ${epochMs("at")} AS at, price, ingest_id, engine_version, data FROM trade_events
      WHERE signal_id = $1 ORDER BY seq`,
    [id],
  );
  return rows.map(({ seq, type, at, price, ingest_id, engine_version, data }) => ({
    seq,
    type,
    at: Number(at),
    price,
    tick: ingest_id === null ? null : Number(ingest_id),
    engineVersion: engine_version,
    data,
  }));
}

/** The path of extremes of a trade, in order, at most `PATH_POINTS_MAX` points. */
export async function readPath(id: string): Promise<StoredPathPoint[]> {
  const { rows } = await pool().query<{ seq: number; at: string; price: string; side: StoredPathPoint["side"] }>(
    `SELECT seq, ${epochMs("at")} AS at, price, side FROM trade_path WHERE signal_id = $1 ORDER BY seq LIMIT $2`,
    [id, PATH_POINTS_MAX],
  );
  return rows.map((row) => ({ ...row, at: Number(row.at) }));
}
