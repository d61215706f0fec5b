/**
 * Sources and deliveries for the admin: made, rotated and closed with an audit entry in the same transaction, and read
 * with what became of the last deliveries. A token is returned once and stored as its hash only.
 */
import { audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import { epochMs } from "@/lib/db/columns";
import type { Author, Refusal } from "@/lib/db/rolls";
import { inTransaction } from "@/lib/db/transaction";
import { newToken, ROTATION_OVERLAP_MS, SOURCE_NAME, tokenHash } from "@/lib/db/webhooks";
import type { EpochMs } from "@/lib/market/types";

/** Deliveries shown. */
export const deliveriesShownMax = 50;

const refuse = (field: string, message: string): Refusal => ({ ok: false, field, message });

export type NewToken = { readonly ok: true; readonly name: string; readonly token: string } | Refusal;

/** A new source and its token. */
export async function addSource(name: string, author: Author): Promise<NewToken> {
  if (!SOURCE_NAME.test(name)) return refuse("name", "Expected 1 to 64 letters, digits, blanks or . _ - .");
  const token = newToken();
  return inTransaction(async (connection) => {
    const { rowCount } = await connection.query(
      "INSERT INTO webhook_sources (name, token_hash) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
      [name, tokenHash(token)],
    );
    if (rowCount !== 1) return refuse("name", `There is a source ${name} already.`);
    await audit(connection, { ...author, action: "webhook.source_added", target: `webhook:${name}` });
    return { ok: true, name, token };
  });
}

/** A new token for a source; the old one works for a day more. */
export async function rotateToken(id: number, author: Author): Promise<NewToken> {
  const token = newToken();
  return inTransaction(async (connection) => {
    const { rows } = await connection.query<{ name: string }>(
      `UPDATE webhook_sources SET previous_token_hash = token_hash, token_hash = $2,
          previous_until = clock_timestamp() + $3::double precision * interval '1 millisecond' WHERE id = $1 RETURNING name`,
      [id, tokenHash(token), ROTATION_OVERLAP_MS],
    );
    const [source] = rows;
    if (source === undefined) return refuse("source", "There is no such source.");
    const after = { oldTokenWorksForMs: ROTATION_OVERLAP_MS };
    await audit(connection, { ...author, action: "webhook.token_rotated", target: `webhook:${source.name}`, after });
    return { ok: true, name: source.name, token };
  });
}

/** Opens or closes a source; a closed one refuses both of its tokens. */
export async function openSource(id: number, active: boolean, author: Author): Promise<{ ok: true } | Refusal> {
  return inTransaction(async (connection) => {
    const { rows } = await connection.query<{ name: string }>(
      "UPDATE webhook_sources SET active = $2 WHERE id = $1 RETURNING name",
      [id, active],
    );
    const [source] = rows;
    if (source === undefined) return refuse("source", "There is no such source.");
    const action = active ? "webhook.source_opened" : "webhook.source_closed";
    await audit(connection, { ...author, action, target: `webhook:${source.name}` });
    return { ok: true };
  });
}

/** What came from a source. */
export interface SourceActivity {
  readonly id: number;
  readonly name: string;
  readonly simulated: boolean;
  readonly active: boolean;
  readonly previousUntil: EpochMs | null;
  readonly lastAt: EpochMs | null;
  /** Outcomes of the last 24 hours. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Every source with what it sent in the last 24 hours. */
export async function readSources(): Promise<SourceActivity[]> {
  const { rows } = await pool().query<
    Omit<SourceActivity, "lastAt" | "previousUntil"> & { last: string | null; previous: string | null }
  >(
    `SELECT source.id, name, simulated, active,
        ${epochMs("CASE WHEN previous_until > clock_timestamp() THEN previous_until END")} AS previous,
        ${epochMs("(SELECT max(received_at) FROM webhook_deliveries WHERE source_id = source.id)")} AS last,
        coalesce((SELECT jsonb_object_agg(outcome, count) FROM (
          SELECT outcome, count(*)::int AS count FROM webhook_deliveries
          WHERE source_id = source.id AND received_at > clock_timestamp() - interval '1 day' GROUP BY outcome) AS counted), '{}')
          AS outcomes
      FROM webhook_sources AS source ORDER BY name`,
  );
  return rows.map(({ last, previous, ...row }) => ({
    ...row,
    lastAt: last === null ? null : Number(last),
    previousUntil: previous === null ? null : Number(previous),
  }));
}

/** One delivery as listed. */
export interface DeliveryRow {
  readonly id: string;
  readonly at: EpochMs;
  readonly source: string | null;
  readonly event: string | null;
  readonly root: string | null;
  readonly outcome: string;
  readonly code: string;
  readonly message: string;
  readonly body: string;
}

/** The newest deliveries; bodies are cut to what a line can show. */
export async function readDeliveries(): Promise<DeliveryRow[]> {
  const { rows } = await pool().query<Omit<DeliveryRow, "at"> & { at: string }>(
    `SELECT delivery.id::text, ${epochMs("received_at")} AS at, name AS source, event, root, outcome, code, message,
        left(body, 300) AS body
      FROM webhook_deliveries AS delivery LEFT JOIN webhook_sources AS source ON source.id = source_id
      ORDER BY received_at DESC, delivery.id DESC LIMIT $1`,
    [deliveriesShownMax],
  );
  return rows.map((row) => ({ ...row, at: Number(row.at) }));
}
