/**
 * Corrected trades that still run are brought on to the newest stored tick, as the machine's own are (ADR 51). Writes only
 * the recomputed trade, never what a person said, and only onto the version it was computed for.
 */
import { pool } from "@/lib/db/client";
import { followCorrected } from "@/lib/db/corrections";
import { readSignal } from "@/lib/db/signal-queries";
import type { CorrectedTrade } from "@/lib/lab/corrected";

/** Corrected trades brought on in one turn. Policy past it: those that are furthest behind first, the others next turn. */
export const followedTradesMax = 200;

interface Followed {
  readonly signal_id: string;
  readonly version: number;
  readonly corrected: CorrectedTrade;
  readonly place: string;
}

/** Brings running corrected trades on. @returns how many moved */
export async function followCorrections(): Promise<number> {
  const { rows } = await pool().query<Followed>(
    `SELECT signal_id, version, corrected, corrected->'follow'->>'ingestId' AS place FROM reviews
      WHERE corrected IS NOT NULL AND jsonb_typeof(corrected->'follow') = 'object'
      ORDER BY (corrected->'follow'->>'ingestId')::bigint LIMIT $1`,
    [followedTradesMax],
  );
  let moved = 0;
  for (const row of rows) if (await follow(row)) moved += 1;
  return moved;
}

async function follow({ signal_id: id, version, corrected, place }: Followed): Promise<boolean> {
  const signal = await readSignal(id);
  if (signal === null) return false;
  // The engine took the trade back within the grace (methodology 7.7): there is nothing left to correct.
  const isGone = signal.record.trade === null;
  const next = isGone ? null : await followCorrected(signal, corrected);
  if (next === null && !isGone) return false;
  const { rowCount } = await pool().query(
    `UPDATE reviews SET corrected = $1 WHERE signal_id = $2 AND version = $3 AND corrected->'follow'->>'ingestId' = $4`,
    [next === null ? null : JSON.stringify(next), id, version, place],
  );
  return rowCount === 1;
}
