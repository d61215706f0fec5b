/**
 * People as stored: who they are, their password and whether they may sign in. Changes come with their audit entry in one transaction.
 * Knows no request and no cookie; passwords arrive hashed.
 */
import { randomUUID } from "node:crypto";
import { isRole, type Role } from "@/lib/auth/roles";
import { type Actor, audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import { type Connection, inTransaction } from "@/lib/db/transaction";
import type { EpochMs } from "@/lib/market/types";

/** Who changes something, and from where: what the audit log wants to know. */
export interface Author {
  readonly actor: Actor;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** A person in the admin's list. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
  readonly secondFactor: boolean;
  readonly createdAt: EpochMs;
  /** Newest sign of life of a session that is still open; null without one. */
  readonly lastSeenAt: EpochMs | null;
  readonly sessions: number;
}

/** What went wrong, for the person who asked. */
export type Refused = { readonly ok: false; readonly code: string; readonly message: string };
export type Outcome<T = undefined> = { readonly ok: true; readonly value: T } | Refused;

/** One lock for everything that could leave nobody in charge: two admins demoting each other at once. */
const adminsLock = 5_440_001;

export const done: Outcome = { ok: true, value: undefined };

/** Everyone, the active first, by name. */
export async function listPeople(now: EpochMs): Promise<readonly PersonRow[]> {
  const { rows } = await pool().query<
    Omit<PersonRow, "createdAt" | "lastSeenAt"> & { createdAt: Date; lastSeenAt: Date | null }
  >(
    `SELECT u.id, u.name, u.email, u.role, u.active, u.two_factor_enabled AS "secondFactor", u.created_at AS "createdAt",
            max(s.updated_at) AS "lastSeenAt", count(s.id)::int AS sessions
     FROM users u LEFT JOIN sessions s ON s.user_id = u.id AND s.expires_at > $1
     GROUP BY u.id ORDER BY u.active DESC, lower(u.name), u.email`,
    [new Date(now)],
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.getTime(),
    lastSeenAt: row.lastSeenAt?.getTime() ?? null,
  }));
}

/** True once somebody can administrate; before that the setup page is open. */
export async function hasAdmin(): Promise<boolean> {
  const { rows } = await pool().query("SELECT 1 FROM users WHERE role = 'admin' LIMIT 1");
  return rows.length > 0;
}

/** A new person with a password already hashed. The e-mail must be free (unique in the database). Returns the id. */
export async function insertPerson(
  client: Connection,
  person: { readonly name: string; readonly email: string; readonly role: Role; readonly passwordHash: string },
  now: EpochMs,
): Promise<string> {
  const id = randomUUID();
  const at = new Date(now);
  await client.query(
    `INSERT INTO users (id, name, email, email_verified, role, created_at, updated_at) VALUES ($1, $2, $3, true, $4, $5, $5)`,
    [id, person.name, person.email, person.role, at],
  );
  await client.query(
    `INSERT INTO accounts (id, account_id, provider_id, user_id, password, created_at, updated_at)
     VALUES ($1, $2, 'credential', $2, $3, $4, $4)`,
    [randomUUID(), id, person.passwordHash, at],
  );
  return id;
}

/** The first admin; refused once there is one, also when two try at once. */
export function createFirstAdmin(
  person: { readonly name: string; readonly email: string; readonly passwordHash: string },
  author: Author,
  now: EpochMs,
): Promise<Outcome> {
  return inTransaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [adminsLock]);
    const { rows } = await client.query("SELECT 1 FROM users WHERE role = 'admin' LIMIT 1");
    if (rows.length > 0)
      return { ok: false, code: "SETUP_DONE", message: "There is an admin already: sign in instead." };
    const id = await insertPerson(client, { ...person, role: "admin" }, now);
    await audit(client, {
      ...author,
      action: "user.created",
      target: `user:${person.email}`,
      after: { id, name: person.name, role: "admin", by: "setup code" },
    });
    return done;
  });
}

interface Held {
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
}

/** Locks a person for a change, after the admins' lock so that the count of admins stands still. */
async function hold(client: Connection, userId: string): Promise<Held | null> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [adminsLock]);
  const { rows } = await client.query<Held>("SELECT email, role, active FROM users WHERE id = $1 FOR UPDATE", [userId]);
  return rows[0] ?? null;
}

async function isLastAdmin(client: Connection, userId: string): Promise<boolean> {
  const { rows } = await client.query("SELECT 1 FROM users WHERE role = 'admin' AND active AND id <> $1 LIMIT 1", [
    userId,
  ]);
  return rows.length === 0;
}

const unknownPerson: Refused = { ok: false, code: "UNKNOWN_PERSON", message: "There is no such person." };
const lastAdmin: Refused = {
  ok: false,
  code: "LAST_ADMIN",
  message: "This is the only active admin: make somebody else an admin first.",
};

/** Gives a person another role; takes effect with their next request. */
export function changeRole(userId: string, role: Role, author: Author, now: EpochMs): Promise<Outcome> {
  return inTransaction(async (client) => {
    const person = await hold(client, userId);
    if (person === null) return unknownPerson;
    if (person.role === role) return done;
    if (person.role === "admin" && person.active && (await isLastAdmin(client, userId))) return lastAdmin;
    await client.query("UPDATE users SET role = $2, updated_at = $3 WHERE id = $1", [userId, role, new Date(now)]);
    const target = `user:${person.email}`;
    await audit(client, {
      ...author,
      action: "user.role_changed",
      target,
      before: { role: person.role },
      after: { role },
    });
    return done;
  });
}

/** Lets a person in again, or shuts them out: all their sessions end and a sign-in fails like a wrong password. */
export function setActive(userId: string, active: boolean, author: Author, now: EpochMs): Promise<Outcome> {
  return inTransaction(async (client) => {
    const person = await hold(client, userId);
    if (person === null) return unknownPerson;
    if (person.active === active) return done;
    if (!active && person.role === "admin" && (await isLastAdmin(client, userId))) return lastAdmin;
    await client.query("UPDATE users SET active = $2, updated_at = $3 WHERE id = $1", [userId, active, new Date(now)]);
    const ended = active ? 0 : await endSessions(client, userId);
    await audit(client, {
      ...author,
      action: active ? "user.reactivated" : "user.deactivated",
      target: `user:${person.email}`,
      before: { active: person.active },
      after: { active, sessionsEnded: ended },
    });
    return done;
  });
}

/** The hash a person signs in with; null for nobody. */
export async function passwordHashOf(userId: string): Promise<string | null> {
  const { rows } = await pool().query<{ password: string | null }>(
    "SELECT password FROM accounts WHERE user_id = $1 AND provider_id = 'credential'",
    [userId],
  );
  return rows[0]?.password ?? null;
}

/** Stores a new hash and ends every session but `keptSessionId`; returns how many ended. */
export async function replacePassword(
  client: Connection,
  userId: string,
  passwordHash: string,
  keptSessionId: string | null,
  now: EpochMs,
): Promise<number> {
  await client.query(
    "UPDATE accounts SET password = $2, updated_at = $3 WHERE user_id = $1 AND provider_id = 'credential'",
    [userId, passwordHash, new Date(now)],
  );
  return endSessions(client, userId, keptSessionId);
}

/** A person's own change of password; the other browsers are signed out. */
export function changeOwnPassword(
  person: { readonly id: string; readonly email: string; readonly sessionId: string },
  passwordHash: string,
  author: Author,
  now: EpochMs,
): Promise<void> {
  return inTransaction(async (client) => {
    const ended = await replacePassword(client, person.id, passwordHash, person.sessionId, now);
    const after = { sessionsEnded: ended };
    await audit(client, { ...author, action: "user.password_changed", target: `user:${person.email}`, after });
  });
}

/** Ends a person's sessions but one; returns how many. */
export async function endSessions(
  client: Connection,
  userId: string,
  keptSessionId: string | null = null,
): Promise<number> {
  const { rowCount } = await client.query("DELETE FROM sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2", [
    userId,
    keptSessionId,
  ]);
  return rowCount ?? 0;
}

/** Puts on record that a person's second factor went on or off; every session but the newest, made just now, ends. */
export function recordSecondFactor(
  person: { readonly id: string; readonly email: string },
  on: boolean,
  author: Author,
): Promise<void> {
  return inTransaction(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      "SELECT id FROM sessions WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1",
      [person.id],
    );
    const ended = await endSessions(client, person.id, rows[0]?.id ?? null);
    await audit(client, {
      ...author,
      action: on ? "user.second_factor_enabled" : "user.second_factor_disabled",
      target: `user:${person.email}`,
      before: { secondFactor: !on },
      after: { secondFactor: on, sessionsEnded: ended },
    });
  });
}

/** Role and state of a person for a sign-in; null for nobody. */
export async function standingOf(userId: string): Promise<{ readonly role: Role; readonly active: boolean } | null> {
  const { rows } = await pool().query<{ role: string; active: boolean }>(
    "SELECT role, active FROM users WHERE id = $1",
    [userId],
  );
  const row = rows[0];
  return row !== undefined && isRole(row.role) ? { role: row.role, active: row.active } : null;
}
