/**
 * Sessions as rows: which are alive, which a person has, and ending them.
 * A session ends at its fixed expiry, after `sessionIdleMs` without a sign of life, when it is deleted, or when its person
 * is deactivated. Cookies and their signature belong to lib/auth.
 */
import { audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import type { Author } from "@/lib/db/people";
import { inTransaction } from "@/lib/db/transaction";
import type { EpochMs } from "@/lib/market/types";

/** A session lasts at most this long, ms; a new sign-in is a new session. */
export const sessionLifeMs = 7 * 24 * 60 * 60_000;
/** A session without a request or an open stream for this long is over, ms. */
export const sessionIdleMs = 24 * 60 * 60_000;
/** Signs of life are written down at most this often, ms. */
export const touchEveryMs = 5 * 60_000;

/** Which of these sessions may go on; a sign of life for those. One statement for any number of streams. */
export async function livingSessions(ids: readonly string[], now: EpochMs): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await pool().query<{ id: string }>(
    `WITH alive AS (
       SELECT s.id, s.updated_at FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.id = ANY($1) AND u.active AND s.expires_at > $2 AND s.updated_at > $3),
     touched AS (UPDATE sessions SET updated_at = $2 WHERE id IN (SELECT id FROM alive WHERE updated_at < $4))
     SELECT id FROM alive`,
    [ids, new Date(now), new Date(now - sessionIdleMs), new Date(now - touchEveryMs)],
  );
  return new Set(rows.map((row) => row.id));
}

/** A living session and its person. */
export interface FoundSession {
  readonly sessionId: string;
  readonly lastSeenAt: EpochMs;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly secondFactor: boolean;
}

/** The living session of a token whose signature has been checked, with its person; null when it is over. */
export async function findSession(token: string, now: EpochMs): Promise<FoundSession | null> {
  const { rows } = await pool().query<Omit<FoundSession, "lastSeenAt"> & { updated_at: Date }>({
    name: "find-session",
    text: `SELECT s.id AS "sessionId", s.updated_at, u.id, u.name, u.email, u.role, u.two_factor_enabled AS "secondFactor"
           FROM sessions s JOIN users u ON u.id = s.user_id
           WHERE s.token = $1 AND u.active AND s.expires_at > $2 AND s.updated_at > $3`,
    values: [token, new Date(now), new Date(now - sessionIdleMs)],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const { updated_at: lastSeen, ...session } = row;
  return { ...session, lastSeenAt: lastSeen.getTime() };
}

/** Forgets sessions that are over. */
export async function forgetOldSessions(now: EpochMs): Promise<void> {
  await pool().query("DELETE FROM sessions WHERE expires_at <= $1 OR updated_at <= $2", [
    new Date(now),
    new Date(now - sessionIdleMs),
  ]);
}

/** A sign of life. */
export async function touchSession(id: string, now: EpochMs): Promise<void> {
  await pool().query("UPDATE sessions SET updated_at = $2 WHERE id = $1", [id, new Date(now)]);
}

/** A browser a person is signed in with. */
export interface SessionRow {
  readonly id: string;
  readonly createdAt: EpochMs;
  readonly lastSeenAt: EpochMs;
  readonly expiresAt: EpochMs;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** A person's open sessions, the newest sign of life first. */
export async function listSessions(userId: string, now: EpochMs): Promise<readonly SessionRow[]> {
  const { rows } = await pool().query<{
    id: string;
    created_at: Date;
    updated_at: Date;
    expires_at: Date;
    ip_address: string | null;
    user_agent: string | null;
  }>("SELECT * FROM sessions WHERE user_id = $1 AND expires_at > $2 AND updated_at > $3 ORDER BY updated_at DESC", [
    userId,
    new Date(now),
    new Date(now - sessionIdleMs),
  ]);
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at.getTime(),
    lastSeenAt: row.updated_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    ip: row.ip_address,
    userAgent: row.user_agent,
  }));
}

/**
 * Ends one session of a person, or all of them.
 * @returns how many ended; 0 when the session is not theirs
 */
export function endOwnSessions(
  person: { readonly id: string; readonly email: string },
  sessionId: string | "all",
  author: Author,
): Promise<number> {
  return inTransaction(async (client) => {
    const { rowCount } = await client.query(
      "DELETE FROM sessions WHERE user_id = $1 AND ($2::text IS NULL OR id = $2)",
      [person.id, sessionId === "all" ? null : sessionId],
    );
    const ended = rowCount ?? 0;
    const target = `user:${person.email}`;
    if (ended > 0)
      await audit(client, { ...author, action: "session.ended", target, after: { ended, which: sessionId } });
    return ended;
  });
}

/** A right code works once: later uses within this time are refused, ms. Longer than a code is valid. */
const codeRememberedMs = 5 * 60_000;

/** Marks a second factor's code as used. False when it was used just before. */
export async function spendCode(userId: string, codeHash: string, now: EpochMs): Promise<boolean> {
  await pool().query("DELETE FROM spent_codes WHERE user_id = $1 AND spent_at <= $2", [
    userId,
    new Date(now - codeRememberedMs),
  ]);
  const { rowCount } = await pool().query(
    "INSERT INTO spent_codes (user_id, code_hash, spent_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [userId, codeHash, new Date(now)],
  );
  return rowCount === 1;
}

/** Ends the session of a token that was never handed out. */
export async function endSessionByToken(token: string): Promise<void> {
  await pool().query("DELETE FROM sessions WHERE token = $1", [token]);
}
