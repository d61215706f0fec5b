/** Direction of the last price change: shape and word, colour only besides. */
const arrows = {
  1: { glyph: "▲", word: "up tick", colour: "text-up" },
  [-1]: { glyph: "▼", word: "down tick", colour: "text-down" },
  0: { glyph: "·", word: "no tick yet", colour: "text-text-3" },
} as const;

export function TickArrow({ direction, muted }: { readonly direction: 1 | -1 | 0; readonly muted: boolean }) {
  const { glyph, word, colour } = arrows[direction];
  return (
    <span className={`inline-block w-3 text-center text-11 ${muted ? "text-text-3" : colour}`}>
      <span aria-hidden>{glyph}</span>
      <span className="sr-only">{word}</span>
    </span>
  );
}
