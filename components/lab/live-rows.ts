/**
 * What a change on the stream does to the loaded pages of a list: known rows are exchanged in place, new ones go on top or
 * wait until they are asked for. Untouched rows and pages keep their identity, so that nothing else renders. Pure.
 */

/** The least a row must say of itself here. */
export interface ListedRow {
  readonly id: string;
  readonly receivedAt: number;
}

export interface RowPage<Row extends ListedRow> {
  readonly rows: readonly Row[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/** A row that changed. */
export interface Change<Row extends ListedRow> {
  /** As it now stands; null when nothing is known of it. */
  readonly row: Row | null;
  /** Whether the filter finds it. */
  readonly found: boolean;
}

/** Rows that changed, by id. */
export type Changes<Row extends ListedRow> = ReadonlyMap<string, Change<Row>>;

/** What the changes mean for a list. */
export interface Sorted<Row extends ListedRow> {
  /** The pages with known rows exchanged. */
  readonly pages: readonly RowPage<Row>[];
  /** Unknown rows newer than all loaded, newest first. */
  readonly fresh: readonly Row[];
  /** Rows the filter lost: shown as they now stand until the list is read again. */
  readonly lost: readonly string[];
  /** Rows it finds (again). */
  readonly found: readonly string[];
  /** Unknown rows that belong further down. */
  readonly elsewhere: number;
}

/** Sorts changes into the loaded pages; `newestFirst` says whether the list is in order of receipt. */
export function applyChanges<Row extends ListedRow>(
  pages: readonly RowPage<Row>[],
  changes: Changes<Row>,
  newestFirst: boolean,
): Sorted<Row> {
  const known = new Set<string>();
  const next = pages.map((page) => exchanged(page, changes, known));
  const newest = pages[0]?.rows[0]?.receivedAt ?? Number.NEGATIVE_INFINITY;
  const found = [...changes.values()].flatMap(({ row, found: isFound }) => (isFound && row !== null ? [row] : []));
  const unknown = found.filter((row) => !known.has(row.id));
  const fresh = newestFirst ? unknown.filter((row) => row.receivedAt >= newest) : [];
  return {
    pages: next.every((page, index) => page === pages[index]) ? pages : next,
    fresh: fresh.sort((a, b) => b.receivedAt - a.receivedAt || (a.id < b.id ? 1 : -1)),
    lost: [...changes].filter(([id, change]) => !change.found && known.has(id)).map(([id]) => id),
    found: found.map(({ id }) => id),
    elsewhere: unknown.length - fresh.length,
  };
}

function exchanged<Row extends ListedRow>(page: RowPage<Row>, changes: Changes<Row>, known: Set<string>): RowPage<Row> {
  let touched = false;
  const rows = page.rows.map((row) => {
    const change = changes.get(row.id);
    if (change === undefined) return row;
    known.add(row.id);
    if (change.row === null || change.row === row) return row;
    touched = true;
    return change.row;
  });
  return touched ? { ...page, rows } : page;
}

/** New rows over the first page; ids already there are not repeated. */
export function withFresh<Row extends ListedRow>(
  pages: readonly RowPage<Row>[],
  fresh: readonly Row[],
): readonly RowPage<Row>[] {
  const [first, ...rest] = pages;
  if (first === undefined) return pages;
  const there = new Set(pages.flatMap((page) => page.rows.map((row) => row.id)));
  const added = fresh.filter((row) => !there.has(row.id));
  return added.length === 0 ? pages : [{ ...first, rows: [...added, ...first.rows] }, ...rest];
}
