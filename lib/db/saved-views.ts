/**
 * Saved views of the Signal Lab: a named query of a person's own, or shared with everybody. Written with an audit entry in
 * the same transaction. Who may share is the caller's question; whose view it is is answered here.
 */
import { type Actor, audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import { epochMs } from "@/lib/db/columns";
import type { Author, Outcome, Refused } from "@/lib/db/people";
import { type Connection, inTransaction } from "@/lib/db/transaction";
import type { EpochMs } from "@/lib/market/types";

/** Views one person may keep. Policy: the next one is refused with the number. */
export const SAVED_VIEWS_MAX = 100;

/** A view as a person sees it. */
export interface SavedView {
  readonly id: number;
  readonly name: string;
  /** URL parameters without a question mark. */
  readonly query: string;
  readonly shared: boolean;
  readonly mine: boolean;
  /** Name of the owner. */
  readonly owner: string;
  readonly updatedAt: EpochMs;
}

/** What a person says of a view; what is absent stays. */
export interface ViewChange {
  readonly name?: string | undefined;
  readonly query?: string | undefined;
  readonly shared?: boolean | undefined;
}

type Person = Exclude<Actor, string>;
/** The author of a change to views is always a person. */
export type ViewAuthor = Author & { readonly actor: Person };

interface ViewRow {
  readonly id: number;
  readonly owner_id: string;
  readonly name: string;
  readonly query: string;
  readonly shared: boolean;
}

const refuse = (code: string, message: string): Refused => ({ ok: false, code, message });
const unknownView = refuse("UNKNOWN_VIEW", "There is no such view, or it is not yours.");
const nameTaken = (name: string) => refuse("NAME_TAKEN", `You have a view named ${name} already.`);
const stateOf = ({ name, query, shared }: ViewRow) => ({ name, query, shared });

/** Own and shared views of a person, own ones first, by name. */
export async function readViews(personId: string): Promise<SavedView[]> {
  const { rows } = await pool().query<SavedView & { readonly at: string }>(
    `SELECT views.id, views.name, query, shared, owner_id = $1 AS mine, users.name AS owner, ${epochMs("views.updated_at")} AS at
      FROM saved_views AS views JOIN users ON users.id = owner_id
      WHERE owner_id = $1 OR shared ORDER BY owner_id <> $1, lower(views.name), views.id`,
    [personId],
  );
  return rows.map(({ at, ...view }) => ({ ...view, updatedAt: Number(at) }));
}

/** Number of the built-in view (doubt first), which has no row. */
const BUILT_IN_VIEW = 0;

/** The view a person's Signal Lab opens with; null when they chose none or it is gone. */
export async function readDefaultView(personId: string): Promise<number | null> {
  const { rows } = await pool().query<{ id: number }>(
    `SELECT view_id AS id FROM default_views WHERE person_id = $1 AND (view_id = $2
      OR EXISTS (SELECT FROM saved_views AS views WHERE views.id = view_id AND (owner_id = $1 OR shared)))`,
    [personId, BUILT_IN_VIEW],
  );
  return rows[0]?.id ?? null;
}

/** Chooses the view the author's Signal Lab opens with, theirs, a shared or the built-in one; null for none. */
export async function setDefaultView(viewId: number | null, author: ViewAuthor): Promise<Outcome> {
  return inTransaction(async (connection) => {
    const { id } = author.actor;
    const { rows: before } = await connection.query<{ id: number }>(
      "SELECT view_id AS id FROM default_views WHERE person_id = $1 FOR UPDATE",
      [id],
    );
    if (viewId === null) {
      await connection.query("DELETE FROM default_views WHERE person_id = $1", [id]);
    } else {
      const { rowCount } = await connection.query(
        `INSERT INTO default_views (person_id, view_id) SELECT $1, $2::int
          WHERE $2 = $3 OR EXISTS (SELECT FROM saved_views WHERE id = $2 AND (owner_id = $1 OR shared))
          ON CONFLICT (person_id) DO UPDATE SET view_id = excluded.view_id`,
        [id, viewId, BUILT_IN_VIEW],
      );
      if (rowCount === 0) return unknownView;
    }
    await audit(connection, {
      ...{ ...author, action: "view.default", target: `person:${id}` },
      ...{ before: { view: before[0]?.id ?? null }, after: { view: viewId } },
    });
    return { ok: true, value: undefined };
  });
}

/** A new view of the author. @returns its id */
export async function addView(
  view: { readonly name: string; readonly query: string; readonly shared: boolean },
  author: ViewAuthor,
  at: EpochMs,
): Promise<Outcome<number>> {
  return inTransaction(async (connection) => {
    // The person's row is what two of their own windows wait for each other on.
    await connection.query("SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE", [author.actor.id]);
    const { rows: counted } = await connection.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM saved_views WHERE owner_id = $1",
      [author.actor.id],
    );
    if ((counted[0]?.n ?? 0) >= SAVED_VIEWS_MAX) {
      return refuse("TOO_MANY_VIEWS", `You have ${SAVED_VIEWS_MAX} views, which is the most: delete one first.`);
    }
    const { rows } = await connection.query<ViewRow>(
      `INSERT INTO saved_views (owner_id, name, query, shared, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (owner_id, name) DO NOTHING RETURNING *`,
      [author.actor.id, view.name, view.query, view.shared, new Date(at)],
    );
    const [made] = rows;
    if (made === undefined) return nameTaken(view.name);
    await audit(connection, { ...author, action: "view.added", target: `view:${made.id}`, after: stateOf(made) });
    return { ok: true, value: made.id };
  });
}

async function lockView(connection: Connection, id: number, author: ViewAuthor, anyShared: boolean) {
  const { rows } = await connection.query<ViewRow>(
    "SELECT * FROM saved_views WHERE id = $1 AND (owner_id = $2 OR ($3 AND shared)) FOR UPDATE",
    [id, author.actor.id, anyShared],
  );
  return rows[0];
}

/**
 * Changes a view of the author.
 * @param anyShared also a shared view of somebody else (an admin tidying up)
 */
export async function changeView(
  id: number,
  change: ViewChange,
  author: ViewAuthor,
  at: EpochMs,
  anyShared: boolean,
): Promise<Outcome> {
  return inTransaction(async (connection) => {
    const view = await lockView(connection, id, author, anyShared);
    if (view === undefined) return unknownView;
    const next = {
      name: change.name ?? view.name,
      query: change.query ?? view.query,
      shared: change.shared ?? view.shared,
    };
    const { rows: twins } = await connection.query(
      "SELECT 1 FROM saved_views WHERE owner_id = $1 AND name = $2 AND id <> $3",
      [view.owner_id, next.name, id],
    );
    if (twins.length > 0) return nameTaken(next.name);
    await connection.query("UPDATE saved_views SET name = $2, query = $3, shared = $4, updated_at = $5 WHERE id = $1", [
      id,
      next.name,
      next.query,
      next.shared,
      new Date(at),
    ]);
    await audit(connection, {
      ...author,
      action: "view.changed",
      target: `view:${id}`,
      before: stateOf(view),
      after: next,
    });
    return { ok: true, value: undefined };
  });
}

/** Deletes a view; its last state stays in the audit log. @param anyShared as `changeView` */
export async function deleteView(id: number, author: ViewAuthor, anyShared: boolean): Promise<Outcome> {
  return inTransaction(async (connection) => {
    const view = await lockView(connection, id, author, anyShared);
    if (view === undefined) return unknownView;
    await connection.query("DELETE FROM saved_views WHERE id = $1", [id]);
    await audit(connection, { ...author, action: "view.deleted", target: `view:${id}`, before: stateOf(view) });
    return { ok: true, value: undefined };
  });
}
