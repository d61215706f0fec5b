/**
 * Which rows of a long list are drawn. All rows of a list have one height, so the place of each is a product and nothing
 * is measured while scrolling. Pure.
 */

/** Rows drawn beyond either edge, so that a flick shows rows and not a hole. */
const overscanRows = 12;
/** The drawn range moves in steps of this many rows: most scroll events change nothing. */
const stepRows = 6;

/** Rows [first, last) of a part of the list. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

export interface ViewBox {
  /** Scroll position and visible height of the scrolling box, px. */
  readonly top: number;
  readonly height: number;
  /** Where the part's first row starts within the scrolled content, px. */
  readonly offset: number;
  readonly rowHeight: number;
  readonly rows: number;
}

/** The rows to draw; empty when the part is out of sight. */
export function rangeOf({ top, height, offset, rowHeight, rows }: ViewBox): RowRange {
  const above = (top - offset) / rowHeight;
  const below = (top + height - offset) / rowHeight;
  const first = Math.floor((above - overscanRows) / stepRows) * stepRows;
  const last = Math.ceil((below + overscanRows) / stepRows) * stepRows;
  const clamp = (row: number): number => Math.min(rows, Math.max(0, row));
  return { first: clamp(first), last: clamp(last) };
}

/** The scroll position that brings a row into sight with the least movement; `covered` px at the top lie under headings. */
export function scrollTopFor(box: ViewBox, row: number, covered: number): number {
  const start = box.offset + row * box.rowHeight;
  if (start - covered < box.top) return Math.max(0, start - covered);
  const end = start + box.rowHeight;
  return end > box.top + box.height ? end - box.height : box.top;
}
