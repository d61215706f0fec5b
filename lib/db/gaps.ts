/** Spans without data that we know of: opened when the data stops, closed when it is back, healed or not. */
import { pool } from "@/lib/db/client";
import { instant } from "@/lib/db/columns";
import type { Connection } from "@/lib/db/transaction";
import type { EpochMs } from "@/lib/market/types";

export type GapCause = "disconnect" | "silence" | "restart";

/** One gap of a contract. The pair (contractId, fromAt) names it; writing it again updates it. */
export interface GapRow {
  readonly contractId: number;
  readonly fromAt: EpochMs;
  /** Null while it lasts. */
  readonly toAt: EpochMs | null;
  readonly cause: GapCause;
  /** When REST filled it; null when it did not. */
  readonly healedAt: EpochMs | null;
  /** Trades that REST brought. */
  readonly rows: number;
  readonly note: string | null;
}

/** Writes gaps in the given order. */
export async function writeGaps(connection: Connection, rows: readonly GapRow[]): Promise<void> {
  for (const row of rows) {
    const values = [row.contractId, row.fromAt, row.toAt, row.cause, row.healedAt, row.rows, row.note];
    const updated = await connection.query(
      `UPDATE gaps SET to_at = ${instant("$3")}, healed_at = ${instant("$5")}, rows = $6, note = $7
        WHERE contract_id = $1 AND from_at = ${instant("$2")}::timestamptz(3) AND cause = $4`,
      values,
    );
    if (updated.rowCount !== 0) continue;
    await connection.query(
      `INSERT INTO gaps (contract_id, from_at, to_at, cause, healed_at, rows, note)
        VALUES ($1, ${instant("$2")}, ${instant("$3")}, $4, ${instant("$5")}, $6, $7)`,
      values,
    );
  }
}

/** Ends gaps that an earlier run of the worker left open; what happened since is that run's restart gap. */
export async function closeOpenGaps(at: EpochMs): Promise<void> {
  await pool().query(
    `UPDATE gaps SET to_at = greatest(from_at, ${instant("$1")}), note = 'the worker stopped before the data was back'
      WHERE to_at IS NULL`,
    [at],
  );
}
