/**
 * One person's action on one entry: the version it was made on is compared, the next one written with its history and
 * its audit entry in one transaction. A stale version is answered with what changed meanwhile, never overwritten.
 */
import { audit } from "@/lib/db/audit";
import { computeCorrected } from "@/lib/db/corrections";
import { lockReviews, readHistories, readReview, writeVersions } from "@/lib/db/review-rows";
import { readSignal, type StoredSignal } from "@/lib/db/signal-queries";
import { type Connection, inCrossedTransaction, inTransaction } from "@/lib/db/transaction";
import type { CorrectedTrade } from "@/lib/lab/corrected";
import {
  type CorrectionChanges,
  type FieldProblem,
  nextOverrides,
  type Overrides,
  whyNotCorrectable,
} from "@/lib/lab/correction";
import {
  correctedState,
  type Difference,
  differences,
  type NextState,
  nextState,
  type ReviewAction,
  type ReviewState,
  type ReviewVersion,
  type SimpleChange,
  undoTarget,
  unreviewedState,
} from "@/lib/lab/review";
import type { EpochMs } from "@/lib/market/types";

/** What is asked for. */
export type ReviewChange =
  | SimpleChange
  | { readonly action: "correct"; readonly changes: CorrectionChanges }
  | { readonly action: "undo" };

export interface ReviewRequest {
  readonly signalId: string;
  /** The version the person saw; 0 when there was none. */
  readonly version: number;
  readonly change: ReviewChange;
  readonly reason: string | null;
}

/** Who acts, from where, and when. */
export interface ReviewAuthor {
  readonly actor: { readonly id: string; readonly email: string };
  readonly ip?: string | null;
  readonly userAgent?: string | null;
  readonly at: EpochMs;
}

/** What others did since the version a person saw. */
export interface Conflict {
  readonly kind: "stale";
  readonly version: number;
  /** The state they saw. */
  readonly base: ReviewState;
  readonly state: ReviewState;
  /** Versions the person has not seen, oldest first. */
  readonly since: readonly ReviewVersion[];
  readonly changes: readonly Difference[];
}

export type ReviewResult =
  | { readonly kind: "done"; readonly version: number; readonly state: ReviewState; readonly undone?: ReviewAction }
  | {
      readonly kind: "refused";
      readonly code: "NO_CHANGE" | "NOT_ALLOWED" | "BAD_VALUE";
      readonly problems: readonly FieldProblem[];
    }
  | { readonly kind: "unknown" }
  | Conflict;

type Refused = Extract<ReviewResult, { kind: "refused" }>;

/** A correction worked out, to be shown before it is saved. */
export interface Preview {
  readonly kind: "preview";
  readonly version: number;
  readonly signal: StoredSignal;
  readonly before: CorrectedTrade | null;
  readonly after: CorrectedTrade | null;
  readonly overrides: Overrides;
}

class Stale extends Error {}

const badValue = (problems: readonly FieldProblem[]): Refused => ({ kind: "refused", code: "BAD_VALUE", problems });

/** Works a correction out on a state, reading ticks where entry or stop move. */
async function workOut(
  signal: StoredSignal,
  state: ReviewState,
  changes: CorrectionChanges,
  by: { readonly email: string; readonly at: EpochMs; readonly reason: string | null },
): Promise<
  { readonly kind: "worked"; readonly overrides: Overrides; readonly corrected: CorrectedTrade | null } | Refused
> {
  const next = nextOverrides(state.overrides, changes, signal.record, signal.scale, by);
  if (!next.ok) return badValue(next.problems);
  const computed = await computeCorrected(signal, next.overrides);
  if (!computed.ok) return badValue([computed.problem]);
  const effective = computed.corrected?.record.trade ?? signal.record.trade;
  const blocked = Object.keys(changes).flatMap((name) => {
    const field = name as keyof Overrides;
    const message = next.overrides[field] === undefined ? null : whyNotCorrectable(field, signal.record, effective);
    return message === null ? [] : [{ field, message }];
  });
  if (blocked.length > 0) return badValue(blocked);
  return { kind: "worked", overrides: next.overrides, corrected: computed.corrected };
}

/** A correction without saving it. */
export async function previewCorrection(
  request: Omit<ReviewRequest, "change"> & { readonly changes: CorrectionChanges },
  author: ReviewAuthor,
): Promise<Preview | Exclude<ReviewResult, { kind: "done" }>> {
  const { signalId, version, changes, reason } = request;
  const signal = await readSignal(signalId);
  if (signal === null) return { kind: "unknown" };
  const { state, version: standing } = await readReview(signalId);
  if (standing !== version) return inTransaction((connection) => conflictOf(connection, signalId, version));
  const worked = await workOut(signal, state, changes, { email: author.actor.email, at: author.at, reason });
  if (worked.kind === "refused") return worked;
  const { overrides, corrected } = worked;
  return { kind: "preview", version, signal, before: state.corrected, after: corrected, overrides };
}

/** What changed since a version, for the person who worked on that one. */
async function conflictOf(connection: Connection, signalId: string, seen: number): Promise<Conflict> {
  const review = (await lockReviews(connection, [signalId])).get(signalId) ?? { version: 0, state: unreviewedState };
  const history = (await readHistories(connection, [signalId])).get(signalId) ?? [];
  const base = history.find(({ version }) => version === seen)?.state ?? unreviewedState;
  const since = history.filter(({ version }) => version > seen);
  return { kind: "stale", ...review, base, since, changes: differences(base, review.state) };
}

/** Carries out an action. */
export async function changeReview(request: ReviewRequest, author: ReviewAuthor): Promise<ReviewResult> {
  const { signalId, version } = request;
  const signal = await readSignal(signalId);
  if (signal === null) return { kind: "unknown" };
  // Ticks are read before the transaction: a lock must not last as long as they take. The version is compared again in it.
  const prepared = await prepare(signal, request, author);
  if (prepared !== null && prepared.kind === "refused") {
    const standing = await readReview(signalId);
    return standing.version === version
      ? prepared
      : inTransaction((connection) => conflictOf(connection, signalId, version));
  }
  try {
    return await inCrossedTransaction((connection) => save(connection, request, author, prepared));
  } catch (error) {
    if (!(error instanceof Stale)) throw error;
    return inTransaction((connection) => conflictOf(connection, signalId, version));
  }
}

type Prepared = Awaited<ReturnType<typeof workOut>>;

async function prepare(signal: StoredSignal, request: ReviewRequest, author: ReviewAuthor): Promise<Prepared | null> {
  const { change, reason, signalId } = request;
  if (change.action !== "correct") return null;
  const { state } = await readReview(signalId);
  return workOut(signal, state, change.changes, { email: author.actor.email, at: author.at, reason });
}

async function save(
  connection: Connection,
  request: ReviewRequest,
  author: ReviewAuthor,
  prepared: Prepared | null,
): Promise<ReviewResult> {
  const { signalId, version, change, reason } = request;
  const { actor, at, ...origin } = author;
  const review = (await lockReviews(connection, [signalId])).get(signalId);
  if (review === undefined || review.version !== version) throw new Stale();
  let undone: ReviewAction | undefined;
  let next: NextState;
  if (change.action === "undo") {
    const target = undoTarget((await readHistories(connection, [signalId])).get(signalId) ?? []);
    if (target === null) return refusedWith("NO_CHANGE", "There is nothing to undo.");
    undone = target.undone.action;
    next = { ok: true, state: target.state };
  } else if (change.action === "correct") {
    if (prepared?.kind !== "worked") throw new Error("a correction is worked out before it is saved");
    next = correctedState(review.state, prepared.overrides, prepared.corrected);
  } else {
    next = nextState(review.state, change, { email: actor.email, at });
  }
  if (!next.ok) return { kind: "refused", code: next.code, problems: [{ field: "", message: next.message }] };
  const made = { signalId, version: version + 1, at, action: change.action, reason, batch: null, state: next.state };
  if ((await writeVersions(connection, [made], actor)) !== 1) throw new Stale();
  await audit(connection, {
    ...{ ...origin, actor, action: auditAction[change.action], target: `signal:${signalId}` },
    ...beforeAndAfter(review.state, next.state, { version: made.version, reason }),
  });
  return { kind: "done", version: made.version, state: next.state, ...(undone === undefined ? {} : { undone }) };
}

const refusedWith = (code: Refused["code"], message: string): Refused => ({
  kind: "refused",
  code,
  problems: [{ field: "", message }],
});

/** Names in the audit log. */
export const auditAction: Readonly<Record<ReviewAction, string>> = {
  approve: "entry.approved",
  reject: "entry.rejected",
  reset: "entry.reset",
  correct: "entry.corrected",
  annotate: "entry.annotated",
  delete: "entry.deleted",
  restore: "entry.restored",
  undo: "entry.undone",
};

function beforeAndAfter(before: ReviewState, after: ReviewState, more: Readonly<Record<string, unknown>>) {
  const changes = differences(before, after);
  return {
    before: Object.fromEntries(changes.map((change) => [change.field, change.before])),
    after: { ...Object.fromEntries(changes.map((change) => [change.field, change.after])), ...more },
  };
}
