"use client";
/** Headings of the columns: a press sorts, a second one turns the order; the box marks everything. */
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ColumnView } from "@/components/lab/column-views";

export interface Sorting {
  readonly key: string;
  readonly dir: "asc" | "desc";
}

interface ListHeadProps {
  readonly columns: readonly ColumnView[];
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  /** None, some or all rows are marked. */
  readonly marked: "none" | "some" | "all";
  readonly onMarkAll: (all: boolean) => void;
}

export function ListHead({ columns, sorting, onSort, marked, onMarkAll }: ListHeadProps) {
  return (
    <thead className="sticky top-0 z-[2] block">
      <tr
        aria-rowindex={1}
        className="lab-columns h-7 items-center border-b border-line bg-surface-1 text-left text-11 text-text-2"
      >
        <th scope="col" className="flex h-full items-center justify-center">
          <input
            type="checkbox"
            aria-label="Mark all signals the filter finds"
            ref={(box) => {
              if (box !== null) box.indeterminate = marked === "some";
            }}
            checked={marked === "all"}
            onChange={(event) => onMarkAll(event.target.checked)}
            className="size-3.5 accent-accent"
          />
        </th>
        {columns.map((column) => (
          <Heading key={column.key} column={column} sorting={sorting} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

interface HeadingProps {
  readonly column: ColumnView;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}

function Heading({ column, sorting, onSort }: HeadingProps) {
  const { key, title, unit, align, sortable, hint } = column;
  const here = sorting.key === key;
  const place = align === "right" ? "justify-end text-right" : "";
  const words = (
    <>
      <span className="truncate">{title}</span>
      {unit !== null && <span className="text-text-3">{unit}</span>}
    </>
  );
  if (!sortable) {
    return (
      <th scope="col" title={hint} className={`flex min-w-0 gap-1 px-2 font-normal ${place}`}>
        {words}
      </th>
    );
  }
  const Arrow = sorting.dir === "asc" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={here ? (sorting.dir === "asc" ? "ascending" : "descending") : "none"}
      className="min-w-0 font-normal"
    >
      <button
        type="button"
        title={hint}
        onClick={() => onSort({ key, dir: here && sorting.dir === "desc" ? "asc" : "desc" })}
        className={`flex h-7 w-full min-w-0 items-center gap-1 px-2 -outline-offset-2 hover:text-text-1 ${here ? "font-medium text-text-1" : ""} ${place}`}
      >
        {here && align === "right" && <Arrow size={11} aria-hidden className="shrink-0" />}
        {words}
        {here && align !== "right" && <Arrow size={11} aria-hidden className="shrink-0" />}
      </button>
    </th>
  );
}
