/** Which columns a list shows and in which order. Pure; keys are those of lib/lab/columns.ts. */

/** Moves `key` one place towards the start (-1) or the end (1); at the edge nothing changes. */
export function moved(shown: readonly string[], key: string, step: -1 | 1): readonly string[] {
  const from = shown.indexOf(key);
  const to = from + step;
  if (from < 0 || to < 0 || to >= shown.length) return shown;
  return shown.with(from, shown[to] ?? key).with(to, key);
}

/** Shows or hides `key`; a column comes back where it stands in `all`, as near as the own order allows. The last one stays. */
export function turned(shown: readonly string[], key: string, all: readonly string[]): readonly string[] {
  if (shown.includes(key)) return shown.length === 1 ? shown : shown.filter((other) => other !== key);
  const place = all.indexOf(key);
  const before = shown.findLastIndex((other) => all.indexOf(other) < place);
  return shown.toSpliced(before + 1, 0, key);
}
