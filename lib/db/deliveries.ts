/**
 * The durable inbox: every alert that came in, raw, with what became of it. The intake writes, the worker reads.
 * One delivery is one statement, so the raw body, its id's idempotency, its telemetry and the notification commit together or not at all.
 */
import { randomUUID } from "node:crypto";
import { pool } from "@/lib/db/client";
import { epochMs, instant } from "@/lib/db/columns";
import type { Connection } from "@/lib/db/transaction";
import type { EpochMs } from "@/lib/market/types";
import { parseAlert } from "@/lib/signal/alert";
import type { TelemetryItem } from "@/lib/signal/alert-telemetry";
import type { Verdict } from "@/lib/signal/alert-verdict";
import type { ParsedDelivery } from "@/lib/signal/types";

/** Channel on which the worker hears of new signals; the payload is the delivery's id. */
export const SIGNAL_CHANNEL = "signal_received";

/** A body as it came in. */
export interface RawDelivery {
  /** Null only for rehearsals. */
  readonly sourceId: number | null;
  readonly receivedAt: EpochMs;
  readonly contentType: string | null;
  /** Text of the body; NUL characters replaced, because Postgres text cannot hold them. */
  readonly body: string;
  /** sha256 of the bytes, hex. */
  readonly bodyHash: string;
  /** Address the request came from, as far as known; informative. */
  readonly remote: string | null;
}

/** A body with what the parser and the stateless checks say of it. */
export interface JudgedDelivery extends RawDelivery {
  readonly parsed: ParsedDelivery;
  readonly verdict: Verdict;
}

/** What became of it. */
export interface StoredDelivery {
  readonly id: number;
  readonly outcome: Verdict["outcome"] | "duplicate";
  readonly code: string;
  readonly message: string;
}

const insertText = `WITH new AS (SELECT nextval('webhook_deliveries_id_seq') AS id),
  known AS (
    INSERT INTO signal_ids (root, trade_id, delivery_id) SELECT $7, $8, id FROM new WHERE $8::text IS NOT NULL
    ON CONFLICT DO NOTHING RETURNING delivery_id),
  judged AS (SELECT id, $8::text IS NOT NULL AND NOT EXISTS (SELECT 1 FROM known) AS duplicate FROM new),
  stored AS (
    INSERT INTO webhook_deliveries (id, source_id, received_at, content_type, body, body_hash, remote, root, trade_id, format,
      event, outcome, code, message, state)
    SELECT id, $1, ${instant("$2")}, $3, $4, $5, $6, $7, $8, $9, $10,
      CASE WHEN duplicate THEN 'duplicate' ELSE $11 END, CASE WHEN duplicate THEN 'DUPLICATE' ELSE $12 END,
      CASE WHEN duplicate THEN 'Signal ' || $8 || ' is known already; nothing changes.' ELSE $13 END,
      CASE WHEN $14 AND NOT duplicate THEN 'new' ELSE 'kept' END
    FROM judged RETURNING id, outcome, code, message, state),
  items AS (
    INSERT INTO telemetry (delivery_id, root, trade_id, event, at, values)
    SELECT stored.id, $7, item.value->>'tradeId', $10, ${instant("$2")}, item.value
    FROM stored, jsonb_array_elements($15::jsonb) AS item
    WHERE NOT EXISTS (SELECT 1 FROM webhook_deliveries AS earlier
      WHERE earlier.body_hash = $5 AND earlier.source_id = $1 AND earlier.outcome = 'stored'))
  SELECT id, outcome, code, message,
    CASE WHEN state = 'new' THEN pg_notify('${SIGNAL_CHANNEL}', id::text)::text END AS notified FROM stored`;

function insertValues({ parsed, verdict, ...raw }: JudgedDelivery): unknown[] {
  const items = parsed.kind === "telemetry" && verdict.root !== null ? telemetryItemsOf(parsed.values) : [];
  return [
    raw.sourceId,
    raw.receivedAt,
    raw.contentType,
    raw.body,
    raw.bodyHash,
    raw.remote,
    verdict.root,
    verdict.tradeId,
    parsed.kind === "bad" ? null : parsed.format,
    parsed.kind === "bad" ? null : parsed.kind === "signal" ? "SIGNAL_CREATED" : parsed.event,
    verdict.outcome,
    verdict.code,
    verdict.message,
    verdict.forEngine,
    JSON.stringify(items),
  ];
}

function telemetryItemsOf(values: Readonly<Record<string, unknown>>): readonly TelemetryItem[] {
  const items = values["items"];
  return Array.isArray(items) ? items : [];
}

/**
 * Stores a delivery and makes its id known; a known id makes it a duplicate whatever the verdict was (check 3).
 * The same telemetry body of the same source again is kept raw, without a second set of values.
 * @throws when Postgres does not take it; nothing is stored then
 */
export async function storeDelivery(delivery: JudgedDelivery): Promise<StoredDelivery> {
  const { rows } = await pool().query<{
    id: string;
    outcome: StoredDelivery["outcome"];
    code: string;
    message: string;
  }>({
    name: "store-delivery",
    text: insertText,
    values: insertValues(delivery),
  });
  const [row] = rows;
  if (row === undefined) throw new Error("delivery: expected the stored row, got none");
  return { id: Number(row.id), outcome: row.outcome, code: row.code, message: row.message };
}

/**
 * Does the work of storing and takes it back: an unknown token is answered after the time a known one takes.
 * The id is random, so that it cannot get in the way of a real one.
 */
export async function rehearseDelivery(delivery: JudgedDelivery): Promise<void> {
  const connection = await pool().connect();
  let failure: Error | undefined;
  try {
    await connection.query("BEGIN; SAVEPOINT rehearsal");
    const verdict = { ...delivery.verdict, root: "", tradeId: randomUUID(), forEngine: false };
    await connection.query({
      name: "store-delivery",
      text: insertText,
      values: insertValues({ ...delivery, verdict }),
    });
    // Only the savepoint is taken back: the commit waits for the disk as that of a stored alert does.
    await connection.query("ROLLBACK TO SAVEPOINT rehearsal; COMMIT");
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw failure;
  } finally {
    connection.release(failure);
  }
}

/** A delivery the engine has to judge. */
export interface NewDelivery {
  readonly id: number;
  readonly receivedAt: EpochMs;
  readonly root: string;
  /** The contract in front when it was received, null when the root had none. */
  readonly frontId: number | null;
  /** Symbol as sent, null when none was. */
  readonly symbol: string | null;
  /** True when it came from a simulated source. */
  readonly simulated: boolean;
  /** Parsed body. Its symbol is null: it has been routed to `root` already, which a missing symbol fits. */
  readonly alert: ParsedDelivery;
}

/**
 * Deliveries the engine has not taken yet, in order of receipt.
 * @param limit most rows returned
 * @param taken ids in the engine's hands whose batch has not been committed yet
 */
export async function claimNewDeliveries(limit: number, taken: readonly number[] = []): Promise<NewDelivery[]> {
  const { rows } = await pool().query<{
    id: string;
    received_at: string;
    root: string;
    front_id: number | null;
    body: string;
    simulated: boolean;
  }>({
    name: "claim-deliveries",
    text: `SELECT delivery.id, ${epochMs("delivery.received_at")} AS received_at, delivery.root, delivery.body,
        coalesce(source.simulated, false) AS simulated, front.contract_id AS front_id
      FROM webhook_deliveries AS delivery LEFT JOIN webhook_sources AS source ON source.id = delivery.source_id
      LEFT JOIN front_contracts AS front ON front.root = delivery.root AND front.valid_from <= delivery.received_at
        AND (front.valid_to IS NULL OR front.valid_to > delivery.received_at)
      WHERE delivery.state = 'new' AND delivery.root IS NOT NULL AND delivery.id <> ALL($2::bigint[])
      ORDER BY delivery.received_at, delivery.id LIMIT $1`,
    values: [limit, taken],
  });
  return rows.map(({ id, received_at, root, front_id, body, simulated }) => ({
    id: Number(id),
    receivedAt: Number(received_at),
    root,
    frontId: front_id,
    simulated,
    ...routed(body),
  }));
}

function routed(body: string): Pick<NewDelivery, "alert" | "symbol"> {
  const alert = parseAlert(body);
  if (alert.kind !== "signal") return { alert, symbol: alert.kind === "telemetry" ? alert.symbol : null };
  return { alert: { ...alert, symbol: null }, symbol: alert.symbol };
}

/** Marks deliveries as taken by the engine, inside the transaction that stores what followed from them. */
export async function markApplied(connection: Connection, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await connection.query({
    name: "mark-applied",
    text: "UPDATE webhook_deliveries SET state = 'applied' WHERE id = ANY($1::bigint[]) AND state = 'new'",
    values: [ids],
  });
}
