/**
 * Every entry of a filter for a file: one snapshot of the database, read in portions, so that the file is consistent and its
 * size costs no memory. Holds one connection while it is read; how many at once is bounded here.
 */
import { pool } from "@/lib/db/client";
import { orderBy } from "@/lib/db/keyset";
import { labCondition } from "@/lib/db/lab-filter";
import { listKeys } from "@/lib/db/lab-list";
import { labRowOf, type RawRow, rowColumns, rowJoin } from "@/lib/db/lab-rows";
import type { LabGroup, LabOrder, LabRow } from "@/lib/lab/columns";
import type { LabFilter } from "@/lib/lab/filter";

/** Rows read at a time. */
const PORTION_ROWS_MAX = 1_000;
/** Files being written at once. Policy: the next one is refused and may be tried again; lists keep their connections. */
export const EXPORTS_AT_ONCE_MAX = 2;
/** A reader that stops reading loses its connection after this; the file ends with an error, never as if complete. */
const EXPORT_IDLE_MS_MAX = 60_000;

/** On the global object, because Next loads this module once per route bundle. */
const holder = globalThis as typeof globalThis & { excursionExports?: number };

/**
 * Takes one of the places for a file; null when all are taken. Taken before the answer begins, so that a refusal is an answer
 * and not a file that breaks off.
 * @returns gives the place back; calling it again does nothing
 */
export function takeExportPlace(): (() => void) | null {
  const taken = holder.excursionExports ?? 0;
  if (taken >= EXPORTS_AT_ONCE_MAX) return null;
  holder.excursionExports = taken + 1;
  let held = true;
  return () => {
    if (held) holder.excursionExports = (holder.excursionExports ?? 1) - 1;
    held = false;
  };
}

/** Portions of the rows of a filter, in the order of the list. Who asks has a place (`takeExportPlace`). */
export async function* exportRows(
  filter: LabFilter,
  order: LabOrder,
  group: LabGroup | null,
): AsyncGenerator<readonly LabRow[], void, undefined> {
  const connection = await pool().connect();
  let failure: Error | undefined;
  try {
    const { text, values } = labCondition(filter);
    const keys = orderBy(listKeys(order, group));
    await connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await connection.query(`SET LOCAL idle_in_transaction_session_timeout = ${EXPORT_IDLE_MS_MAX}`);
    await connection.query(
      `DECLARE entries NO SCROLL CURSOR FOR SELECT ${rowColumns} FROM lab_entries ${rowJoin} WHERE ${text} ORDER BY ${keys}`,
      [...values],
    );
    for (;;) {
      const { rows } = await connection.query<RawRow>(`FETCH ${PORTION_ROWS_MAX} FROM entries`);
      if (rows.length > 0) yield rows.map(labRowOf);
      if (rows.length < PORTION_ROWS_MAX) return;
    }
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    await connection.query("ROLLBACK").catch((error: Error) => {
      failure ??= error;
    });
    connection.release(failure);
  }
}
