/**
 * Sources that may post alerts. A source's token is shown once and kept as its sha256 only; after a rotation the old token
 * works for an overlap, so that the alert's address can be changed without losing one.
 * Tokens have 256 random bits, so looking one up by its hash says nothing about others.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { pool } from "@/lib/db/client";
import { epochMs } from "@/lib/db/columns";
import type { EpochMs } from "@/lib/market/types";

/** Random bytes of a token. */
const TOKEN_BYTES = 32;
/** Longest token looked at; a longer one is refused like an unknown one. */
export const TOKEN_LENGTH_MAX = 200;
/** How long the old token works after a rotation, unless said otherwise: 24 h. */
export const ROTATION_OVERLAP_MS = 86_400_000;
/** Names are for people and command lines. */
export const SOURCE_NAME = /^[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}$/;

/** A source as people see it. Never carries a token or its hash. */
export interface WebhookSourceRow {
  readonly id: number;
  readonly name: string;
  /** Alerts of a simulated source never count as live. */
  readonly simulated: boolean;
  readonly active: boolean;
  readonly createdAt: EpochMs;
  /** Until when the token before the last rotation works; null when none does. */
  readonly previousUntil: EpochMs | null;
}

/** Who posts, and what time the database says it is. */
export interface Caller {
  /** Null when the token is unknown, withdrawn or past its overlap. */
  readonly source: { readonly id: number; readonly name: string; readonly simulated: boolean } | null;
  /** The database's clock, epoch ms. */
  readonly now: EpochMs;
}

/** sha256 of a token, hex: what is stored and compared. */
export function tokenHash(token: string): string {
  return createHash("sha256")
    .update(token.slice(0, TOKEN_LENGTH_MAX + 1))
    .digest("hex");
}

const nobody = Buffer.alloc(32);

/**
 * Finds the source of a token hash. Known and unknown hashes take the same query and the same comparison.
 * @throws when Postgres cannot be reached
 */
export async function findCaller(hash: string): Promise<Caller> {
  const { rows } = await pool().query<{
    now: string;
    id: number | null;
    name: string | null;
    simulated: boolean | null;
    found: string | null;
  }>({
    name: "find-webhook-source",
    text: `SELECT ${epochMs("clock.now")} AS now, source.id, source.name, source.simulated,
        CASE WHEN source.token_hash = $1 THEN source.token_hash ELSE source.previous_token_hash END AS found
      FROM (SELECT clock_timestamp() AS now) AS clock
      LEFT JOIN webhook_sources AS source ON source.active
        AND (source.token_hash = $1 OR (source.previous_token_hash = $1 AND source.previous_until > clock.now))
      LIMIT 1`,
    values: [hash],
  });
  const [row] = rows;
  if (row === undefined) throw new Error("webhook source: expected one row, got none");
  const same = timingSafeEqual(row.found === null ? nobody : Buffer.from(row.found, "hex"), Buffer.from(hash, "hex"));
  const { id, name, simulated } = row;
  const known = same && id !== null && name !== null && simulated !== null;
  return { source: known ? { id, name, simulated } : null, now: Number(row.now) };
}

/** All sources in order of their names. */
export async function listSources(): Promise<WebhookSourceRow[]> {
  const { rows } = await pool().query<{
    id: number;
    name: string;
    simulated: boolean;
    active: boolean;
    created_at: string;
    previous_until: string | null;
  }>(
    `SELECT id, name, simulated, active, ${epochMs("created_at")} AS created_at,
        ${epochMs("CASE WHEN previous_until > clock_timestamp() THEN previous_until END")} AS previous_until
      FROM webhook_sources ORDER BY name`,
  );
  return rows.map(({ id, name, simulated, active, created_at, previous_until }) => ({
    id,
    name,
    simulated,
    active,
    createdAt: Number(created_at),
    previousUntil: previous_until === null ? null : Number(previous_until),
  }));
}

/** A new source with its token, which is not stored and cannot be shown again. Null when the name is taken. */
export async function createSource(name: string, simulated = false): Promise<string | null> {
  checkName(name);
  const token = newToken();
  const { rowCount } = await pool().query(
    "INSERT INTO webhook_sources (name, token_hash, simulated) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
    [name, tokenHash(token), simulated],
  );
  return rowCount === 1 ? token : null;
}

/**
 * Gives a source a new token; the old one works for the overlap.
 * @param overlapMs 0 withdraws the old token at once, whatever a clock that was set back says
 * @returns the new token, or null when there is no such source
 */
export async function rotateSource(name: string, overlapMs: number = ROTATION_OVERLAP_MS): Promise<string | null> {
  const token = newToken();
  const { rowCount } = await pool().query(
    `UPDATE webhook_sources SET token_hash = $2, previous_token_hash = CASE WHEN $3 > 0 THEN token_hash END,
        previous_until = CASE WHEN $3 > 0 THEN clock_timestamp() + $3::double precision * interval '1 millisecond' END
      WHERE name = $1`,
    [name, tokenHash(token), overlapMs],
  );
  return rowCount === 1 ? token : null;
}

/** Opens or closes a source. Closing refuses both of its tokens. False when there is no such source. */
export async function setSourceActive(name: string, active: boolean): Promise<boolean> {
  const { rowCount } = await pool().query("UPDATE webhook_sources SET active = $2 WHERE name = $1", [name, active]);
  return rowCount === 1;
}

/** Makes sure that a source exists and has exactly this token: for tokens that come from the environment. */
export async function ensureSource(name: string, token: string, simulated: boolean): Promise<void> {
  checkName(name);
  await pool().query(
    `INSERT INTO webhook_sources (name, token_hash, simulated) VALUES ($1, $2, $3)
      ON CONFLICT (name) DO UPDATE SET token_hash = excluded.token_hash, simulated = excluded.simulated, active = true,
        previous_token_hash = NULL, previous_until = NULL`,
    [name, tokenHash(token), simulated],
  );
}

/** A fresh token, to be shown once and stored as its hash only. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

function checkName(name: string): void {
  if (!SOURCE_NAME.test(name)) {
    throw new RangeError(
      "source name: expected 1 to 64 letters, digits, blanks or . _ - beginning with a letter or digit",
    );
  }
}
