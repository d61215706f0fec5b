/**
 * What makes the engine's start exact: the journal of its inputs that are no ticks, and snapshots of its state.
 * A snapshot is only an optimisation; the ticks and the journal are the truth. Knows nothing of what the state means.
 */
import { pool } from "@/lib/db/client";
import { epochMs, instant } from "@/lib/db/columns";
import type { Connection } from "@/lib/db/transaction";
import type { EpochMs, TickSource } from "@/lib/market/types";

/**
 * Kinds of journaled inputs: an alert, a span without data, the end of a contract, the clock passing a candle's end,
 * other settings (lib/engine/settings.ts), a minute bar in place of lost ticks, what a person asked (lib/engine/asks.ts).
 */
export type InputKind = "delivery" | "gap" | "retire" | "clock" | "config" | "bar" | "ask";

/** One input of an engine that is no tick. */
export interface EngineInput {
  /** Monotone over all contracts and restarts, integer > 0. */
  readonly id: number;
  readonly contractId: number;
  /** Applied after this tick of the contract and before its next one; 0 = before the first. */
  readonly afterIngestId: number;
  /** The engine's clock when it was applied. */
  readonly at: EpochMs;
  readonly kind: InputKind;
  /** Kind of feed the engine ran on: a simulated day's inputs must not lead into a live one. */
  readonly source: TickSource;
  readonly deliveryId: number | null;
  /** JSON-safe. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Inserts inputs; one already there is left alone. */
export async function insertInputs(connection: Connection, rows: readonly EngineInput[]): Promise<void> {
  if (rows.length === 0) return;
  await connection.query({
    name: "insert-inputs",
    text: `INSERT INTO engine_inputs (id, contract_id, after_ingest_id, at, kind, source, delivery_id, payload)
      SELECT id, contract_id, after_ingest_id, ${instant("at")}, kind, source, delivery_id, payload
      FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::jsonb[])
        AS row (id, contract_id, after_ingest_id, at, kind, source, delivery_id, payload)
      ON CONFLICT DO NOTHING`,
    values: [
      rows.map((row) => row.id),
      rows.map((row) => row.contractId),
      rows.map((row) => row.afterIngestId),
      rows.map((row) => row.at),
      rows.map((row) => row.kind),
      rows.map((row) => row.source),
      rows.map((row) => row.deliveryId),
      rows.map((row) => JSON.stringify(row.payload)),
    ],
  });
}

/**
 * All inputs of a contract and a kind of feed after an input number, in order. Few: alerts, gaps and quiet minutes of one
 * contract. Rows from before the source was kept count as this feed's, as they did then.
 */
export async function readInputsAfter(contractId: number, afterId: number, source: TickSource): Promise<EngineInput[]> {
  const { rows } = await pool().query<{
    id: string;
    after_ingest_id: string;
    at: string;
    kind: InputKind;
    delivery_id: string | null;
    payload: Record<string, unknown>;
  }>(
    `SELECT id, after_ingest_id, ${epochMs("at")} AS at, kind, delivery_id, payload
      FROM engine_inputs WHERE contract_id = $1 AND id > $2 AND coalesce(source, $3) = $3 ORDER BY id`,
    [contractId, afterId, source],
  );
  return rows.map((row) => ({
    id: Number(row.id),
    contractId,
    afterIngestId: Number(row.after_ingest_id),
    at: Number(row.at),
    kind: row.kind,
    source,
    deliveryId: row.delivery_id === null ? null : Number(row.delivery_id),
    payload: row.payload,
  }));
}

/**
 * The settings an engine at a position works with: the newest journaled before it; where the journal begins later, the
 * first ones. Null when none are journaled.
 */
export async function readSettingsAt(
  contractId: number,
  position: { readonly ingestId: number; readonly inputId: number },
): Promise<Readonly<Record<string, unknown>> | null> {
  const { rows } = await pool().query<{ payload: Record<string, unknown> }>(
    `SELECT payload FROM engine_inputs WHERE contract_id = $1 AND kind = 'config'
      ORDER BY (id <= $3 OR after_ingest_id < $2) DESC,
        CASE WHEN id <= $3 OR after_ingest_id < $2 THEN -id ELSE id END LIMIT 1`,
    [contractId, position.ingestId, position.inputId],
  );
  return rows[0]?.payload ?? null;
}

/** The highest input number stored, 0 when there is none. */
export async function lastInputId(): Promise<number> {
  const { rows } = await pool().query<{ last: string | null }>("SELECT max(id) AS last FROM engine_inputs");
  return Number(rows[0]?.last ?? 0);
}

/** State of one engine after the tick `ingestId` and the input `inputId`. */
export interface EngineSnapshotRow {
  readonly contractId: number;
  readonly ingestId: number;
  readonly inputId: number;
  /** Version of the engine that wrote it; another version must not read it. */
  readonly version: string;
  readonly takenAt: EpochMs;
  readonly state: Uint8Array;
}

/** Replaces the snapshot of a contract; an older one never replaces a newer one. */
export async function saveSnapshot(connection: Connection, row: EngineSnapshotRow): Promise<void> {
  await connection.query(
    `INSERT INTO engine_snapshots AS stored (contract_id, ingest_id, input_id, version, taken_at, state)
      VALUES ($1, $2, $3, $4, ${instant("$5")}, $6)
      ON CONFLICT (contract_id) DO UPDATE SET ingest_id = excluded.ingest_id, input_id = excluded.input_id,
        version = excluded.version, taken_at = excluded.taken_at, state = excluded.state
      WHERE stored.ingest_id <= excluded.ingest_id OR stored.version <> excluded.version`,
    [row.contractId, row.ingestId, row.inputId, row.version, row.takenAt, Buffer.from(row.state)],
  );
}

/** The snapshot of a contract if one of this engine version is there. */
export async function loadSnapshot(contractId: number, version: string): Promise<EngineSnapshotRow | null> {
  const { rows } = await pool().query<{ ingest_id: string; input_id: string; taken_at: string; state: Buffer }>(
    `SELECT ingest_id, input_id, ${epochMs("taken_at")} AS taken_at, state
      FROM engine_snapshots WHERE contract_id = $1 AND version = $2`,
    [contractId, version],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    contractId,
    version,
    ingestId: Number(row.ingest_id),
    inputId: Number(row.input_id),
    takenAt: Number(row.taken_at),
    state: row.state,
  };
}
