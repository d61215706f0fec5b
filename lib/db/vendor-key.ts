/** The vendor's API key: stored sealed, shown by its last four characters, never logged. */
import { seal, unseal } from "@/lib/auth/seal";
import { actorName, audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import { epochMs } from "@/lib/db/columns";
import type { Author } from "@/lib/db/rolls";
import { inTransaction } from "@/lib/db/transaction";
import type { EpochMs } from "@/lib/market/types";

const name = "massive";
const purpose = "vendor-key";
const shownCharacters = 4;

/** What people see of the stored key. */
export interface StoredKey {
  readonly lastFour: string;
  readonly updatedAt: EpochMs;
  readonly updatedBy: string;
}

/** Enters or replaces the key. @param secret AUTH_SECRET */
export async function storeVendorKey(key: string, secret: string, author: Author): Promise<void> {
  const lastFour = key.slice(-shownCharacters);
  const by = actorName(author.actor);
  await inTransaction(async (connection) => {
    const { rows } = await connection.query<{ lastFour: string }>(
      `SELECT last_four AS "lastFour" FROM vendor_keys WHERE name = $1 FOR UPDATE`,
      [name],
    );
    await connection.query(
      `INSERT INTO vendor_keys (name, sealed, last_four, updated_at, updated_by) VALUES ($1, $2, $3, clock_timestamp(), $4)
        ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, last_four = excluded.last_four,
          updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      [name, seal(key, secret, purpose), lastFour, by],
    );
    const before = rows[0] === undefined ? {} : { before: { ...rows[0] } };
    await audit(connection, {
      ...author,
      action: "vendor_key.stored",
      target: "vendor-key:massive",
      ...before,
      after: { lastFour },
    });
  });
}

/** Takes the stored key away. @returns false when none was stored (nothing is written then) */
export async function removeVendorKey(author: Author): Promise<boolean> {
  return inTransaction(async (connection) => {
    const { rows } = await connection.query<{ lastFour: string }>(
      `DELETE FROM vendor_keys WHERE name = $1 RETURNING last_four AS "lastFour"`,
      [name],
    );
    const [before] = rows;
    if (before === undefined) return false;
    const target = "vendor-key:massive";
    await audit(connection, { ...author, action: "vendor_key.removed", target, before: { ...before } });
    return true;
  });
}

/** What is known of the stored key, null when none is. */
export async function readStoredKey(): Promise<StoredKey | null> {
  const { rows } = await pool().query<{ lastFour: string; at: string; updatedBy: string }>(
    `SELECT last_four AS "lastFour", ${epochMs("updated_at")} AS at, updated_by AS "updatedBy" FROM vendor_keys WHERE name = $1`,
    [name],
  );
  return rows[0] === undefined ? null : { ...rows[0], updatedAt: Number(rows[0].at) };
}

/** The key as it was opened: null when there is none, `unreadable` when it was sealed under another AUTH_SECRET. */
export type OpenedKey = { readonly key: string } | "unreadable" | null;

/** Opens the stored key. @param secret AUTH_SECRET */
export async function openVendorKey(secret: string): Promise<OpenedKey> {
  const { rows } = await pool().query<{ sealed: Buffer }>("SELECT sealed FROM vendor_keys WHERE name = $1", [name]);
  const [row] = rows;
  if (row === undefined) return null;
  const key = unseal(row.sealed, secret, purpose);
  return key === null ? "unreadable" : { key };
}
