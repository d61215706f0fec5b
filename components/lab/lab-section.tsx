"use client";
/** One part of the list: its heading with subtotals when grouped, and the rows in sight. Loads on as the end comes near. */
import { type ReactNode, type RefObject, useEffect, useMemo, useRef } from "react";
import type { ColumnView } from "@/components/lab/column-views";
import { LabCard, LabLine, type RowActions } from "@/components/lab/lab-row";
import { isSelected, type Selection } from "@/components/lab/selection";
import { type LabRows, loadedRowsMax, useLabRows } from "@/components/lab/use-lab-rows";
import { useRowRange } from "@/components/lab/use-row-range";
import { Failure } from "@/components/ui/load-state";
import type { LabRow } from "@/lib/lab/columns";

/** Rows before the end at which the next page is asked for. */
const loadAheadRows = 60;
/** Rows drawn grey for those that are on their way. */
const skeletonRows = 12;

/** What the list knows of its parts: for the keyboard, the counts and the bar of new rows. */
export interface SectionHandle {
  readonly ids: () => readonly string[];
  readonly rowOf: (id: string) => LabRow | undefined;
  readonly element: () => HTMLElement | null;
  readonly rows: Pick<LabRows, "showWaiting" | "changed" | "loadMore" | "retry">;
}

export interface SectionLook {
  readonly columns: readonly ColumnView[];
  readonly cards: boolean;
  readonly rowHeight: number;
  readonly actions: RowActions;
  readonly scroller: RefObject<HTMLElement | null>;
}

interface LabSectionProps {
  readonly id: string;
  readonly query: string;
  readonly newestFirst: boolean;
  readonly atTop: () => boolean;
  readonly look: SectionLook;
  readonly current: string | null;
  readonly selection: Selection;
  /** Rows above this part, for the place said to screen readers. */
  readonly placeBefore: number;
  readonly empty: ReactNode;
  /** Called on every change with what is new; null when the part is gone. */
  readonly report: (id: string, handle: SectionHandle | null, waiting: number) => void;
}

export function LabSection(props: LabSectionProps) {
  const { id, query, newestFirst, atTop, look, report } = props;
  const part = useRef<HTMLTableSectionElement>(null);
  const list = useLabRows({ query, newestFirst, atTop });
  const { rows, more, loadMore, waiting } = list;
  const range = useRowRange({ scroller: look.scroller, part, rows: rows.length, rowHeight: look.rowHeight });

  const near = rows.length > 0 && range.last + loadAheadRows >= rows.length;
  useEffect(() => {
    if (near && more) loadMore();
  });

  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  const handle = useMemo((): SectionHandle => {
    const places = new Map(rows.map((row) => [row.id, row]));
    const ids = rows.map((row) => row.id);
    return {
      ids: () => ids,
      rowOf: (rowId) => places.get(rowId),
      element: () => part.current,
      rows: {
        showWaiting: () => latest.current.showWaiting(),
        changed: (changedIds) => latest.current.changed(changedIds),
        loadMore: () => latest.current.loadMore(),
        retry: () => latest.current.retry(),
      },
    };
  }, [rows]);
  useEffect(() => report(id, handle, waiting), [report, id, handle, waiting]);
  useEffect(() => () => report(id, null, 0), [report, id]);

  return (
    <>
      {list.error !== null && (
        <Between>
          <Failure what="The signals" error={list.error} onRetry={list.retry} />
        </Between>
      )}
      {!list.loading && list.error === null && rows.length === 0 && <Between>{props.empty}</Between>}
      <tbody
        ref={part}
        className="block"
        style={{ height: rows.length * look.rowHeight, paddingTop: range.first * look.rowHeight }}
      >
        <Rows {...props} list={list} first={range.first} last={range.last} />
      </tbody>
      {(more || (list.loading && rows.length === 0)) && list.error === null && <Skeleton />}
      {list.full && (
        <Between>
          <p className="px-3 py-3 text-12 text-text-2">
            The first {loadedRowsMax.toLocaleString("en-US")} rows are shown. Narrow the filter to reach the others, or
            export them all.
          </p>
        </Between>
      )}
    </>
  );
}

/** Something between the rows that is no row. */
export function Between({ children }: { readonly children: ReactNode }) {
  return (
    <tbody className="sticky left-0 block w-(--lab-width)">
      <tr className="block">
        <td className="block">{children}</td>
      </tr>
    </tbody>
  );
}

interface RowsProps extends LabSectionProps {
  readonly list: LabRows;
  readonly first: number;
  readonly last: number;
}

function Rows({ list, first, last, look, current, selection, placeBefore }: RowsProps) {
  const Row = look.cards ? LabCard : LabLine;
  return list.rows
    .slice(first, last)
    .map((row, index) => (
      <Row
        key={row.id}
        row={row}
        place={placeBefore + first + index + 1}
        current={row.id === current}
        tabbable={row.id === current || (current === null && placeBefore + first + index === 1)}
        marked={isSelected(selection, row.id)}
        lost={list.lost.has(row.id)}
        fresh={list.fresh.has(row.id)}
        columns={look.columns}
        actions={look.actions}
      />
    ));
}

const skeleton = Array.from({ length: skeletonRows }, (_, index) => index);

/** Grey rows of the real height, so that nothing jumps when they come. */
export function Skeleton() {
  return (
    <tbody aria-hidden className="sticky left-0 block w-(--lab-width)">
      {skeleton.map((row) => (
        <tr key={row} className="block border-b border-line">
          <td className="flex h-[calc(var(--lab-row)-1px)] items-center gap-6 px-3">
            <span className="skeleton h-3 w-3" />
            <span className="skeleton h-3 w-24" />
            <span className="skeleton h-3 w-16" />
            <span className="skeleton h-3 w-40 max-md:hidden" />
            <span className="flex-1" />
            <span className="skeleton h-3 w-16 max-md:hidden" />
            <span className="skeleton h-3 w-16" />
          </td>
        </tr>
      ))}
    </tbody>
  );
}
