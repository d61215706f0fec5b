/**
 * What people ask of an engine (lib/engine/asks.ts): a row each, written with its audit entry, answered in the transaction
 * that stores what the engine made of it. At most one waits for a trade and for a run of prices, so their number is bounded.
 */
import { actorName, audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import { epochMs, instant } from "@/lib/db/columns";
import type { Author } from "@/lib/db/rolls";
import { type Connection, inTransaction } from "@/lib/db/transaction";
import type { Ask, AskView } from "@/lib/engine/asks";
import type { EpochMs } from "@/lib/market/types";

/** Channel on which the worker hears of them. */
export const ASKS_CHANNEL = "engine_asks_new";

/** An ask as the worker takes it. */
export interface AskRow {
  readonly id: number;
  readonly contractId: number;
  readonly askedAt: EpochMs;
  readonly ask: Ask;
}

/** What became of an ask. */
export interface AskVerdict {
  readonly id: number;
  readonly state: "done" | "refused";
  /** A sentence for the person. */
  readonly answer: string;
  /** The engine's clock when it was applied. */
  readonly at: EpochMs;
}

/** What is asked: `key` is the person's own number of it, so that a repeated request is the same one. */
export interface AskInput {
  readonly key: string;
  readonly reason: string;
}

export type Asked =
  | { readonly kind: "asked"; readonly ask: AskView }
  | { readonly kind: "unknown" }
  | { readonly kind: "not-open"; readonly status: string }
  /** Somebody else's request for the same thing waits already. */
  | { readonly kind: "waiting"; readonly ask: AskView };

const viewColumns = `id, CASE state WHEN 'asked' THEN 'waiting' ELSE state END AS state, asked_by AS by, reason,
  ${epochMs("asked_at")} AS "askedAt", answer`;

type ViewSql = Omit<AskView, "askedAt"> & { readonly askedAt: string };
const viewOf = (row: ViewSql): AskView => ({ ...row, askedAt: Number(row.askedAt) });

/** Asks to close the trade of a signal (methodology 7.7). The engine has the last word; what is plainly over is refused here. */
export async function askClose(signalId: string, input: AskInput, author: Author): Promise<Asked> {
  return inTransaction(async (connection) => {
    const { rows } = await connection.query<{ contractId: number; tradeId: string; status: string }>(
      `SELECT contract_id AS "contractId", trade_id AS "tradeId", status FROM signals WHERE id = $1`,
      [signalId],
    );
    const [signal] = rows;
    if (signal === undefined) return { kind: "unknown" };
    const known = await byKey(connection, input.key);
    if (known !== null) return { kind: "asked", ask: known };
    if (signal.status !== "ACTIVE") return { kind: "not-open", status: signal.status };
    const by = actorName(author.actor);
    const ask: Ask = { kind: "close", tradeId: signal.tradeId, by, reason: input.reason };
    return insert(connection, { contractId: signal.contractId, about: signalId, ask, input }, author);
  });
}

/** Asks to accept the run of quarantined prices that begins with a tick (methodology 8.2). */
export async function askAccept(
  contractId: number,
  firstRef: number,
  input: AskInput,
  author: Author,
): Promise<Exclude<Asked, { kind: "not-open" }>> {
  return inTransaction(async (connection) => {
    const { rowCount } = await connection.query("SELECT 1 FROM contracts WHERE id = $1", [contractId]);
    if (rowCount === 0) return { kind: "unknown" };
    const known = await byKey(connection, input.key);
    if (known !== null) return { kind: "asked", ask: known };
    const ask: Ask = { kind: "accept", firstRef, by: actorName(author.actor), reason: input.reason };
    return insert(connection, { contractId, about: `${contractId}:${firstRef}`, ask, input }, author);
  });
}

async function byKey(connection: Connection, key: string): Promise<AskView | null> {
  const { rows } = await connection.query<ViewSql>(`SELECT ${viewColumns} FROM engine_asks WHERE key = $1`, [key]);
  return rows[0] === undefined ? null : viewOf(rows[0]);
}

interface NewAsk {
  readonly contractId: number;
  /** What it is about: one ask at a time waits for it. */
  readonly about: string;
  readonly ask: Ask;
  readonly input: AskInput;
}

async function insert(
  connection: Connection,
  { contractId, about, ask, input }: NewAsk,
  author: Author,
): Promise<Extract<Asked, { kind: "asked" | "waiting" }>> {
  const { rows } = await connection.query<ViewSql>(
    `INSERT INTO engine_asks (key, contract_id, about, ask, reason, asked_by)
      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING ${viewColumns}`,
    [input.key, contractId, about, JSON.stringify(ask), ask.reason, ask.by],
  );
  const [made] = rows;
  if (made === undefined) {
    const { rows: others } = await connection.query<ViewSql>(
      `SELECT ${viewColumns} FROM engine_asks WHERE key = $1 OR (about = $2 AND state = 'asked')
        ORDER BY key = $1 DESC LIMIT 1`,
      [input.key, about],
    );
    if (others[0] === undefined) throw new Error(`ask about ${about}: neither written nor there already`);
    return { kind: "waiting", ask: viewOf(others[0]) };
  }
  const action = ask.kind === "close" ? "trade.close_asked" : "prices.accept_asked";
  const target = ask.kind === "close" ? `signal:${about}` : `contract:${contractId}`;
  await audit(connection, { ...author, action, target, after: { askId: made.id, ...ask } });
  return { kind: "asked", ask: viewOf(made) };
}

/** The newest ask about a trade, null when nobody asked. */
export async function readCloseAsk(signalId: string): Promise<AskView | null> {
  return newestAbout(signalId);
}

/** The newest ask about a run of prices, null when nobody asked. */
export async function readAcceptAsk(contractId: number, firstRef: number): Promise<AskView | null> {
  return newestAbout(`${contractId}:${firstRef}`);
}

async function newestAbout(about: string): Promise<AskView | null> {
  const { rows } = await pool().query<ViewSql>(
    `SELECT ${viewColumns} FROM engine_asks WHERE about = $1 ORDER BY id DESC LIMIT 1`,
    [about],
  );
  return rows[0] === undefined ? null : viewOf(rows[0]);
}

/** Asks no engine has answered yet, oldest first. @param taken ids in the engines' hands */
export async function claimNewAsks(limit: number, taken: readonly number[]): Promise<AskRow[]> {
  const { rows } = await pool().query<{ id: number; contractId: number; askedAt: string; ask: Ask }>(
    `SELECT id, contract_id AS "contractId", ${epochMs("asked_at")} AS "askedAt", ask FROM engine_asks
      WHERE state = 'asked' AND id <> ALL($2::int[]) ORDER BY engine_asks.asked_at, id LIMIT $1`,
    [limit, taken],
  );
  return rows.map((row) => ({ ...row, askedAt: Number(row.askedAt) }));
}

/** Writes the answers, inside the transaction that stores what followed. An answered ask keeps its answer. */
export async function answerAsks(connection: Connection, verdicts: readonly AskVerdict[]): Promise<void> {
  if (verdicts.length === 0) return;
  await connection.query(
    `UPDATE engine_asks SET state = given.state, answer = given.answer, answered_at = ${instant("given.at")}
      FROM jsonb_to_recordset($1::jsonb) AS given (id int, state text, answer text, at bigint)
      WHERE engine_asks.id = given.id AND engine_asks.state = 'asked'`,
    [JSON.stringify(verdicts)],
  );
}
