/**
 * One action on many entries, all or nothing in one transaction, and its way back. What a person saw in the preview is
 * named by a digest of entries and versions: if anything changed since, nothing is done. Bounded (`bulkEntriesMax`).
 */
import { createHash, randomUUID } from "node:crypto";
import { audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import { lockReviews, type NewVersion, type Review, readHistories, writeVersions } from "@/lib/db/review-rows";
import type { ReviewAuthor } from "@/lib/db/reviews";
import { type Connection, inCrossedTransaction } from "@/lib/db/transaction";
import { nextState, type SimpleChange, undoTarget } from "@/lib/lab/review";

/** Entries of one bulk action. Policy past it: refused, with the number; narrow the filter. */
export const bulkEntriesMax = 5_000;
/** Entries named in a preview. */
const examplesMax = 5;

/** Which entries: SQL that selects their ids in a fixed order, at most one more than `bulkEntriesMax`. */
export interface BulkTarget {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What would happen, or happened. */
export interface BulkOutcome {
  /** Entries meant. */
  readonly entries: number;
  /** Entries that change. */
  readonly changed: number;
  /** Entries that stay, by reason. */
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
  /** Ids of some that change. */
  readonly examples: readonly string[];
  /** Names exactly this preview. */
  readonly digest: string;
}

export type BulkResult =
  | (BulkOutcome & { readonly kind: "preview" })
  | (BulkOutcome & { readonly kind: "done"; readonly batch: string })
  | { readonly kind: "too-many"; readonly entries: number }
  | { readonly kind: "changed"; readonly outcome: BulkOutcome }
  | { readonly kind: "nothing" };

interface Plan {
  readonly outcome: BulkOutcome;
  readonly versions: readonly NewVersion[];
}

class Changed extends Error {}

function plan(
  reviews: ReadonlyMap<string, Review>,
  change: SimpleChange,
  author: ReviewAuthor,
  batch: string,
  reason: string | null,
): Plan {
  const versions: NewVersion[] = [];
  const skipped = new Map<string, number>();
  const by = { email: author.actor.email, at: author.at };
  for (const [signalId, { version, state }] of reviews) {
    const next = nextState(state, change, by);
    if (!next.ok) skipped.set(next.message, (skipped.get(next.message) ?? 0) + 1);
    else {
      const { action } = change;
      versions.push({ signalId, version: version + 1, at: author.at, action, reason, batch, state: next.state });
    }
  }
  return { versions, outcome: outcomeOf(reviews, versions, skipped) };
}

function outcomeOf(
  reviews: ReadonlyMap<string, Review>,
  versions: readonly NewVersion[],
  skipped: ReadonlyMap<string, number>,
): BulkOutcome {
  const digest = createHash("sha256");
  for (const [id, { version }] of reviews) digest.update(`${id} ${version}\n`);
  return {
    entries: reviews.size,
    changed: versions.length,
    skipped: [...skipped].map(([text, count]) => ({ reason: text, count })),
    examples: versions.slice(0, examplesMax).map(({ signalId }) => signalId),
    digest: digest.digest("hex").slice(0, 32),
  };
}

async function idsOf(target: BulkTarget): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(target.text, [...target.values]);
  return rows.map(({ id }) => id);
}

/** Writes a plan and its one audit entry. */
async function write(
  connection: Connection,
  { versions, outcome }: Plan,
  author: ReviewAuthor,
  record: { readonly action: string; readonly batch: string; readonly more: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { actor, at: _at, ...origin } = author;
  if ((await writeVersions(connection, versions, actor)) !== versions.length) throw new Changed();
  const { entries, changed } = outcome;
  await audit(connection, {
    ...{ ...origin, actor, action: record.action, target: `batch:${record.batch}` },
    after: { ...record.more, entries, changed },
  });
}

/**
 * Shows what an action would do to the entries of a target, or does it.
 * @param digest of the preview the person saw; null shows the preview
 */
export async function changeMany(
  target: BulkTarget,
  change: SimpleChange,
  reason: string | null,
  digest: string | null,
  author: ReviewAuthor,
): Promise<BulkResult> {
  const ids = await idsOf(target);
  if (ids.length > bulkEntriesMax) return { kind: "too-many", entries: ids.length };
  const batch = randomUUID();
  let shown: BulkOutcome | undefined;
  try {
    return await inCrossedTransaction(async (connection) => {
      const planned = plan(await lockReviews(connection, ids), change, author, batch, reason);
      shown = planned.outcome;
      if (digest === null) return { kind: "preview", ...planned.outcome };
      if (digest !== planned.outcome.digest) throw new Changed();
      if (planned.versions.length === 0) return { kind: "nothing" };
      await write(connection, planned, author, {
        ...{ action: `entries.${change.action}`, batch },
        more: { reason, ...change },
      });
      return { kind: "done", batch, ...planned.outcome };
    });
  } catch (error) {
    if (!(error instanceof Changed) || shown === undefined) throw error;
    return { kind: "changed", outcome: shown };
  }
}

/** Takes a bulk action back where nobody has changed the entry since; the others are counted and stay. */
export async function undoBatch(batch: string, author: ReviewAuthor): Promise<BulkResult> {
  return inCrossedTransaction(async (connection) => {
    const { rows } = await connection.query<{ signal_id: string; version: number }>(
      "SELECT signal_id, version FROM review_versions WHERE batch = $1 AND action <> 'undo' ORDER BY signal_id",
      [batch],
    );
    if (rows.length === 0) return { kind: "nothing" };
    const ids = rows.map((row) => row.signal_id);
    const reviews = await lockReviews(connection, ids);
    const histories = await readHistories(connection, ids);
    const back = randomUUID();
    const versions: NewVersion[] = [];
    let changedSince = 0;
    for (const { signal_id: signalId, version } of rows) {
      const review = reviews.get(signalId);
      const goal = undoTarget(histories.get(signalId) ?? []);
      if (review === undefined || goal === null || review.version !== version || goal.undone.version !== version) {
        changedSince += 1;
        continue;
      }
      const reason = "bulk action taken back";
      const { at } = author;
      versions.push({ signalId, version: version + 1, at, action: "undo", reason, batch: back, state: goal.state });
    }
    const skipped = new Map(changedSince > 0 ? [["The entry was changed again since.", changedSince]] : []);
    const outcome = outcomeOf(reviews, versions, skipped);
    if (versions.length === 0) return { kind: "nothing" };
    await write(connection, { versions, outcome }, author, {
      ...{ action: "entries.undo", batch: back },
      more: { undoes: batch },
    });
    return { kind: "done", batch: back, ...outcome };
  });
}
