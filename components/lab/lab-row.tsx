"use client";
/**
 * One signal of the list: as a line of cells, or on a phone as a card. Renders when its own row or mark changes only.
 * Presses are heard by the list (use-row-presses.ts), one listener for all rows.
 */
import Link from "next/link";
import { memo, type ReactNode, useEffect, useRef } from "react";
import { Extreme, RText, StatusCell } from "@/components/lab/cells";
import type { ColumnView } from "@/components/lab/column-views";
import { Day } from "@/components/signals/day";
import { DirectionMark } from "@/components/trades/direction";
import { etDay, etMinute, etTime } from "@/lib/format/time";
import type { LabRow } from "@/lib/lab/columns";
import { flagMeaning } from "@/lib/lab/flag-words";
import { sessionLabels } from "@/lib/lab/words";

/** What a row asks of the list; the functions never change. */
export interface RowActions {
  readonly pathOf: (id: string) => string;
  /** True once after a key has made a row the current one: its link takes the focus. */
  readonly takesFocus: () => boolean;
}

export interface RowProps {
  readonly row: LabRow;
  /** Place in the whole list, 1-based with the heading as row 1. */
  readonly place: number;
  readonly current: boolean;
  /** Reached by Tab: the current row, or the first while there is none. */
  readonly tabbable: boolean;
  readonly marked: boolean;
  /** The filter no longer finds it. */
  readonly lost: boolean;
  /** Came in while the page was open. */
  readonly fresh: boolean;
  readonly columns: readonly ColumnView[];
  readonly actions: RowActions;
}

function groundOf({ current, marked, lost, fresh }: RowProps): string {
  const ground = current ? "bg-surface-2" : marked ? "bg-accent/10" : "hover:bg-surface-1";
  return `${ground} ${lost ? "**:text-text-3!" : ""} ${fresh ? "row-in" : ""} border-b border-line text-12 -outline-offset-2 outline-accent has-[a:focus-visible]:outline-2`;
}

const lostTitle = "No longer found by the filter; gone when the list is read again.";

export const LabLine = memo(function LabLine(props: RowProps) {
  const { row, place, current, marked, lost, columns } = props;
  return (
    <tr
      aria-rowindex={place}
      aria-current={current ? "true" : undefined}
      data-id={row.id}
      title={lost ? lostTitle : undefined}
      className={`lab-columns relative h-(--lab-row) cursor-default items-center ${groundOf(props)}`}
    >
      <td className="flex h-full items-center justify-center">
        {current && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
        <Tick row={row} marked={marked} />
      </td>
      {columns.map(({ key, align, cell }, index) => (
        <td key={key} className={`min-w-0 truncate px-2 ${align === "right" ? "num text-right" : ""}`}>
          {index === 0 ? (
            <RowLink {...props} className="block">
              {cell(row)}
            </RowLink>
          ) : (
            cell(row)
          )}
        </td>
      ))}
    </tr>
  );
});

interface RowLinkProps extends RowProps {
  readonly className: string;
  readonly children: ReactNode;
}

/** A real address: another tab, another window and "copy link" work as anywhere. */
function RowLink({ row, current, tabbable, actions, className, children }: RowLinkProps) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (current && actions.takesFocus()) link.current?.focus({ preventScroll: true });
  }, [current, actions]);
  return (
    <Link
      ref={link}
      href={actions.pathOf(row.id)}
      prefetch={false}
      tabIndex={tabbable ? 0 : -1}
      className={`outline-none ${className}`}
    >
      {children}
    </Link>
  );
}

function Tick({ row, marked }: { readonly row: LabRow; readonly marked: boolean }) {
  return (
    <input
      type="checkbox"
      data-mark=""
      tabIndex={-1}
      aria-label={`Mark ${row.ticker} ${row.direction} ${etDay(row.signalCandleAt)} ${etMinute(row.signalCandleAt)}`}
      checked={marked}
      readOnly
      className="size-3.5 accent-accent"
    />
  );
}

export const LabCard = memo(function LabCard(props: RowProps) {
  const { row, place, current, marked, lost } = props;
  return (
    <tr
      aria-rowindex={place}
      aria-current={current ? "true" : undefined}
      data-id={row.id}
      title={lost ? lostTitle : undefined}
      className={`flex h-(--lab-row) ${groundOf(props)}`}
    >
      <td data-mark="" className="flex w-11 shrink-0 items-center justify-center">
        <Tick row={row} marked={marked} />
      </td>
      <td className="flex min-w-0 flex-1">
        <RowLink {...props} className="flex min-w-0 flex-1 flex-col justify-center gap-0.5 pe-3">
          <span className="flex items-baseline gap-2">
            <DirectionMark direction={row.direction} />
            <span className="text-13 font-semibold">{row.ticker}</span>
            <span className="text-text-3">{sessionLabels.get(row.session)}</span>
            <span className="flex-1" />
            <span className="num text-text-2">
              <Day at={row.signalCandleAt} /> {etMinute(row.signalCandleAt)}
            </span>
          </span>
          <StatusCell row={row} />
          <CardNumbers row={row} />
        </RowLink>
      </td>
    </tr>
  );
});

function CardNumbers({ row }: { readonly row: LabRow }) {
  if (row.entryPrice === null) {
    return (
      <span className="truncate text-text-3">
        {[`received ${etTime(row.receivedAt)} ET`, ...row.flags.map((flag) => flagMeaning(flag).label)].join(" · ")}
      </span>
    );
  }
  return (
    <span className="num flex gap-3 text-text-2">
      <span>
        MFE <Extreme row={row} leg="noBeMfe" />
      </span>
      <span>
        No-BE <RText text={row.outcomeNoBe} why="The leg is still open." />
      </span>
      <span>
        BE <RText text={row.outcomeBe} why="The leg is still open." />
      </span>
    </span>
  );
}
