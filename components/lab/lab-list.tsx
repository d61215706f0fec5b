"use client";
/**
 * The list itself: one scrolling box with its headings, its parts (one, or one per group) and the bar of new rows.
 * What is current and marked lives in the cursor of the page, so that keys and presses mean the same.
 */
import { type CSSProperties, type ReactNode, type RefObject, useCallback, useMemo } from "react";
import { tracksOf } from "@/components/lab/column-views";
import { GroupHead } from "@/components/lab/group-head";
import { Between, LabSection, type SectionHandle, type SectionLook, Skeleton } from "@/components/lab/lab-section";
import { ListHead, type Sorting } from "@/components/lab/list-head";
import type { Cursor } from "@/components/lab/use-cursor";
import { useRowPresses } from "@/components/lab/use-row-presses";
import { Failure } from "@/components/ui/load-state";
import type { LabGroup } from "@/lib/lab/columns";
import type { LabSubtotal } from "@/lib/lab/subtotal";

/** One part of the list. */
export interface Part {
  readonly id: string;
  /** Query of its rows, source named. */
  readonly query: string;
  /** Heading and sums of a group; null: the whole list, without a heading. */
  readonly head: { readonly group: LabGroup; readonly subtotal: LabSubtotal } | null;
  /** Rows of the parts above. */
  readonly before: number;
}

interface LabListProps {
  readonly parts: readonly Part[];
  /** Parts whose rows are shown; a part without a heading always is. */
  readonly open: ReadonlySet<string>;
  readonly onTurn: (id: string) => void;
  readonly look: SectionLook;
  readonly cursor: Cursor;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  readonly newestFirst: boolean;
  readonly total: number | null;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onOpen: (id: string) => boolean;
  readonly report: (id: string, handle: SectionHandle | null, waiting: number) => void;
  readonly empty: ReactNode;
  /** Of a grouped list: why its groups are not there, and whether they are known. */
  readonly groupsError: Error | null;
  readonly groupsKnown: boolean;
  readonly onRetry: () => void;
  /** Shown over the rows while new ones wait. */
  readonly waiting: ReactNode;
}

/** Nearer than this to the top counts as there, px. */
const topSlack = 8;

export function LabList(props: LabListProps) {
  const { parts, open, look, cursor, scroller, total } = props;
  useRowPresses(scroller, { mark: cursor.mark, open: props.onOpen });
  const atTop = useCallback(() => (scroller.current?.scrollTop ?? 0) < topSlack, [scroller]);
  const never = useCallback(() => false, []);
  const { tracks, least } = useMemo(() => tracksOf(look.columns), [look.columns]);
  const style = { "--lab-tracks": tracks, "--lab-row": `${look.rowHeight}px` } as CSSProperties;
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col" style={style}>
      {props.waiting}
      <div
        ref={scroller}
        data-testid="lab-list"
        className="@container min-h-0 flex-1 overflow-auto [--lab-width:100cqw] [overflow-anchor:none]"
      >
        <table
          aria-label="Signals"
          aria-rowcount={total === null ? -1 : total + 1}
          className="block min-w-full"
          style={look.cards ? undefined : { width: least }}
        >
          {!look.cards && (
            <ListHead
              columns={look.columns}
              sorting={props.sorting}
              onSort={props.onSort}
              marked={markedOf(cursor)}
              onMarkAll={(all) => cursor.select(all ? { kind: "filter" } : { kind: "rows", ids: new Set() })}
            />
          )}
          {parts.length === 0 && <NoGroups {...props} />}
          {parts.map((part, index) => (
            <PartOfList
              key={part.id}
              {...props}
              part={part}
              shown={part.head === null || open.has(part.id)}
              atTop={index === 0 ? atTop : never}
            />
          ))}
        </table>
      </div>
    </div>
  );
}

/** A grouped list before its groups are known, when they cannot be read, and when there are none. */
function NoGroups({ groupsError, groupsKnown, onRetry, empty }: LabListProps) {
  if (groupsError !== null) {
    return (
      <Between>
        <Failure what="The groups" error={groupsError} onRetry={onRetry} />
      </Between>
    );
  }
  return groupsKnown ? <Between>{empty}</Between> : <Skeleton />;
}

function markedOf({ selection }: Cursor): "none" | "some" | "all" {
  if (selection.kind === "filter") return "all";
  return selection.ids.size === 0 ? "none" : "some";
}

interface PartProps extends LabListProps {
  readonly part: Part;
  readonly shown: boolean;
  readonly atTop: () => boolean;
}

function PartOfList({ part, shown, atTop, ...list }: PartProps) {
  return (
    <>
      {part.head !== null && (
        <GroupHead {...part.head} cards={list.look.cards} open={shown} onTurn={() => list.onTurn(part.id)} />
      )}
      {shown && (
        <LabSection
          id={part.id}
          query={part.query}
          newestFirst={list.newestFirst}
          atTop={atTop}
          look={list.look}
          current={list.cursor.current}
          selection={list.cursor.selection}
          placeBefore={part.before + 1}
          empty={list.empty}
          report={list.report}
        />
      )}
    </>
  );
}
