/**
 * What is marked for a change of many: rows one by one, or everything the filter finds (also what is not loaded). Pure.
 */
export type Selection =
  | { readonly kind: "rows"; readonly ids: ReadonlySet<string> }
  /** All rows of the filter; the server says which. */
  | { readonly kind: "filter" };

export const nothingSelected: Selection = { kind: "rows", ids: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === "filter" || selection.ids.has(id);
}

/** Marked rows; `total` is what the filter finds. */
export function selectedCount(selection: Selection, total: number): number {
  return selection.kind === "filter" ? total : selection.ids.size;
}

/** Marks or unmarks one row. Out of "all of the filter" the other loaded rows stay marked: a set cannot name the rest. */
export function toggled(selection: Selection, id: string, loaded: readonly string[]): Selection {
  const ids = new Set(selection.kind === "filter" ? loaded : selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { kind: "rows", ids };
}

/** Marks the rows between two of the list, both included; unknown ends mark nothing more. */
export function withRange(selection: Selection, from: string, to: string, loaded: readonly string[]): Selection {
  if (selection.kind === "filter") return selection;
  const [a, b] = [loaded.indexOf(from), loaded.indexOf(to)];
  if (a < 0 || b < 0) return selection;
  const between = loaded.slice(Math.min(a, b), Math.max(a, b) + 1);
  return { kind: "rows", ids: new Set([...selection.ids, ...between]) };
}
