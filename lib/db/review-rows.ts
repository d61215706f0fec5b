/**
 * Rows of reviews and their versions, read and written. A write names the version it follows; when another came first,
 * nothing is written. Decides nothing (lib/lab/review.ts).
 */
import { pool } from "@/lib/db/client";
import { epochMs, instant } from "@/lib/db/columns";
import type { Connection } from "@/lib/db/transaction";
import type { CorrectedTrade } from "@/lib/lab/corrected";
import type { Overrides } from "@/lib/lab/correction";
import {
  type NewsProximity,
  type ReviewAction,
  type ReviewState,
  type ReviewVersion,
  unreviewedState,
} from "@/lib/lab/review";
import type { ReviewStatus } from "@/lib/lab/words";
import type { EpochMs } from "@/lib/market/types";

/** Where Postgres tells of new versions: a trigger of review_versions notifies at commit. */
export const REVIEW_CHANNEL = "review_new";

/** A review as it stands. Version 0 = nobody said anything yet. */
export interface Review {
  readonly version: number;
  readonly state: ReviewState;
}

/** A version about to be written. */
export interface NewVersion extends Omit<ReviewVersion, "actor"> {
  readonly signalId: string;
}

interface ReviewColumns {
  signal_id: string;
  version: number;
  status: ReviewStatus;
  reviewed_by: string | null;
  reviewed_at: string | null;
  overrides: Overrides;
  corrected: CorrectedTrade | null;
  notes: string;
  tags: string[];
  news_proximity: NewsProximity | null;
  news_event: string | null;
  deleted_at: string | null;
  deleted_by: string | null;
}

const columns = `signal_id, version, status, reviewed_by, ${epochMs("reviewed_at")} AS reviewed_at, overrides, corrected, notes,
  tags, news_proximity, news_event, ${epochMs("deleted_at")} AS deleted_at, deleted_by`;

const at = (text: string | null): EpochMs | null => (text === null ? null : Number(text));

function reviewOf(row: ReviewColumns): Review {
  const { status, overrides, corrected, notes, tags, version } = row;
  return {
    version,
    state: {
      ...{ status, overrides, corrected, notes, tags },
      reviewedBy: row.reviewed_by,
      reviewedAt: at(row.reviewed_at),
      newsProximity: row.news_proximity,
      newsEvent: row.news_event,
      deletedAt: at(row.deleted_at),
      deletedBy: row.deleted_by,
    },
  };
}

/** The review of one entry as it stands. */
export async function readReview(signalId: string): Promise<Review> {
  const { rows } = await pool().query<ReviewColumns>(`SELECT ${columns} FROM reviews WHERE signal_id = $1`, [signalId]);
  return rows[0] === undefined ? { version: 0, state: unreviewedState } : reviewOf(rows[0]);
}

/** Reviews of several entries, locked until the transaction ends, in one order so that two bulk actions never wait in a ring. */
export async function lockReviews(connection: Connection, signalIds: readonly string[]): Promise<Map<string, Review>> {
  const { rows } = await connection.query<ReviewColumns>(
    `SELECT ${columns} FROM reviews WHERE signal_id = ANY($1) ORDER BY signal_id FOR UPDATE`,
    [signalIds],
  );
  const found = new Map(rows.map((row) => [row.signal_id, reviewOf(row)]));
  return new Map(signalIds.map((id) => [id, found.get(id) ?? { version: 0, state: unreviewedState }]));
}

interface VersionColumns {
  signal_id: string;
  version: number;
  at: string;
  actor: string;
  action: ReviewAction;
  reason: string | null;
  batch: string | null;
  state: ReviewState;
}

/** Histories of several entries, oldest version first. */
export async function readHistories(
  connection: Pick<Connection, "query">,
  signalIds: readonly string[],
): Promise<Map<string, ReviewVersion[]>> {
  const { rows } = await connection.query<VersionColumns>(
    `SELECT signal_id, version, ${epochMs("at")} AS at, actor, action, reason, batch, state FROM review_versions
      WHERE signal_id = ANY($1) ORDER BY signal_id, version`,
    [signalIds],
  );
  const histories = new Map<string, ReviewVersion[]>(signalIds.map((id) => [id, []]));
  for (const { signal_id, at: instantText, ...row } of rows) {
    histories.get(signal_id)?.push({ ...row, at: Number(instantText) });
  }
  return histories;
}

/** The whole history of one entry, oldest version first. */
export async function readHistory(signalId: string): Promise<readonly ReviewVersion[]> {
  return (await readHistories(pool(), [signalId])).get(signalId) ?? [];
}

/** Who writes versions. */
export interface VersionAuthor {
  readonly id: string;
  readonly email: string;
}

/**
 * Writes versions with the reviews they make. The review must stand at `version - 1`.
 * @returns how many were written; fewer than given means another version came first, and the caller rolls back
 */
export async function writeVersions(
  connection: Connection,
  versions: readonly NewVersion[],
  author: VersionAuthor,
): Promise<number> {
  if (versions.length === 0) return 0;
  const rows = JSON.stringify(
    versions.map(({ signalId, version, at: when, action, reason, batch, state }) => ({
      ...{ signal_id: signalId, version, at: when, action, reason, batch, state },
      ...{ status: state.status, reviewed_by: state.reviewedBy, reviewed_at: state.reviewedAt },
      ...{ overrides: state.overrides, corrected: state.corrected, notes: state.notes, tags: state.tags },
      ...{ news_proximity: state.newsProximity, news_event: state.newsEvent },
      ...{ deleted_at: state.deletedAt, deleted_by: state.deletedBy },
    })),
  );
  const written = await connection.query(
    `INSERT INTO reviews (signal_id, version, status, reviewed_by, reviewed_at, overrides, corrected, notes, tags,
        news_proximity, news_event, deleted_at, deleted_by, updated_at)
      SELECT signal_id, version, status, reviewed_by, ${instant("reviewed_at")}, overrides, nullif(corrected, 'null'), notes,
        ARRAY(SELECT jsonb_array_elements_text(tags)), news_proximity, news_event, ${instant("deleted_at")}, deleted_by,
        ${instant("at")}
      FROM jsonb_to_recordset($1::jsonb) AS row (signal_id text, version int, at bigint, status text, reviewed_by text,
        reviewed_at bigint, overrides jsonb, corrected jsonb, notes text, tags jsonb, news_proximity text, news_event text,
        deleted_at bigint, deleted_by text)
      ORDER BY signal_id
      ON CONFLICT (signal_id) DO UPDATE SET version = excluded.version, status = excluded.status,
        reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at, overrides = excluded.overrides,
        corrected = excluded.corrected, notes = excluded.notes, tags = excluded.tags,
        news_proximity = excluded.news_proximity, news_event = excluded.news_event, deleted_at = excluded.deleted_at,
        deleted_by = excluded.deleted_by, updated_at = excluded.updated_at
      WHERE reviews.version = excluded.version - 1`,
    [rows],
  );
  if (written.rowCount !== versions.length) return written.rowCount ?? 0;
  await connection.query(
    `INSERT INTO review_versions (signal_id, version, at, actor_id, actor, action, reason, batch, state)
      SELECT signal_id, version, ${instant("at")}, $2, $3, action, reason, batch, state
      FROM jsonb_to_recordset($1::jsonb) AS row (signal_id text, version int, at bigint, action text, reason text, batch text,
        state jsonb)`,
    [rows, author.id, author.email],
  );
  return versions.length;
}
