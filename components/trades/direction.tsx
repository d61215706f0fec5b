import type { Direction } from "@/lib/engine/types";

const looks = {
  bullish: { glyph: "▲", word: "Bullish", colour: "text-up" },
  bearish: { glyph: "▼", word: "Bearish", colour: "text-down" },
} as const;

/** Arrow and word; `compact` draws the arrow only and says the word. */
export function DirectionMark({
  direction,
  compact = false,
}: {
  readonly direction: Direction;
  readonly compact?: boolean;
}) {
  const { glyph, word, colour } = looks[direction];
  return (
    <span className={`whitespace-nowrap ${colour}`}>
      <span aria-hidden>{glyph}</span> <span className={compact ? "sr-only" : ""}>{word}</span>
    </span>
  );
}
