/** An excursion: away from the entry line, and how far. */
export function Mark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" fill="none" aria-hidden>
      <path d="M1 13h16" className="stroke-text-3" strokeWidth="1.5" />
      <path
        d="M2 13 6 9l3 2 5-8"
        className="stroke-accent"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="14" cy="3" r="2" className="fill-accent" />
    </svg>
  );
}
