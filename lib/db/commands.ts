/**
 * What people ask of the worker, which alone holds the vendor's connection: a row each, answered in the same row.
 * Knows no socket; what a command does is the worker's.
 */
import { actorName, audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import type { Author } from "@/lib/db/rolls";
import { inTransaction } from "@/lib/db/transaction";

/** Channel on which the worker hears of a command. */
export const COMMANDS_CHANNEL = "commands_new";
/** Commands waiting. Policy past it: no more are taken. */
export const commandsWaitingMax = 10;
/** A command nobody answered for this long is given up. */
const staleMinutes = 2;

export const commandKinds = ["refresh-contracts", "test-connection"] as const;
export type CommandKind = (typeof commandKinds)[number];

/** One line of an answer. `ok` is null where it can be said neither way. */
export interface CommandStep {
  readonly name: string;
  readonly ok: boolean | null;
  readonly message: string;
}

export interface CommandRow {
  readonly id: number;
  readonly kind: CommandKind;
  readonly state: "new" | "running" | "done" | "failed";
  readonly steps: readonly CommandStep[];
}

/** Asks the worker for something. @returns null when too much waits already */
export async function askWorker(kind: CommandKind, author: Author): Promise<number | null> {
  const by = actorName(author.actor);
  return inTransaction(async (connection) => {
    await connection.query(
      `UPDATE commands SET state = 'failed', finished_at = clock_timestamp() WHERE state IN ('new', 'running')
        AND created_at < clock_timestamp() - make_interval(mins => $1)`,
      [staleMinutes],
    );
    const { rows } = await connection.query<{ id: number }>(
      `INSERT INTO commands (kind, created_by) SELECT $1, $2
        WHERE (SELECT count(*) FROM commands WHERE state IN ('new', 'running')) < $3 RETURNING id`,
      [kind, by, commandsWaitingMax],
    );
    const id = rows[0]?.id;
    if (id === undefined) return null;
    await audit(connection, { ...author, action: "worker.asked", target: `command:${kind}`, after: { id } });
    return id;
  });
}

/** A command and its answer so far; null when there is none of this id. */
export async function readCommand(id: number): Promise<CommandRow | null> {
  const { rows } = await pool().query<CommandRow>(
    "SELECT id, kind, state, coalesce(result, '[]') AS steps FROM commands WHERE id = $1",
    [id],
  );
  return rows[0] ?? null;
}

/** Takes the oldest command that waits, for the worker. */
export async function takeCommand(): Promise<Pick<CommandRow, "id" | "kind"> | null> {
  const { rows } = await pool().query<{ id: number; kind: CommandKind }>(
    `UPDATE commands SET state = 'running' WHERE id = (
        SELECT id FROM commands WHERE state = 'new' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, kind`,
  );
  return rows[0] ?? null;
}

/** Writes what is known so far, or the end. */
export async function answerCommand(
  id: number,
  steps: readonly CommandStep[],
  state: "running" | "done" | "failed",
): Promise<void> {
  await pool().query(
    `UPDATE commands SET result = $2, state = $3, finished_at = CASE WHEN $3 = 'running' THEN NULL ELSE clock_timestamp() END
      WHERE id = $1`,
    [id, JSON.stringify(steps), state],
  );
}

/** What the vendor says of one dated contract. */
export interface VendorContract {
  readonly root: string;
  readonly ticker: string;
  readonly month: string;
  readonly firstTradeDate: string | null;
  readonly lastTradeDate: string;
}

/**
 * Keeps the vendor's list: its dates beside an admin's, which win. A contract whose day changed is audited.
 * @returns how many rows are new or different
 */
export async function saveVendorContracts(rows: readonly VendorContract[]): Promise<number> {
  return inTransaction(async (connection) => {
    let changed = 0;
    // The root first, then its contracts, as a roll locks them: the other way round the two end in a deadlock.
    await connection.query("SELECT 1 FROM instruments WHERE root = ANY($1) ORDER BY root FOR UPDATE", [
      rows.map((row) => row.root),
    ]);
    for (const { root, ticker, month, firstTradeDate, lastTradeDate } of rows) {
      const before = await connection.query<{ last: string }>(
        "SELECT vendor_last_trade_date AS last FROM contracts WHERE root = $1 AND month = $2 FOR UPDATE",
        [root, month],
      );
      await connection.query(
        `INSERT INTO contracts (root, ticker, month, first_trade_date, last_trade_date, origin, vendor_first_trade_date,
            vendor_last_trade_date, vendor_fetched_at)
          VALUES ($1, $2, $3, $4, $5, 'vendor', $4, $5, clock_timestamp())
          ON CONFLICT (root, month) DO UPDATE SET first_trade_date = excluded.first_trade_date, origin = 'vendor',
            last_trade_date = coalesce(contracts.override_last_trade_date, excluded.vendor_last_trade_date),
            vendor_first_trade_date = excluded.vendor_first_trade_date,
            vendor_last_trade_date = excluded.vendor_last_trade_date, vendor_fetched_at = excluded.vendor_fetched_at`,
        [root, ticker, month, firstTradeDate, lastTradeDate],
      );
      if (before.rows[0]?.last === lastTradeDate) continue;
      changed += 1;
      await audit(connection, {
        ...{ actor: "system", action: "contract.vendor_date", target: `contract:${root}:${month}` },
        before: { vendorLastTradeDate: before.rows[0]?.last ?? null },
        after: { vendorLastTradeDate: lastTradeDate },
      });
    }
    return changed;
  });
}

/** Median of receipt less exchange time of the newest live trades, ms; null without any. */
export async function readMeasuredDelay(): Promise<number | null> {
  const { rows } = await pool().query<{ ms: number | null }>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM received_at - exchange_at) * 1000) AS ms FROM (
      SELECT received_at, exchange_at FROM ticks WHERE trade_date >= current_date - 1 AND source <> 'backfill'
        AND received_at > clock_timestamp() - interval '10 minutes' ORDER BY received_at DESC LIMIT 500) AS newest`,
  );
  return rows[0]?.ms ?? null;
}
