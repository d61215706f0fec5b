"use client";
/**
 * The frame of every figure: title, how many trades it rests on, a switch to the same rows as a table, and the export of exactly
 * those rows. Under the least sample it is drawn grey and says why; without data it says so.
 */
import { ChartColumn, Download, Table2 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { count } from "@/components/explore/amounts";
import { FigureTableView } from "@/components/explore/figure-table";
import type { Figure as FigureName, FigureTable } from "@/lib/analysis/figures";
import type { Mark } from "@/lib/analysis/marks";
import { sampleMin } from "@/lib/analysis/split";

interface FigureProps {
  readonly name: FigureName;
  readonly title: string;
  /** One line under the title: what is drawn, in which unit. */
  readonly caption: ReactNode;
  readonly n: number;
  /** What `n` counts. */
  readonly counted: string;
  readonly table: FigureTable;
  /** Parameters of the routes, for the export. */
  readonly query: string;
  readonly onPick: (mark: Mark) => void;
  /** What lies behind a row of the table. */
  readonly markOf?: (index: number) => Mark | null;
  /** Further controls beside the title. */
  readonly aside?: ReactNode;
  readonly className?: string;
  /** The drawing; tables draw themselves and have no other view. */
  readonly children: ReactNode;
  readonly tabular?: boolean;
}

const iconButton =
  "touch flex size-7 items-center justify-center rounded-4 text-text-3 hover:bg-surface-2 hover:text-text-1 aria-pressed:bg-surface-2 aria-pressed:text-text-1";
const nothing = (): null => null;

export function Figure(props: FigureProps) {
  const {
    name,
    title,
    caption,
    n,
    counted,
    table,
    query,
    onPick,
    markOf = nothing,
    aside,
    className = "",
    children,
    tabular = false,
  } = props;
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const few = n > 0 && n < sampleMin;
  return (
    <section
      aria-labelledby={id}
      data-figure={name}
      className={`flex min-w-0 flex-col border-b border-line ${className}`}
    >
      <div className="flex min-h-10 flex-wrap items-center gap-x-2 px-3 pt-1">
        <h3 id={id} className="text-13 font-semibold">
          {title}
        </h3>
        <span className="num text-12 text-text-2">
          n {count(n)} <span className="font-sans text-text-3">{counted}</span>
        </span>
        <span className="ms-auto flex items-center gap-x-2">
          {aside}
          {!tabular && (
            <button
              type="button"
              className={iconButton}
              aria-pressed={asTable}
              onClick={() => setAsTable(!asTable)}
              title={asTable ? "Show the chart" : "Show as a table"}
            >
              {asTable ? <ChartColumn size={14} aria-hidden /> : <Table2 size={14} aria-hidden />}
              <span className="sr-only">{title} as a table</span>
            </button>
          )}
          <a
            className={iconButton}
            href={`/api/analysis/export?figure=${name}&${query}`}
            download
            title="CSV of what is shown"
          >
            <Download size={14} aria-hidden />
            <span className="sr-only">{title} as CSV</span>
          </a>
        </span>
      </div>
      <p className="px-3 pb-1 text-12 text-text-2">{caption}</p>
      {few && (
        <p className="px-3 pb-1 text-12 text-warn">
          Only {n} trades: with fewer than {sampleMin} this says little.
        </p>
      )}
      {n === 0 ? (
        <p className="px-3 py-8 text-13 text-text-2">No data: no trade of this filter counts here.</p>
      ) : (
        <div
          className={`min-w-0 flex-1 ${few ? "grayscale [&_.recharts-surface]:opacity-60 [&_canvas]:opacity-60" : ""}`}
          data-few={few || undefined}
        >
          {asTable && !tabular ? <FigureTableView table={table} markOf={markOf} onPick={onPick} /> : children}
        </div>
      )}
    </section>
  );
}
