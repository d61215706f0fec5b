/** Words and signs of a review, and values as people read them. Pure. */
import { shortR } from "@/components/signals/story";
import { etTimeMs } from "@/lib/format/time";
import type { ComparedKind } from "@/lib/lab/comparison";
import { correctionFields } from "@/lib/lab/correction";
import type { Difference, ReviewAction } from "@/lib/lab/review";
import type { ReviewStatus } from "@/lib/lab/words";

/** Shape and word carry the meaning; colour only helps. */
export const statusLooks: Readonly<Record<ReviewStatus, { glyph: string; word: string; colour: string }>> = {
  unreviewed: { glyph: "○", word: "Unreviewed", colour: "text-text-2" },
  approved: { glyph: "✓", word: "Approved", colour: "text-feed-live" },
  rejected: { glyph: "✕", word: "Rejected", colour: "text-danger" },
};

/** What an action was, after its subject: "ada approved it". */
export const actionWords: Readonly<Record<ReviewAction, string>> = {
  approve: "approved it",
  reject: "rejected it",
  reset: "took the verdict back",
  correct: "corrected it",
  annotate: "annotated it",
  delete: "deleted it",
  restore: "restored it",
  undo: "undid a change",
};

/** What somebody did, as a sentence without its full stop: "ada approved it". */
export function newsText({ actor, action }: { readonly actor: string; readonly action: string }): string {
  const words: Readonly<Record<string, string>> = actionWords;
  return `${nameOf(actor)} ${words[action] ?? "changed it"}`;
}

/** The same as a thing that can be undone: "Undo the approval". */
export const actionNouns: Readonly<Record<ReviewAction, string>> = {
  approve: "approval",
  reject: "rejection",
  reset: "reset",
  correct: "correction",
  annotate: "annotation",
  delete: "deletion",
  restore: "restoring",
  undo: "undo",
};

const otherFields: Readonly<Record<string, string>> = {
  status: "Verdict",
  deleted: "Deleted",
  notes: "Notes",
  tags: "Tags",
  newsProximity: "News",
  newsEvent: "News event",
};

/** Name of a field of a difference. */
export function fieldWord(field: Difference["field"]): string {
  return correctionFields.find((each) => each.field === field)?.label ?? otherFields[field] ?? field;
}

/** An engine's word: `STOP_LOSS` → `stop loss`, `C_PIVOT` → `C pivot`. Sessions stay as they are. */
export function plainWord(word: string): string {
  if (!word.includes("_"))
    return word === "OPEN" || word === "OTHER" || word === "TRIGGERED" || word === "ROLL" || word === "MANUAL"
      ? word.toLowerCase()
      : word;
  const text = word.replaceAll("_", " ").toLowerCase();
  return text.startsWith("c ") ? `C${text.slice(1)}` : text;
}

/** A compared value as text; null stays null. */
export function comparedText(kind: ComparedKind, value: string | null): string | null {
  if (value === null) return null;
  switch (kind) {
    case "time":
      return etTimeMs(Number(value));
    case "r":
      return shortR(value);
    case "word":
      return plainWord(value);
    case "price":
    case "points":
    case "count":
      return value;
  }
}

/** The part of an e-mail a colleague is known by. */
export function nameOf(email: string): string {
  return email.split("@")[0] ?? email;
}
