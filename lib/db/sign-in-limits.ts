/**
 * Attempts to get in, counted in Postgres so that every process and a restart count together.
 * The rule is lib/auth/limits.ts; here are its rows, taken under lock so that attempts made at once are all counted.
 */
import { createHash } from "node:crypto";
import {
  isKnownAddress,
  knownAddressMs,
  type LimitKind,
  type LimitRow,
  paid,
  paidBack,
  quietMs,
  waitMs,
} from "@/lib/auth/limits";
import { type Connection, inTransaction } from "@/lib/db/transaction";
import type { EpochMs } from "@/lib/market/types";

/** Rows forgotten in one sweep. */
const sweepRowsMax = 500;

/** Something attempts are counted for. */
export interface LimitKey {
  readonly kind: LimitKind;
  /** Stored hashed: neither addresses nor e-mails are kept here. */
  readonly value: string;
}

/** The keys of one sign-in attempt. `area` keeps doors apart, e.g. `sign-in` and `setup`. */
export function keysOf(area: string, account: string | null, address: string | null): readonly LimitKey[] {
  const from = network(address);
  const keys: LimitKey[] = [{ kind: "address", value: `${area}|${from}` }];
  if (account === null) return keys;
  return [
    ...keys,
    { kind: "account", value: `${area}|${account}` },
    { kind: "pair", value: `${area}|${account}|${from}` },
  ];
}

/** One household has a whole IPv6 /64, so it counts as one address. */
function network(address: string | null): string {
  if (address === null) return "unknown";
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const known = tail === undefined ? groups : [...groups, ...Array<string>(8 - groups.length).fill("0")];
  return `${known.slice(0, 4).join(":")}::/64`;
}

const nameOf = (key: LimitKey): string => `${key.kind}:${createHash("sha256").update(key.value).digest("hex")}`;

interface StoredRow {
  readonly key: string;
  readonly attempts: number;
  readonly last_at: Date;
  readonly blocked_until: Date | null;
  readonly succeeded_at: Date | null;
}

/** Locks the rows of the keys in one order for everyone, making the missing ones. */
async function lock(
  connection: Connection,
  names: readonly string[],
  now: EpochMs,
): Promise<ReadonlyMap<string, LimitRow>> {
  const sorted = [...names].sort();
  await connection.query(
    `INSERT INTO sign_in_limits (key, attempts, last_at) SELECT key, 0, $2 FROM unnest($1::text[]) AS key
     ORDER BY key ON CONFLICT DO NOTHING`,
    [sorted, new Date(now)],
  );
  const { rows } = await connection.query<StoredRow>(
    "SELECT * FROM sign_in_limits WHERE key = ANY($1) ORDER BY key FOR UPDATE",
    [sorted],
  );
  return new Map(
    rows.map((row) => [
      row.key,
      {
        attempts: row.attempts,
        lastAt: row.last_at.getTime(),
        blockedUntil: row.blocked_until?.getTime() ?? null,
        succeededAt: row.succeeded_at?.getTime() ?? null,
      },
    ]),
  );
}

async function write(connection: Connection, name: string, row: LimitRow): Promise<void> {
  const at = (time: EpochMs | null) => (time === null ? null : new Date(time));
  await connection.query(
    "UPDATE sign_in_limits SET attempts = $2, last_at = $3, blocked_until = $4, succeeded_at = $5 WHERE key = $1",
    [name, row.attempts, at(row.lastAt), at(row.blockedUntil), at(row.succeededAt)],
  );
}

/**
 * Pays for one attempt, before it is made.
 * @returns 0 when it may be made; else how long to wait, ms, and nothing was counted
 */
export function takeAttempt(keys: readonly LimitKey[], now: EpochMs): Promise<number> {
  return inTransaction(async (connection) => {
    const rows = await lock(connection, keys.map(nameOf), now);
    const pair = keys.find((key) => key.kind === "pair");
    const known = pair !== undefined && isKnownAddress(rows.get(nameOf(pair)), now);
    const counted = keys.filter((key) => key.kind !== "account" || !known);
    const wait = Math.max(0, ...counted.map((key) => waitMs(rows.get(nameOf(key)), now)));
    if (wait > 0) return wait;
    for (const key of counted) await write(connection, nameOf(key), paid(key.kind, rows.get(nameOf(key)), now));
    return 0;
  });
}

/** Pays back after success, and forgets what is long past. */
export function attemptSucceeded(keys: readonly LimitKey[], now: EpochMs): Promise<void> {
  return inTransaction(async (connection) => {
    const rows = await lock(connection, keys.map(nameOf), now);
    for (const key of keys) {
      const row = rows.get(nameOf(key));
      if (row !== undefined) await write(connection, nameOf(key), paidBack(key.kind, row, now));
    }
    await connection.query(
      `DELETE FROM sign_in_limits WHERE key IN (
         SELECT key FROM sign_in_limits WHERE last_at < $1 AND (succeeded_at IS NULL OR succeeded_at < $2)
         LIMIT ${sweepRowsMax} FOR UPDATE SKIP LOCKED)`,
      [new Date(now - quietMs), new Date(now - knownAddressMs)],
    );
  });
}
