/**
 * A person's word on an entry: its state, what each action makes of it, and how an undo finds its way back.
 * Pure: who acts and when are arguments. The engine's values are never part of it (ADR 50, 51).
 */
import type { CorrectedTrade } from "@/lib/lab/corrected";
import type { CorrectionField, Override, Overrides } from "@/lib/lab/correction";
import type { ReviewStatus } from "@/lib/lab/words";
import type { EpochMs } from "@/lib/market/types";

export type NewsProximity = "None" | "Low" | "High";
export const newsProximities: readonly NewsProximity[] = ["None", "Low", "High"];

export const reviewActions = [
  "approve",
  "reject",
  "reset",
  "correct",
  "annotate",
  "delete",
  "restore",
  "undo",
] as const;
export type ReviewAction = (typeof reviewActions)[number];

/** Characters of a note. Policy past it: refused. */
export const notesCharsMax = 10_000;
/** Tags of an entry, and characters of one. Policy past it: refused. */
export const tagsMax = 20;
export const tagCharsMax = 40;
/** Characters of a reason and of a news event. Policy past it: refused. */
export const reasonCharsMax = 500;

/** Everything people said of one entry. Version 0 is `unreviewedState`, for which there is no row. */
export interface ReviewState {
  readonly status: ReviewStatus;
  /** E-mail of the person at that time. */
  readonly reviewedBy: string | null;
  readonly reviewedAt: EpochMs | null;
  readonly overrides: Overrides;
  /** The trade as it is with the overrides; null when they change nothing of it. */
  readonly corrected: CorrectedTrade | null;
  /** Markdown. */
  readonly notes: string;
  readonly tags: readonly string[];
  readonly newsProximity: NewsProximity | null;
  readonly newsEvent: string | null;
  readonly deletedAt: EpochMs | null;
  readonly deletedBy: string | null;
}

export const unreviewedState: ReviewState = {
  status: "unreviewed",
  reviewedBy: null,
  reviewedAt: null,
  overrides: {},
  corrected: null,
  notes: "",
  tags: [],
  newsProximity: null,
  newsEvent: null,
  deletedAt: null,
  deletedBy: null,
};

/** What is asked for, beside `correct` and `undo`, which need the trade and the history. Absent parts stay as they are. */
export type SimpleChange =
  | { readonly action: "approve" | "reject" | "reset" | "delete" | "restore" }
  | {
      readonly action: "annotate";
      readonly notes?: string | undefined;
      readonly tags?: readonly string[] | undefined;
      /** For many entries at once: added to and taken from what each has. */
      readonly addTags?: readonly string[] | undefined;
      readonly removeTags?: readonly string[] | undefined;
      readonly newsProximity?: NewsProximity | null | undefined;
      readonly newsEvent?: string | null | undefined;
    };

/** Who acts. */
export interface Reviewer {
  readonly email: string;
  readonly at: EpochMs;
}

/** `code` is stable: NO_CHANGE (it is so already) or NOT_ALLOWED; `field` is the input at fault, empty for the whole. */
export interface ReviewRefusal {
  readonly ok: false;
  readonly code: "NO_CHANGE" | "NOT_ALLOWED";
  readonly field: string;
  readonly message: string;
}
export type NextState = { readonly ok: true; readonly state: ReviewState } | ReviewRefusal;

const refusal = (code: ReviewRefusal["code"], message: string, field = ""): ReviewRefusal => ({
  ok: false,
  code,
  field,
  message,
});

/** Tags as stored: trimmed, no doubles, in the order given. */
export function tidyTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ""))];
}

function judged(state: ReviewState, status: ReviewStatus, by: Reviewer): NextState {
  if (state.status === status) return refusal("NO_CHANGE", `The entry is ${status} already.`);
  if (state.deletedAt !== null) return refusal("NOT_ALLOWED", "The entry is deleted; restore it first.");
  const reviewer = status === "unreviewed" ? { reviewedBy: null, reviewedAt: null } : reviewedNow(by);
  return { ok: true, state: { ...state, status, ...reviewer } };
}

const reviewedNow = ({ email, at }: Reviewer) => ({ reviewedBy: email, reviewedAt: at });

function annotated(state: ReviewState, change: Extract<SimpleChange, { action: "annotate" }>): NextState {
  const kept = tidyTags(change.tags ?? state.tags).filter((tag) => !(change.removeTags ?? []).includes(tag));
  const tags = tidyTags([...kept, ...(change.addTags ?? [])]);
  if (tags.length > tagsMax) {
    return refusal("NOT_ALLOWED", `Expected at most ${tagsMax} tags, got ${tags.length}.`, "tags");
  }
  const next: ReviewState = {
    ...state,
    tags,
    notes: change.notes ?? state.notes,
    newsProximity: change.newsProximity === undefined ? state.newsProximity : change.newsProximity,
    newsEvent: change.newsEvent === undefined ? state.newsEvent : change.newsEvent?.trim() || null,
  };
  if (differences(state, next).length === 0) return refusal("NO_CHANGE", "Nothing would change.");
  return { ok: true, state: next };
}

/** The state after an action, or why not. */
export function nextState(state: ReviewState, change: SimpleChange, by: Reviewer): NextState {
  switch (change.action) {
    case "approve":
      return judged(state, "approved", by);
    case "reject":
      return judged(state, "rejected", by);
    case "reset":
      return judged(state, "unreviewed", by);
    case "annotate":
      return annotated(state, change);
    case "delete":
      return state.deletedAt === null
        ? { ok: true, state: { ...state, deletedAt: by.at, deletedBy: by.email } }
        : refusal("NO_CHANGE", "The entry is deleted already.");
    case "restore":
      return state.deletedAt === null
        ? refusal("NO_CHANGE", "The entry is not deleted.")
        : { ok: true, state: { ...state, deletedAt: null, deletedBy: null } };
  }
}

/** The state with other overrides and the trade that follows from them. */
export function correctedState(state: ReviewState, overrides: Overrides, corrected: CorrectedTrade | null): NextState {
  if (state.deletedAt !== null) return refusal("NOT_ALLOWED", "The entry is deleted; restore it first.");
  const next = { ...state, overrides, corrected };
  if (differences(state, next).length === 0) return refusal("NO_CHANGE", "The values are these already.");
  return { ok: true, state: next };
}

/** One version of an entry's review. */
export interface ReviewVersion {
  /** Counts from 1 without holes. */
  readonly version: number;
  readonly at: EpochMs;
  readonly actor: string;
  readonly action: ReviewAction;
  readonly reason: string | null;
  /** Id of the bulk action it belonged to. */
  readonly batch: string | null;
  /** The whole review after it. */
  readonly state: ReviewState;
}

/** Where an undo leads: the state before the newest action that is not undone yet. */
export interface UndoTarget {
  /** The version that is taken back. */
  readonly undone: ReviewVersion;
  /** The version whose state comes back; 0 = before anybody said anything. */
  readonly version: number;
  readonly state: ReviewState;
}

/**
 * Finds what an undo takes back. Undoing again goes further back, so no action is ever undone twice and an undo is not
 * undone by accident; an action after an undo continues from there.
 * @param history oldest first, without holes
 * @returns null when there is nothing left to undo
 */
export function undoTarget(history: readonly ReviewVersion[]): UndoTarget | null {
  const standing: ReviewVersion[] = [];
  for (const each of history) {
    if (each.action === "undo") standing.pop();
    else standing.push(each);
  }
  const undone = standing.at(-1);
  if (undone === undefined) return null;
  const before = standing.at(-2);
  return { undone, version: before?.version ?? 0, state: before?.state ?? unreviewedState };
}

/** One part of a review before and after. Values as people read them; null = none. */
export interface Difference {
  readonly field: "status" | "notes" | "tags" | "newsProximity" | "newsEvent" | "deleted" | CorrectionField;
  readonly before: string | null;
  readonly after: string | null;
}

const none = (text: string): string | null => (text === "" ? null : text);

/** What differs between two states, in the order a page shows it. What follows from a correction is not listed. */
export function differences(before: ReviewState, after: ReviewState): Difference[] {
  const found: Difference[] = [];
  const compare = (field: Difference["field"], left: string | null, right: string | null): void => {
    if (left !== right) found.push({ field, before: left, after: right });
  };
  compare("status", before.status, after.status);
  const deleted = (state: ReviewState): string | null => (state.deletedAt === null ? null : "deleted");
  compare("deleted", deleted(before), deleted(after));
  const fields = new Set([...Object.keys(before.overrides), ...Object.keys(after.overrides)]) as Set<CorrectionField>;
  const human = (override: Override | undefined): string | null => override?.human ?? null;
  for (const field of fields) compare(field, human(before.overrides[field]), human(after.overrides[field]));
  compare("notes", none(before.notes), none(after.notes));
  compare("tags", none(before.tags.join(", ")), none(after.tags.join(", ")));
  compare("newsProximity", before.newsProximity, after.newsProximity);
  compare("newsEvent", before.newsEvent, after.newsEvent);
  return found;
}
