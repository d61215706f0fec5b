/**
 * The audit log: who did what, when, from where, with before and after. Append-only; the database refuses the rest.
 * Writers pass the connection of the transaction that makes the change, so that neither exists without the other.
 */
import { pool } from "@/lib/db/client";
import type { Connection } from "@/lib/db/transaction";
import type { EpochMs } from "@/lib/market/types";

/** Entries read at a time by default and at most. */
export const auditPageMax = 200;
/** Characters kept of what a browser calls itself. */
const userAgentMax = 300;

/** Who acts: a person, the system itself, or someone who has not signed in. */
export type Actor = { readonly id: string; readonly email: string } | "system" | "stranger";

/** An actor as rows and people name it: the e-mail of a person, else the word. */
export function actorName(actor: Actor): string {
  return typeof actor === "string" ? actor : actor.email;
}

export interface AuditRecord {
  readonly actor: Actor;
  /** noun.verb in the past tense, e.g. `user.role_changed`. */
  readonly action: string;
  /** `<kind>:<id>`, e.g. `user:ada@example.com`. */
  readonly target: string;
  /** JSON-safe state before and after; never a secret. Absent where there is none. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  /** Absent for the system's own changes. */
  readonly ip?: string | null;
  readonly userAgent?: string | null;
}

/** Writes one entry on the connection (and in the transaction) of the change. */
export async function audit(client: Connection, record: AuditRecord): Promise<void> {
  const { actor, action, target, before, after, ip = null, userAgent = null } = record;
  const id = typeof actor === "string" ? null : actor.id;
  await client.query(
    `INSERT INTO audit_log (actor_id, actor, ip, user_agent, action, target, before, after)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, actorName(actor), ip, userAgent?.slice(0, userAgentMax) ?? null, action, target, json(before), json(after)],
  );
}

function json(value: Readonly<Record<string, unknown>> | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** One entry as read. */
export interface AuditRow {
  /** Grows with time; text, because it may pass 2^53. */
  readonly id: string;
  readonly at: EpochMs;
  readonly actor: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly action: string;
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Absent filters let everything through. */
export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** Part of the target's text. */
  readonly target?: string | undefined;
  /** First instant included. */
  readonly from?: EpochMs | undefined;
  /** First instant no longer included. */
  readonly to?: EpochMs | undefined;
}

const day = (at: EpochMs | undefined): Date | null => (at === undefined ? null : new Date(at));

/**
 * Entries from the newest down.
 * @param olderThan id of the last entry of the page before; undefined for the first page
 */
export async function readAudit(filter: AuditFilter, limit: number, olderThan?: string): Promise<readonly AuditRow[]> {
  const { actor = null, action = null, target = null, from, to } = filter;
  const { rows } = await pool().query<Omit<AuditRow, "at"> & { at: Date }>(
    `SELECT id::text, at, actor, ip, user_agent AS "userAgent", action, target, before, after FROM audit_log
     WHERE ($1::text IS NULL OR actor = $1) AND ($2::text IS NULL OR action = $2)
       AND ($3::text IS NULL OR position(lower($3) IN lower(target)) > 0)
       AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5)
       AND ($6::bigint IS NULL OR id < $6)
     ORDER BY audit_log.id DESC LIMIT $7`,
    [actor, action, target, day(from), day(to), olderThan ?? null, Math.min(limit, auditPageMax)],
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** What can be chosen in the filters. */
export async function readAuditWords(): Promise<{
  readonly actors: readonly string[];
  readonly actions: readonly string[];
}> {
  const [actors, actions] = await Promise.all([
    pool().query<{ word: string }>("SELECT DISTINCT actor AS word FROM audit_log ORDER BY 1"),
    pool().query<{ word: string }>("SELECT DISTINCT action AS word FROM audit_log ORDER BY 1"),
  ]);
  return { actors: actors.rows.map((row) => row.word), actions: actions.rows.map((row) => row.word) };
}
