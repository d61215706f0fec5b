"use client";
/**
 * Changes of rows that come while a page of the list is being read. The answer is put to the pages as they were when it was
 * asked for, which takes such changes back: they are made once more when it is there.
 */
import { useEffect } from "react";
import type { Change, Changes, ListedRow } from "@/components/lab/live-rows";

type ListKey = readonly string[];

export interface LateChanges<Row extends ListedRow> {
  readonly put: (list: ListKey, changes: Changes<Row>) => void;
  /** What is held of a list, once; what is held of another is dropped. */
  readonly taken: (list: ListKey) => Changes<Row> | undefined;
}

/** Of one list at a time; of an entry the latest state counts, so it holds no more than the list has rows. */
export function lateChanges<Row extends ListedRow>(): LateChanges<Row> {
  let held: { readonly list: ListKey; readonly changes: ReadonlyMap<string, Change<Row>> } | null = null;
  return {
    put: (list, changes) => {
      const before = held?.list === list ? held.changes : [];
      held = { list, changes: new Map([...before, ...changes]) };
    },
    taken: (list) => {
      const changes = held?.list === list ? held.changes : undefined;
      held = null;
      return changes;
    },
  };
}

/** Makes the held changes of a list once nothing of it is being read. */
export function useLateChanges<Row extends ListedRow>(
  late: LateChanges<Row>,
  list: ListKey,
  isReading: boolean,
  take: (changes: Changes<Row>) => void,
): void {
  useEffect(() => {
    const held = isReading ? undefined : late.taken(list);
    if (held !== undefined) take(held);
  }, [late, list, isReading, take]);
}
