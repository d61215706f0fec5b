/**
 * A review as the routes give it and the pages show it: every field with the machine's value, the person's beside it and
 * whether it can be corrected, what an undo would take back, and the machine's trade beside the corrected one.
 */
import type { SignalRecord } from "@/lib/engine/types";
import { type ComparedRow, compareRecords } from "@/lib/lab/comparison";
import type { TickGap } from "@/lib/lab/corrected";
import {
  automaticValue,
  type CorrectionField,
  correctionFields,
  correctionWords,
  type Override,
  whyNotCorrectable,
} from "@/lib/lab/correction";
import {
  type Difference,
  differences,
  type ReviewAction,
  type ReviewState,
  type ReviewVersion,
  undoTarget,
  unreviewedState,
} from "@/lib/lab/review";
import type { PriceScale } from "@/lib/market/price";
import type { EpochMs } from "@/lib/market/types";

export interface FieldView {
  readonly field: CorrectionField;
  readonly label: string;
  readonly kind: "price" | "distance" | "word";
  /** What may be chosen, for words. */
  readonly words: readonly string[];
  readonly needsReason: boolean;
  /** The machine's value now. */
  readonly auto: string | null;
  readonly human: Override | null;
  /** What counts. */
  readonly value: string | null;
  /** Why it cannot be corrected; null when it can. */
  readonly blocked: string | null;
}

/** What people said, without the recomputed record. */
export type SaidState = Omit<ReviewState, "corrected">;

export interface ReviewView extends SaidState {
  readonly signalId: string;
  readonly version: number;
  readonly fields: readonly FieldView[];
  /** The machine's trade (before) and the effective one (after); null when nothing of the trade is corrected. */
  readonly compared: readonly ComparedRow[] | null;
  readonly gaps: readonly TickGap[];
  /** The record as it is with the corrections; null when nothing of the trade is corrected. */
  readonly effective: SignalRecord | null;
  /** What an undo would take back; null when there is nothing. */
  readonly undo: { readonly action: ReviewAction; readonly actor: string; readonly at: EpochMs } | null;
}

/** One version as the history shows it. */
export interface VersionView {
  readonly version: number;
  readonly at: EpochMs;
  readonly actor: string;
  readonly action: ReviewAction;
  readonly reason: string | null;
  readonly batch: string | null;
  readonly changes: readonly Difference[];
}

/** What a person is told who worked on an older version. */
export interface ConflictView {
  readonly version: number;
  /** Who changed what since, oldest first. */
  readonly since: readonly VersionView[];
  /** What differs from the version they saw. */
  readonly changes: readonly Difference[];
}

/** What was said of a state, for the wire. */
export function saidOf({ corrected: _corrected, ...said }: ReviewState): SaidState {
  return said;
}

function fieldViews(record: SignalRecord, state: ReviewState, scale: PriceScale): FieldView[] {
  const effective = state.corrected?.record ?? record;
  return correctionFields.map(({ field, label, kind, needsReason }) => {
    const human = state.overrides[field] ?? null;
    return {
      ...{ field, label, kind, needsReason, human },
      words: correctionWords[field] ?? [],
      auto: automaticValue(field, record, scale),
      value: human?.human ?? automaticValue(field, effective, scale),
      blocked: whyNotCorrectable(field, record, effective.trade),
    };
  });
}

/** The review of one entry. @param history oldest first */
export function reviewView(
  signalId: string,
  record: SignalRecord,
  scale: PriceScale,
  review: { readonly version: number; readonly state: ReviewState },
  history: readonly ReviewVersion[],
): ReviewView {
  const { version, state } = review;
  const undone = undoTarget(history)?.undone;
  return {
    ...{ signalId, version },
    ...saidOf(state),
    fields: fieldViews(record, state, scale),
    compared: state.corrected === null ? null : compareRecords(record, state.corrected.record, scale),
    gaps: state.corrected?.gaps ?? [],
    effective: state.corrected?.record ?? null,
    undo: undone === undefined ? null : { action: undone.action, actor: undone.actor, at: undone.at },
  };
}

/** Versions with what each changed, oldest first. @param before the state the first of them followed */
export function versionViews(history: readonly ReviewVersion[], before: ReviewState = unreviewedState): VersionView[] {
  let previous = before;
  return history.map(({ state, ...version }) => {
    const changes = differences(previous, state);
    previous = state;
    return { ...version, changes };
  });
}
