/** Small signs of the list: status, review, quality. Shape and word carry the meaning; colour only helps. */
import type { SignalStatus } from "@/lib/engine/types";

interface Look {
  readonly glyph: string;
  readonly word: string;
  readonly colour: string;
}

export const statusLooks: Readonly<Record<SignalStatus, Look>> = {
  PENDING: { glyph: "◌", word: "Pending", colour: "text-warn" },
  CONFIRMED: { glyph: "◐", word: "Confirmed", colour: "text-info" },
  ACTIVE: { glyph: "●", word: "Active", colour: "text-accent" },
  CLOSED: { glyph: "■", word: "Closed", colour: "text-text-2" },
  REJECTED: { glyph: "✕", word: "Rejected", colour: "text-text-3" },
  CANCELLED: { glyph: "⊘", word: "Cancelled", colour: "text-text-3" },
  VOID: { glyph: "∅", word: "Void", colour: "text-text-3" },
};

export const reviewLooks = {
  unreviewed: { glyph: "·", word: "Unreviewed", colour: "text-text-3" },
  approved: { glyph: "✓", word: "Approved", colour: "text-feed-live" },
  rejected: { glyph: "✕", word: "Rejected", colour: "text-danger" },
} as const satisfies Readonly<Record<string, Look>>;

interface MarkProps {
  readonly look: Look;
  /** The word is read out but not drawn. */
  readonly bare?: boolean;
}

export function LookMark({ look, bare = false }: MarkProps) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={bare ? look.word : undefined}>
      <span aria-hidden className={`w-3 text-center ${look.colour}`}>
        {look.glyph}
      </span>
      <span className={bare ? "sr-only" : "text-text-1"}>{look.word}</span>
    </span>
  );
}
