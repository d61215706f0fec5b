/**
 * Things people should know: written by the worker, shown until somebody or the worker itself closes them.
 * Knows no reason why.
 */
import { createHash } from "node:crypto";
import { pool } from "@/lib/db/client";
import { epochMs, instant } from "@/lib/db/columns";
import type { Connection } from "@/lib/db/transaction";
import type { EpochMs } from "@/lib/market/types";
import type { NoticeView } from "@/lib/stream/events";

/** A notice before it has its id. */
export type NoticeRow = Omit<NoticeView, "id"> & { readonly data: Readonly<Record<string, unknown>> };

/** A notice about one thing: while one with the same code and key is open, no second one is made. */
export interface KeyedNotice extends NoticeRow {
  /** What it is about, e.g. a signal's id; kept in `data.key`. */
  readonly key: string;
}

/** Most notices read at once. */
export const NOTICES_MAX = 200;

/** What a notice says and when: the same words about the same thing at the same millisecond are one notice. */
function fingerprintOf({ code, at, severity, message, data }: NoticeRow): string {
  return createHash("sha256")
    .update(JSON.stringify([code, at, severity, message, data]))
    .digest("hex");
}

/**
 * Writes notices in their order; one that is there already is left as it is, so that a batch may commit twice.
 * @returns them with their ids, in the same order, each once
 */
export async function insertNotices(connection: Connection, rows: readonly NoticeRow[]): Promise<NoticeView[]> {
  if (rows.length === 0) return [];
  const unique = new Map(rows.map((row) => [fingerprintOf(row), row]));
  const { rows: stored } = await connection.query<{ id: number; fingerprint: string }>({
    name: "insert-notices",
    text: `INSERT INTO notices (code, at, severity, message, data, fingerprint)
      SELECT item->>'code', ${instant("(item->>'at')")}, item->>'severity', item->>'message', item->'data', item->>'fingerprint'
      FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS list (item, place) ORDER BY place
      ON CONFLICT (fingerprint) DO UPDATE SET fingerprint = excluded.fingerprint RETURNING id, fingerprint`,
    values: [JSON.stringify([...unique].map(([fingerprint, row]) => ({ ...row, fingerprint })))],
  });
  const ids = new Map(stored.map(({ id, fingerprint }) => [fingerprint, id]));
  return [...unique].map(([fingerprint, { code, at, severity, message }]) => {
    const id = ids.get(fingerprint);
    if (id === undefined) throw new Error(`notices: expected ${unique.size} rows, got ${stored.length}`);
    return { id, code, at, severity, message };
  });
}

/** Writes the notices whose thing has no open one of the same code. @returns those written */
export async function openNotices(connection: Connection, rows: readonly KeyedNotice[]): Promise<NoticeView[]> {
  if (rows.length === 0) return [];
  const { rows: open } = await connection.query<{ name: string }>(
    "SELECT code || ' ' || (data->>'key') AS name FROM notices WHERE closed_at IS NULL AND code = ANY($1) AND data->>'key' = ANY($2)",
    [rows.map((row) => row.code), rows.map((row) => row.key)],
  );
  const taken = new Set(open.map((row) => row.name));
  const fresh = rows.filter(({ code, key }) => {
    const name = `${code} ${key}`;
    return !taken.has(name) && taken.add(name);
  });
  return insertNotices(
    connection,
    fresh.map(({ key, data, ...row }) => ({ ...row, data: { ...data, key } })),
  );
}

/** Closes the open notices of a code that are not about one of `keys`. @returns how many */
export async function closeNoticesExcept(code: string, keys: readonly string[], at: EpochMs): Promise<number> {
  const { rowCount } = await pool().query(
    `UPDATE notices SET closed_at = ${instant("$3")} WHERE code = $1 AND closed_at IS NULL AND data->>'key' <> ALL($2)`,
    [code, keys, at],
  );
  return rowCount ?? 0;
}

/** Open notices, newest first, at most `NOTICES_MAX`. */
export async function readOpenNotices(): Promise<NoticeView[]> {
  const { rows } = await pool().query<Omit<NoticeView, "at"> & { at: string }>(
    `SELECT id, code, ${epochMs("at")} AS at, severity, message FROM notices WHERE closed_at IS NULL
      ORDER BY notices.at DESC, id DESC LIMIT $1`,
    [NOTICES_MAX],
  );
  return rows.map((row) => ({ ...row, at: Number(row.at) }));
}
