/**
 * One-time links: `invite` makes a person, `reset` gives an existing one a new password. Only the hash of a token is stored.
 * Using a link, what it makes and the audit entry are one transaction: a link works once, also when two use it at once.
 */
import { createHash } from "node:crypto";
import type { Role } from "@/lib/auth/roles";
import { actorName, audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import { type Author, done, insertPerson, type Outcome, type Refused, replacePassword } from "@/lib/db/people";
import { type Connection, inTransaction } from "@/lib/db/transaction";
import type { EpochMs } from "@/lib/market/types";

/** An invitation may wait this long, ms. */
export const inviteLifeMs = 7 * 24 * 60 * 60_000;
/** A reset opens an existing account, so it may wait less, ms. */
export const resetLifeMs = 24 * 60 * 60_000;
/** Invitations shown to an admin. */
const listedMax = 100;

export interface InvitationRow {
  readonly id: number;
  readonly kind: "invite" | "reset";
  readonly email: string;
  readonly role: Role;
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Links that still work, the newest first. */
export async function listInvitations(now: EpochMs): Promise<readonly InvitationRow[]> {
  const { rows } = await pool().query<
    Omit<InvitationRow, "createdAt" | "expiresAt"> & { createdAt: Date; expiresAt: Date }
  >(
    `SELECT id, kind, email, role, created_at AS "createdAt", expires_at AS "expiresAt" FROM invitations
     WHERE used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $1 ORDER BY id DESC LIMIT ${listedMax}`,
    [new Date(now)],
  );
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.getTime(), expiresAt: row.expiresAt.getTime() }));
}

interface NewLink {
  readonly token: string;
  readonly kind: "invite" | "reset";
  readonly email: string;
  readonly role: Role;
  readonly userId: string | null;
  readonly clearsSecondFactor: boolean;
}

/** Stores a link; older ones of the same kind for the same address stop working. */
async function insertLink(client: Connection, link: NewLink, author: Author, now: EpochMs): Promise<void> {
  const { token, kind, email, role, userId, clearsSecondFactor } = link;
  const expiresAt = now + (kind === "invite" ? inviteLifeMs : resetLifeMs);
  await client.query(
    "UPDATE invitations SET withdrawn_at = $3 WHERE email = $1 AND kind = $2 AND used_at IS NULL AND withdrawn_at IS NULL",
    [email, kind, new Date(now)],
  );
  const by = actorName(author.actor);
  await client.query(
    `INSERT INTO invitations (token_hash, kind, email, role, user_id, clears_second_factor, created_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [hashOf(token), kind, email, role, userId, clearsSecondFactor, by, new Date(now), new Date(expiresAt)],
  );
  await audit(client, {
    ...author,
    action: kind === "invite" ? "user.invited" : "user.reset_started",
    target: `user:${email}`,
    after: { ...(kind === "invite" ? { role } : { clearsSecondFactor }), expiresAt: new Date(expiresAt).toISOString() },
  });
}

/** Invites somebody who is not here yet. */
export function createInvitation(
  invitation: { readonly token: string; readonly email: string; readonly role: Role },
  author: Author,
  now: EpochMs,
): Promise<Outcome> {
  return inTransaction(async (client) => {
    const { rows } = await client.query("SELECT 1 FROM users WHERE email = $1", [invitation.email]);
    if (rows.length > 0) {
      const message = `${invitation.email} has an account already: use its reset instead.`;
      return { ok: false, code: "KNOWN_EMAIL", message };
    }
    await insertLink(client, { ...invitation, kind: "invite", userId: null, clearsSecondFactor: false }, author, now);
    return done;
  });
}

/** Starts a reset of a person's password; the old one works until the link is used. Gives the person's e-mail. */
export function createReset(
  reset: { readonly token: string; readonly userId: string; readonly clearsSecondFactor: boolean },
  author: Author,
  now: EpochMs,
): Promise<Outcome<string>> {
  return inTransaction(async (client) => {
    const { rows } = await client.query<{ email: string; role: Role; active: boolean }>(
      "SELECT email, role, active FROM users WHERE id = $1",
      [reset.userId],
    );
    const person = rows[0];
    if (person === undefined) return { ok: false, code: "UNKNOWN_PERSON", message: "There is no such person." };
    if (!person.active)
      return { ok: false, code: "INACTIVE", message: "This person is deactivated: reactivate them first." };
    await insertLink(client, { ...reset, kind: "reset", email: person.email, role: person.role }, author, now);
    return { ok: true, value: person.email };
  });
}

/** Takes a link back before it is used. */
export function withdrawInvitation(id: number, author: Author, now: EpochMs): Promise<Outcome> {
  return inTransaction(async (client) => {
    const { rows } = await client.query<{ email: string; kind: string }>(
      `UPDATE invitations SET withdrawn_at = $2 WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL
       RETURNING email, kind`,
      [id, new Date(now)],
    );
    const link = rows[0];
    if (link === undefined)
      return { ok: false, code: "UNKNOWN_INVITATION", message: "This link is used or gone already." };
    await audit(client, { ...author, action: `user.${link.kind}_withdrawn`, target: `user:${link.email}` });
    return done;
  });
}

/** What a link is for, as long as it works. */
export interface OpenLink {
  readonly id: number;
  readonly kind: "invite" | "reset";
  readonly email: string;
  readonly role: Role;
  readonly userId: string | null;
  readonly clearsSecondFactor: boolean;
}

/** Why a link cannot be used; one sentence for all reasons. */
export const linkGone: Refused = {
  ok: false,
  code: "LINK_GONE",
  message: "This link does not work: it was used, withdrawn, is too old or was cut short. Ask an admin for a new one.",
};

async function findLink(
  client: Pick<Connection, "query">,
  token: string,
  now: EpochMs,
  lock: boolean,
): Promise<OpenLink | null> {
  const { rows } = await client.query<OpenLink>(
    `SELECT id, kind, email, role, user_id AS "userId", clears_second_factor AS "clearsSecondFactor" FROM invitations
     WHERE token_hash = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2
       AND CASE kind WHEN 'reset' THEN EXISTS (SELECT 1 FROM users u WHERE u.id = invitations.user_id AND u.active)
                     ELSE NOT EXISTS (SELECT 1 FROM users u WHERE u.email = invitations.email) END
     ${lock ? "FOR UPDATE" : ""}`,
    [hashOf(token), new Date(now)],
  );
  return rows[0] ?? null;
}

/** The link of a token; null when it does not work (any more). */
export function readLink(token: string, now: EpochMs): Promise<OpenLink | null> {
  return findLink(pool(), token, now, false);
}

/**
 * Uses a link, once: makes the person, or gives the person a new password and ends their sessions.
 * @returns the e-mail to sign in with
 */
export function consumeLink(
  use: { readonly token: string; readonly name: string; readonly passwordHash: string },
  from: { readonly ip: string | null; readonly userAgent: string | null },
  now: EpochMs,
): Promise<Outcome<string>> {
  return inTransaction(async (client) => {
    const link = await findLink(client, use.token, now, true);
    if (link === null) return linkGone;
    await client.query("UPDATE invitations SET used_at = $2 WHERE id = $1", [link.id, new Date(now)]);
    const target = `user:${link.email}`;
    if (link.userId === null) {
      const id = await insertPerson(client, { ...use, email: link.email, role: link.role }, now);
      const after = { id, name: use.name, role: link.role, by: "invitation" };
      await audit(client, { ...from, actor: { id, email: link.email }, action: "user.created", target, after });
    } else {
      const ended = await replacePassword(client, link.userId, use.passwordHash, null, now);
      if (link.clearsSecondFactor) await clearSecondFactor(client, link.userId);
      const after = { sessionsEnded: ended, secondFactorCleared: link.clearsSecondFactor };
      const actor = { id: link.userId, email: link.email };
      await audit(client, { ...from, actor, action: "user.password_reset", target, after });
    }
    return { ok: true, value: link.email };
  });
}

async function clearSecondFactor(client: Connection, userId: string): Promise<void> {
  await client.query("DELETE FROM two_factors WHERE user_id = $1", [userId]);
  await client.query("UPDATE users SET two_factor_enabled = false WHERE id = $1", [userId]);
}
