/**
 * What the engine decided, written: signals with their trades (lib/db/trades.ts) and the append-only events.
 * Maps engine facts (ticks, epoch ms) to columns (numeric, timestamptz); every statement is idempotent and takes a whole batch,
 * so that the store may send a batch again. Order within a batch: `upsertSignals`, `insertEvents`, then `insertPath` of lib/db/trades.ts.
 * Decides nothing itself. Reading is in lib/db/signal-queries.ts.
 */
import { instant } from "@/lib/db/columns";
import { type EventFact, type InSeries, type SignalFact, signalKey } from "@/lib/db/series";
import { writeTrades } from "@/lib/db/trades";
import type { Connection } from "@/lib/db/transaction";
import { formatPrice } from "@/lib/market/price";
import { newYorkDate } from "@/lib/market/session";

/** Of several facts with the same key only the last stays, at the place of the last. */
function newestByKey(rows: readonly InSeries<SignalFact>[]): InSeries<SignalFact>[] {
  const newest = new Map<string, InSeries<SignalFact>>();
  for (const row of rows) newest.set(signalKey(row.series.ticker, row.fact.record.tradeId), row);
  return [...newest.values()];
}

/**
 * Inserts or replaces signals with their trades; of several records of a signal the last one given wins.
 * A record without a trade removes a trade stored before: the engine discarded it within the grace (methodology 7.7).
 */
export async function upsertSignals(connection: Connection, rows: readonly InSeries<SignalFact>[]): Promise<void> {
  const newest = newestByKey(rows);
  if (newest.length === 0) return;
  await connection.query({
    name: "upsert-signals",
    text: `INSERT INTO signals (id, contract_id, root, trade_id, delivery_id, direction, status, reason, session, signal_date,
        signal_candle_at, received_at, confirmed_at, cancelled_at, stop_loss, stop_scenario, flags, source, profile,
        engine_version, record, updated_at)
      SELECT id, contract_id, root, trade_id, delivery_id, direction, status, reason, session, signal_date,
        ${instant("signal_candle_at")}, ${instant("received_at")}, ${instant("confirmed_at")}, ${instant("cancelled_at")},
        stop_loss, stop_scenario, ARRAY(SELECT jsonb_array_elements_text(record->'flags')), source, profile,
        engine_version, record, now()
      FROM jsonb_to_recordset($1::jsonb) AS row (id text, contract_id int, root text, trade_id text, delivery_id bigint,
        direction text, status text, reason text, session text, signal_date date, signal_candle_at bigint, received_at bigint,
        confirmed_at bigint, cancelled_at bigint, stop_loss numeric, stop_scenario text, source text, profile text,
        engine_version text, record jsonb)
      ON CONFLICT (id) DO UPDATE SET status = excluded.status, reason = excluded.reason, confirmed_at = excluded.confirmed_at,
        cancelled_at = excluded.cancelled_at, stop_loss = excluded.stop_loss, stop_scenario = excluded.stop_scenario,
        flags = excluded.flags, record = excluded.record, engine_version = excluded.engine_version, updated_at = now()`,
    values: [JSON.stringify(newest.map(signalColumns))],
  });
  await writeTrades(connection, newest);
}

function signalColumns({ series, fact: { record } }: InSeries<SignalFact>): Record<string, unknown> {
  return {
    id: signalKey(series.ticker, record.tradeId),
    contract_id: series.contractId,
    root: series.root,
    trade_id: record.tradeId,
    delivery_id: record.deliveryId,
    direction: record.direction,
    status: record.status,
    reason: record.reason,
    session: record.session,
    signal_date: newYorkDate(record.signalCandleAt),
    signal_candle_at: record.signalCandleAt,
    received_at: record.receivedAt,
    confirmed_at: record.confirmedAt,
    cancelled_at: record.cancelledAt,
    stop_loss: record.stopLoss === null ? null : formatPrice(record.stopLoss, series.scale),
    stop_scenario: record.stopScenario,
    source: series.source,
    profile: series.profile,
    engine_version: series.engineVersion,
    record,
  };
}

/** Appends events; one that is stored already is left as it is (the key is signal and seq). */
export async function insertEvents(connection: Connection, rows: readonly InSeries<EventFact>[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = rows.map(({ series, fact }) => ({
    signal_id: signalKey(series.ticker, fact.tradeId),
    seq: fact.seq,
    type: fact.type,
    at: fact.at,
    price: fact.price === null ? null : formatPrice(fact.price, series.scale),
    ingest_id: fact.ref,
    engine_version: series.engineVersion,
    data: fact.data,
  }));
  await connection.query({
    name: "insert-trade-events",
    text: `INSERT INTO trade_events (signal_id, seq, type, at, price, ingest_id, engine_version, data)
      SELECT signal_id, seq, type, ${instant("at")}, price, ingest_id, engine_version, data
      FROM jsonb_to_recordset($1::jsonb) AS row (signal_id text, seq int, type text, at bigint, price numeric, ingest_id bigint,
        engine_version text, data jsonb)
      ON CONFLICT (signal_id, seq) DO NOTHING`,
    values: [JSON.stringify(columns)],
  });
}
