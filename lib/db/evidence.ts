/**
 * What stands behind a decision, read for the entry page: the candles around it, the trades around the deciding ones, the
 * gaps, the indicator's numbers and the alerts as they came in. Reads only, every list bounded by a named number.
 */
import { pool } from "@/lib/db/client";
import { epochMs, instant, ticksOf } from "@/lib/db/columns";
import type { GapRow } from "@/lib/db/gaps";
import { type TickRow, type TickSql, tickColumns, tickRowOf } from "@/lib/db/read-market";
import type { PriceScale } from "@/lib/market/price";
import type { Candle, EpochMs, TickSource } from "@/lib/market/types";
import type { TelemetryItem } from "@/lib/signal/alert-telemetry";
import type { Difference, Severity } from "@/lib/signal/reconcile";

/** Candles shown before the signal candle and after the last one that decided. */
export const CONTEXT_CANDLES = { before: 15, after: 12 } as const;
/** Candles from the signal candle on that are looked at: as many as the engine keeps (lib/engine/series.ts). */
export const RANGE_CANDLES_MAX = 20_000;
/** Trades shown before and after a deciding one. */
export const TICKS_AROUND_MAX = 50;
/** Rows of the other lists in one answer; `total` says how many there are. */
export const TELEMETRY_ROWS_MAX = 200;
export const GAP_ROWS_MAX = 100;
export const DELIVERY_ROWS_MAX = 20;

/** A stored minute with what became of it afterwards. */
export interface EvidenceCandle extends Candle {
  /** A late or released tick changed it after it was closed. */
  readonly corrected: boolean;
  readonly source: TickSource;
}

interface CandleSql extends Readonly<Record<"open_at" | "open" | "high" | "low" | "close" | "volume", string>> {
  readonly trades: number;
  readonly complete: boolean;
  readonly corrected: boolean;
  readonly source: TickSource;
}

/** Own candles of a contract around [from, until], oldest first: some before, all in it up to the bound, some after. */
export async function readCandlesAround(
  contractId: number,
  range: { readonly from: EpochMs; readonly until: EpochMs },
  scale: PriceScale,
): Promise<EvidenceCandle[]> {
  const { rows } = await pool().query<CandleSql>(
    `SELECT ${epochMs("open_at")} AS open_at, open, high, low, close, volume, trades, complete, corrected, source FROM (
        (SELECT * FROM candles WHERE contract_id = $1 AND open_at < ${instant("$2")} ORDER BY candles.open_at DESC LIMIT $4)
        UNION ALL
        (SELECT * FROM candles WHERE contract_id = $1 AND open_at >= ${instant("$2")} AND open_at <= ${instant("$3")}
          ORDER BY candles.open_at LIMIT $5)
        UNION ALL
        (SELECT * FROM candles WHERE contract_id = $1 AND open_at > ${instant("$3")} ORDER BY candles.open_at LIMIT $6)
      ) AS around ORDER BY around.open_at`,
    [contractId, range.from, range.until, CONTEXT_CANDLES.before, RANGE_CANDLES_MAX, CONTEXT_CANDLES.after],
  );
  return rows.map((row) => ({
    openAt: Number(row.open_at),
    open: ticksOf(row.open, scale),
    high: ticksOf(row.high, scale),
    low: ticksOf(row.low, scale),
    close: ticksOf(row.close, scale),
    volume: Number(row.volume),
    trades: row.trades,
    complete: row.complete,
    corrected: row.corrected,
    source: row.source,
  }));
}

/** A trade with the number under which decisions name it. */
export interface EvidenceTick extends TickRow {
  readonly ingestId: number;
}

/** Up to `count` trades of a contract before and after an ingest number, and that one, in the order they were taken in. */
export async function readTicksAround(
  contractId: number,
  ingestId: number,
  count: number,
  scale: PriceScale,
): Promise<EvidenceTick[]> {
  const { rows } = await pool().query<TickSql & { readonly ingest_id: string }>(
    `SELECT * FROM (
        (SELECT ingest_id, ${tickColumns} FROM ticks WHERE contract_id = $1 AND ingest_id < $2 ORDER BY ingest_id DESC LIMIT $3)
        UNION ALL
        (SELECT ingest_id, ${tickColumns} FROM ticks WHERE contract_id = $1 AND ingest_id >= $2 ORDER BY ingest_id LIMIT $3 + 1)
      ) AS around ORDER BY ingest_id`,
    [contractId, ingestId, count],
  );
  return rows.map((row) => ({ ...tickRowOf(row, scale), ingestId: Number(row.ingest_id) }));
}

/** Known gaps of a contract that overlap [from, until], oldest first. */
export async function readGaps(contractId: number, from: EpochMs, until: EpochMs): Promise<GapRow[]> {
  const { rows } = await pool().query<{
    from_at: string;
    to_at: string | null;
    cause: GapRow["cause"];
    healed_at: string | null;
    rows: number;
    note: string | null;
  }>(
    `SELECT ${epochMs("from_at")} AS from_at, ${epochMs("to_at")} AS to_at, cause, ${epochMs("healed_at")} AS healed_at, rows, note
      FROM gaps WHERE contract_id = $1 AND from_at <= ${instant("$3")} AND (to_at IS NULL OR to_at >= ${instant("$2")})
      ORDER BY gaps.from_at LIMIT $4`,
    [contractId, from, until, GAP_ROWS_MAX],
  );
  const whenKnown = (text: string | null): EpochMs | null => (text === null ? null : Number(text));
  return rows.map(({ from_at, to_at, cause, healed_at, rows: count, note }) => ({
    contractId,
    fromAt: Number(from_at),
    toAt: whenKnown(to_at),
    cause,
    healedAt: whenKnown(healed_at),
    rows: count,
    note,
  }));
}

/** One message of the indicator about a signal, with what it said and how far that is from ours. */
export interface TelemetryEvidence {
  readonly id: number;
  readonly event: string;
  readonly at: EpochMs;
  readonly values: TelemetryItem;
  /** Null: not compared yet. */
  readonly diff: readonly Difference[] | null;
  readonly severity: Severity | null;
}

/** The newest telemetry of a signal, oldest first, and how many messages there are in all. */
export async function readTelemetryOf(
  signalId: string,
): Promise<{ readonly rows: TelemetryEvidence[]; readonly total: number }> {
  const { rows } = await pool().query<{
    id: string;
    event: string;
    at: string;
    values: TelemetryItem;
    diff: Difference[] | null;
    severity: Severity | null;
    total: string;
  }>(
    `SELECT id, event, ${epochMs("at")} AS at, values, diff, severity, count(*) OVER () AS total FROM telemetry
      WHERE signal_id = $1 ORDER BY telemetry.at DESC, id DESC LIMIT $2`,
    [signalId, TELEMETRY_ROWS_MAX],
  );
  const list = rows.map(({ total: _total, ...row }) => ({ ...row, id: Number(row.id), at: Number(row.at) }));
  return { rows: list.reverse(), total: Number(rows[0]?.total ?? 0) };
}

/** An alert as it came in. The body may hold a secret: it leaves the server only after lib/http/redact.ts. */
export interface DeliveryEvidence {
  readonly id: number;
  readonly receivedAt: EpochMs;
  readonly sourceName: string | null;
  readonly contentType: string | null;
  readonly remote: string | null;
  readonly format: string | null;
  readonly event: string | null;
  readonly outcome: string;
  readonly code: string;
  readonly message: string;
  readonly body: string;
}

/** Every delivery that named this signal, oldest first: the one that made it and its repetitions. */
export async function readDeliveriesOf(root: string, tradeId: string): Promise<DeliveryEvidence[]> {
  const { rows } = await pool().query<
    Omit<DeliveryEvidence, "id" | "receivedAt"> & { id: string; received_at: string }
  >(
    `SELECT delivery.id, ${epochMs("delivery.received_at")} AS received_at, source.name AS "sourceName",
        content_type AS "contentType", remote, format, event, outcome, code, message, body
      FROM webhook_deliveries AS delivery LEFT JOIN webhook_sources AS source ON source.id = delivery.source_id
      WHERE delivery.root = $1 AND delivery.trade_id = $2 ORDER BY delivery.id LIMIT $3`,
    [root, tradeId, DELIVERY_ROWS_MAX],
  );
  return rows.map(({ id, received_at, ...rest }) => ({ id: Number(id), receivedAt: Number(received_at), ...rest }));
}

/** What the walk of a stop needs of an instrument, and what its money is. */
export interface InstrumentEvidence {
  readonly contractId: number;
  readonly root: string;
  readonly tickSize: string;
  readonly pointValue: string;
  readonly currency: string;
  readonly config: unknown;
}

/** The instrument of a signal; null when there is no such signal. */
export async function readInstrumentOf(signalId: string): Promise<InstrumentEvidence | null> {
  const { rows } = await pool().query<InstrumentEvidence>(
    `SELECT signals.contract_id AS "contractId", instruments.root, trim_scale(tick_size)::text AS "tickSize",
        trim_scale(point_value)::text AS "pointValue", currency, config
      FROM signals JOIN instruments ON instruments.root = signals.root WHERE signals.id = $1`,
    [signalId],
  );
  return rows[0] ?? null;
}

/** The newest engine settings journaled before an entry; null when none were. @param entryRef ingest number of the entry's trade */
export async function readSettingsAtEntry(contractId: number, entryRef: number, source: TickSource): Promise<unknown> {
  const { rows } = await pool().query<{ payload: unknown }>(
    `SELECT payload FROM engine_inputs WHERE contract_id = $1 AND kind = 'config' AND after_ingest_id < $2
        AND coalesce(source, $3) = $3 ORDER BY id DESC LIMIT 1`,
    [contractId, entryRef, source],
  );
  return rows[0]?.payload ?? null;
}

/** Hashes of every token that opens a door now or did before its last rotation. */
export async function readTokenHashes(): Promise<ReadonlySet<string>> {
  const { rows } = await pool().query<{ hash: string }>(
    `SELECT token_hash AS hash FROM webhook_sources
      UNION SELECT previous_token_hash FROM webhook_sources WHERE previous_token_hash IS NOT NULL`,
  );
  return new Set(rows.map((row) => row.hash));
}
