/**
 * The entries before and after one in a list of the Signal Lab, whatever its order: what j and k mean on an entry's own page.
 * Reads by the list's own keys, so that it can never disagree with the list.
 */
import { pool } from "@/lib/db/client";
import { type KeyValues, keyValuesSql, orderBy, type SortKey } from "@/lib/db/keyset";
import { listCondition, listKeys } from "@/lib/db/lab-list";
import type { LabFilter } from "@/lib/lab/filter";
import type { LabListParams } from "@/lib/lab/list-params";

/** Ids of the neighbours; null at either end. */
export interface Neighbours {
  readonly previous: string | null;
  readonly next: string | null;
}

/** A key that may be null as two that can be turned round: rows without a value stand last, so first when reversed. */
function reversible(keys: readonly SortKey[]): SortKey[] {
  return keys.flatMap((key) =>
    key.nullable ? [{ sql: `(${key.sql} IS NULL)`, type: "boolean", descending: false, nullable: false }, key] : [key],
  );
}

const turned = (keys: readonly SortKey[]): SortKey[] => keys.map((key) => ({ ...key, descending: !key.descending }));

/**
 * @returns null when there is no entry of this id; neighbours also for an entry the filter does not find: those between which
 * it would stand
 */
export async function readNeighbours(
  filter: LabFilter,
  { order, group }: Pick<LabListParams, "order" | "group">,
  id: string,
): Promise<Neighbours | null> {
  const keys = reversible(listKeys(order, group));
  const { rows } = await pool().query<{ place: (string | null)[] }>(
    `SELECT ${keyValuesSql(keys)} AS place FROM lab_entries WHERE lab_entries.id = $1`,
    [id],
  );
  const place = rows[0]?.place;
  if (place === undefined) return null;
  const [next, previous] = await Promise.all([first(filter, keys, place), first(filter, turned(keys), place)]);
  return { previous, next };
}

/** The nearest entry after a place. */
async function first(filter: LabFilter, keys: readonly SortKey[], place: KeyValues): Promise<string | null> {
  const { text, values } = listCondition(filter, keys, place);
  const { rows } = await pool().query<{ id: string }>(
    `SELECT lab_entries.id FROM lab_entries WHERE ${text} ORDER BY ${orderBy(keys)} LIMIT 1`,
    [...values],
  );
  return rows[0]?.id ?? null;
}
