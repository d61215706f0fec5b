"use client";
/** What the Signal Lab page knows and does, put together from the address, the parts of the list and the cursor. */
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { BulkTarget } from "@/components/lab/bulk";
import type { Done } from "@/components/lab/bulk-bar";
import { usualBeside, viewsOf } from "@/components/lab/column-views";
import { countsKey, useCountsRefresh, useFacets, useSubtotals } from "@/components/lab/lab-queries";
import type { SectionLook } from "@/components/lab/lab-section";
import type { Sorting } from "@/components/lab/list-head";
import { nothingSelected, selectedCount } from "@/components/lab/selection";
import { useChangedSignals } from "@/components/lab/use-changed-signals";
import { type Cursor, useCursor } from "@/components/lab/use-cursor";
import { addressOf, type LabAddress, useLabAddress } from "@/components/lab/use-lab-address";
import { useListReview } from "@/components/lab/use-list-review";
import { useMedia } from "@/components/lab/use-media";
import { useParts } from "@/components/lab/use-parts";
import { useScrollMemory } from "@/components/lab/use-scroll-memory";
import { useSettings } from "@/components/settings/use-settings";
import { columnOf, defaultOrder } from "@/lib/lab/columns";
import type { LabFilter } from "@/lib/lab/filter";
import { defaultList } from "@/lib/lab/list-params";
import type { TickSource } from "@/lib/market/types";

/** Row heights, px: a card has three lines; a finger needs 44. */
const cardHeight = 80;
const touchHeight = 44;
const lineHeights = { compact: 28, comfortable: 36 } as const;
/** Headings that stay over the rows, px. */
const columnHeadHeight = 28;
const groupHeadHeight = 32;
/** Pause in walking after which the entry beside follows, ms. */
const followMs = 120;

function useRowHeight(cards: boolean): number {
  const { settings } = useSettings();
  const touch = useMedia("(pointer: coarse)");
  return cards ? cardHeight : touch ? touchHeight : lineHeights[settings.density];
}

/** The entry beside the list follows the walk once it pauses; the address follows without a step of the history. */
function useFollowing(address: LabAddress, wide: boolean): (id: string) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef({ address, wide });
  useEffect(() => {
    latest.current = { address, wide };
  });
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  return useCallback((id: string) => {
    if (timer.current !== null) clearTimeout(timer.current);
    if (!latest.current.wide || latest.current.address.entry === null) return;
    timer.current = setTimeout(() => latest.current.address.change({ entry: id }, "replace"), followMs);
  }, []);
}

function useLook(
  address: LabAddress,
  narrow: boolean,
  scroller: RefObject<HTMLElement | null>,
  takesFocus: () => boolean,
): SectionLook {
  const cards = useMedia("(max-width: 767px)");
  const rowHeight = useRowHeight(cards);
  const { saved } = address;
  const columns = narrow && address.list.columns === null ? usualBeside : address.columns;
  return useMemo(() => {
    const from = saved === "" ? "" : `?${saved}`;
    const actions = { pathOf: (id: string) => `/signal-lab/${encodeURIComponent(id)}${from}`, takesFocus };
    return { columns: viewsOf(columns), cards, rowHeight, actions, scroller };
  }, [saved, columns, cards, rowHeight, scroller, takesFocus]);
}

/** Rows and counts of the address, kept up to date by the stream. */
function useLabData({ filter, list }: LabAddress) {
  const query = useMemo(() => addressOf(filter, { ...list, columns: null }, null), [filter, list]);
  const counts = useMemo(() => addressOf(filter, { ...defaultList, group: list.group }, null), [filter, list.group]);
  const subtotals = useSubtotals(counts);
  const facets = useFacets(useMemo(() => addressOf(filter, defaultList, null), [filter]));
  const parts = useParts(query, list.group !== null, subtotals.data);
  const client = useQueryClient();
  const refreshCounts = useCountsRefresh();
  const { handles } = parts;
  const changed = useCallback(
    (ids: readonly string[]) => {
      for (const handle of handles()) handle.rows.changed(ids);
      refreshCounts();
    },
    [handles, refreshCounts],
  );
  useChangedSignals(changed);
  /** After a change of many: everything that shows a review is read again. */
  const refreshAll = useCallback(() => {
    for (const queryKey of [["lab"], [countsKey], ["review"], ["review-history"], ["signal"], ["evidence"]])
      void client.invalidateQueries({ queryKey });
  }, [client]);
  return { query, facets, parts, changed, refreshAll, subtotals };
}

/** What the marked rows are for a change of many, and what was done last. */
function useBulk(address: LabAddress, cursor: Cursor, total: number | null, refresh: () => void) {
  const [done, setDone] = useState<Done | null>(null);
  const { filter } = address;
  const { selection, select } = cursor;
  const target = useMemo(
    (): BulkTarget =>
      selection.kind === "filter" ? { filter: addressOf(filter, defaultList, null) } : { ids: [...selection.ids] },
    [selection, filter],
  );
  return {
    ...{ target, done, total, say: setDone },
    count: selectedCount(selection, total ?? 0),
    all: selection.kind === "filter",
    deleted: filter.deleted === "only",
    onDone: useCallback(
      (next: Done | null) => {
        setDone(next);
        if (next !== null) refresh();
      },
      [refresh],
    ),
    onMarkAll: () => select({ kind: "filter" }),
    onUnmark: () => select(nothingSelected),
  };
}

interface Opening {
  readonly address: LabAddress;
  readonly wide: boolean;
  readonly cursor: Cursor;
  readonly look: SectionLook;
  readonly focusWanted: { current: boolean };
}

/** Ways to an entry: walking to it, opening it by key, pressing it. Beside the list where there is room, else as a page. */
function useOpening({ address, wide, cursor, look, focusWanted }: Opening) {
  const router = useRouter();
  const { change } = address;
  const follow = useFollowing(address, wide);
  const { goTo, move } = cursor;
  const walk = useCallback(
    (step: number | "first" | "last") => {
      focusWanted.current = true;
      const id = move(step);
      if (id !== null) follow(id);
    },
    [move, follow, focusWanted],
  );
  const open = useCallback(
    (id: string) => {
      goTo(id);
      if (wide) change({ entry: id }, "replace");
      else router.push(look.actions.pathOf(id));
    },
    [goTo, wide, change, router, look],
  );
  const press = useCallback(
    (id: string) => {
      goTo(id);
      if (wide) change({ entry: id }, "replace");
      return wide;
    },
    [goTo, wide, change],
  );
  const { extend: extendCursor } = cursor;
  const extend = useCallback(
    (step: 1 | -1) => {
      focusWanted.current = true;
      extendCursor(step);
    },
    [extendCursor, focusWanted],
  );
  return { walk, extend, open, press };
}

export function useLab(deskSource: TickSource) {
  const router = useRouter();
  const address = useLabAddress(deskSource);
  const { list, change } = address;
  const wide = useMedia("(min-width: 1280px)");
  const scroller = useRef<HTMLDivElement>(null);
  const focusWanted = useRef(false);
  const [takesFocus] = useState(() => () => {
    const wanted = focusWanted.current;
    focusWanted.current = false;
    return wanted;
  });
  /** Entry beside the list; null where there is none or no room. */
  const beside = wide ? address.entry : null;
  const look = useLook(address, beside !== null, scroller, takesFocus);
  const { query, subtotals, facets, parts, changed, refreshAll } = useLabData(address);
  const total = subtotals.data?.total.n ?? null;
  const cursor = useCursor({
    sections: parts.handles,
    scroller,
    rowHeight: look.rowHeight,
    covered: (look.cards ? 0 : columnHeadHeight) + (list.group === null ? 0 : groupHeadHeight),
    initial: address.entry,
  });
  useScrollMemory(scroller, query, parts.loaded);

  const { select } = cursor;
  const bulk = useBulk(address, cursor, total, refreshAll);
  const rowOf = (id: string) => parts.handles().flatMap((handle) => handle.rowOf(id) ?? [])[0];
  useListReview({
    row: () => {
      const id = cursor.current;
      if (id === null) return null;
      return rowOf(id) ?? null;
    },
    has: (id) => rowOf(id) !== undefined,
    changed,
    changedAll: refreshAll,
    onDone: bulk.say,
  });
  const { walk, extend, open, press } = useOpening({ address, wide, cursor, look, focusWanted });
  const sorting: Sorting = { key: list.order.by, dir: list.order.descending ? "desc" : "asc" };
  return {
    ...{ address, parts, cursor, scroller, total, facets, query, walk, extend, open, beside, bulk },
    openPage: (id: string) => router.push(look.actions.pathOf(id)),
    pathOf: look.actions.pathOf,
    narrow: useCallback(
      (part: Partial<LabFilter>, step?: "push" | "replace") => {
        select(nothingSelected);
        change({ filter: part }, step);
      },
      [change, select],
    ),
    leave: () => {
      if (address.entry !== null) change({ entry: null }, "replace");
      else select(nothingSelected);
    },
    list: {
      parts: parts.parts,
      open: parts.open,
      onTurn: parts.turn,
      report: parts.report,
      ...{ look, cursor, sorting, total, scroller },
      groupsError: parts.parts.length === 0 ? subtotals.error : null,
      groupsKnown: subtotals.data !== undefined,
      onRetry: () => void subtotals.refetch(),
      newestFirst: list.order.by === defaultOrder.by && list.order.descending,
      onOpen: press,
      onSort: ({ key, dir }: Sorting) =>
        change({ list: { order: { by: columnOf(key)?.key ?? defaultOrder.by, descending: dir === "desc" } } }),
    },
  };
}
