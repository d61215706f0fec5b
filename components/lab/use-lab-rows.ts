"use client";
/**
 * The rows of one part of the list (all of it, or one group): pages by cursor, exchanged in place when the stream says that a
 * signal changed. New rows go on top while the top is in sight, else they wait and are counted.
 */
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { lateChanges, useLateChanges } from "@/components/lab/late-changes";
import { applyChanges, type Changes, type RowPage, type Sorted, withFresh } from "@/components/lab/live-rows";
import { fetchJson } from "@/components/live/fetch-json";
import type { LabRow } from "@/lib/lab/columns";

/** Rows of a page. The first is small, so that something stands there soon. */
const firstPageRows = 100;
const pageRows = 300;
/** Rows held of one part; past it the list says that a filter is needed. */
export const loadedRowsMax = 20_000;
/** Ids asked for at once after a burst; more changes than that are a reason to read the list again. */
const changedIdsMax = 100;
/** Longest wait for them, ms. */
const changedWaitMs = 10_000;

export interface LabRows {
  readonly rows: readonly LabRow[];
  readonly error: Error | null;
  readonly loading: boolean;
  /** More can be loaded. */
  readonly more: boolean;
  readonly full: boolean;
  /** Rows that came in while the page was open. */
  readonly fresh: ReadonlySet<string>;
  readonly lost: ReadonlySet<string>;
  /** New ones not yet shown. */
  readonly waiting: number;
  readonly loadMore: () => void;
  /** Shows the waiting ones. */
  readonly showWaiting: () => void;
  readonly retry: () => void;
  /** Tells that these signals may have changed. */
  readonly changed: (ids: readonly string[]) => void;
}

type Pages = InfiniteData<RowPage<LabRow>, string | null>;

interface LabRowsOptions {
  /** Filter and order as the route takes them. */
  readonly query: string;
  readonly newestFirst: boolean;
  /** Whether a new row may appear on top just now. */
  readonly atTop: () => boolean;
}

const noRows: readonly LabRow[] = [];

export function useLabRows({ query, newestFirst, atTop }: LabRowsOptions): LabRows {
  const client = useQueryClient();
  const key = useMemo(() => ["lab", "rows", query], [query]);
  const asked = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchJson<RowPage<LabRow>>(pagePath(query, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const [live, setLive] = useLive(query);
  const { data } = asked;
  const [late] = useState(() => lateChanges<LabRow>());

  const show = useCallback(
    (fresh: readonly LabRow[]) => {
      client.setQueryData<Pages>(key, (before) =>
        before === undefined ? before : { ...before, pages: [...withFresh(before.pages, fresh)] },
      );
      setLive((before) => ({ ...before, fresh: new Set([...before.fresh, ...fresh.map((row) => row.id)]) }));
    },
    [client, key, setLive],
  );

  const take = useCallback(
    (changes: Changes<LabRow>) => {
      const before = client.getQueryData<Pages>(key);
      if (before === undefined) return;
      if (client.isFetching({ queryKey: key, exact: true }) > 0) late.put(key, changes);
      const sorted = applyChanges(before.pages, changes, newestFirst);
      if (sorted.pages !== before.pages) client.setQueryData<Pages>(key, { ...before, pages: [...sorted.pages] });
      const now = sorted.fresh.length > 0 && atTop();
      if (now) show(sorted.fresh);
      setLive((held) => merged(held, sorted, changes, now));
    },
    [client, key, newestFirst, atTop, show, setLive, late],
  );

  useLateChanges(late, key, asked.isFetching, take);

  const changed = useCallback(
    (ids: readonly string[]) => {
      if (ids.length > changedIdsMax) void client.invalidateQueries({ queryKey: key });
      // The next change or reading brings what this one could not: a list a moment behind is not an error to shout about.
      else readChanged(query, ids, shownOf(client.getQueryData<Pages>(key), ids)).then(take, () => undefined);
    },
    [client, key, query, take],
  );

  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? noRows, [data]);
  const full = rows.length >= loadedRowsMax;
  return {
    rows,
    error: asked.error,
    loading: asked.isPending || asked.isPlaceholderData,
    more: asked.hasNextPage && !full && !asked.isPlaceholderData,
    full,
    fresh: live.fresh,
    lost: live.lost,
    waiting: live.waiting.length + live.elsewhere,
    loadMore: () => {
      if (!asked.isFetching && asked.hasNextPage && !full) void asked.fetchNextPage();
    },
    showWaiting: () => {
      const { waiting, elsewhere } = live;
      setLive((before) => ({ ...before, waiting: [], elsewhere: 0 }));
      if (elsewhere > 0) void client.resetQueries({ queryKey: key });
      else show(waiting);
    },
    retry: () => void asked.refetch(),
    changed,
  };
}

interface Live {
  /** The list this belongs to. */
  readonly query: string | null;
  readonly fresh: ReadonlySet<string>;
  readonly lost: ReadonlySet<string>;
  readonly waiting: readonly LabRow[];
  readonly elsewhere: number;
}

const nothingLive: Live = { query: null, fresh: new Set(), lost: new Set(), waiting: [], elsewhere: 0 };

/** What waits or is lost belongs to the list it was found for. */
function useLive(query: string) {
  const [held, setHeld] = useState<Live>({ ...nothingLive, query });
  const setLive = useCallback(
    (change: (before: Live) => Live) =>
      setHeld((before) => ({ ...change(before.query === query ? before : nothingLive), query })),
    [query],
  );
  return [held.query === query ? held : nothingLive, setLive] as const;
}

function merged(
  held: Live,
  sorted: ReturnType<typeof applyChanges<LabRow>>,
  changes: Changes<LabRow>,
  shown: boolean,
): Live {
  const known = new Map(held.waiting.filter(({ id }) => changes.get(id)?.found !== false).map((row) => [row.id, row]));
  if (!shown) for (const row of sorted.fresh) known.set(row.id, row);
  const waiting = [...known.values()].sort((a, b) => b.receivedAt - a.receivedAt);
  return {
    query: held.query,
    fresh: held.fresh,
    lost: lostAfter(held.lost, sorted),
    waiting,
    elsewhere: held.elsewhere + sorted.elsewhere,
  };
}

/** What the filter lost and has not found again; the same set when nothing changes. */
function lostAfter(before: ReadonlySet<string>, sorted: Pick<Sorted<LabRow>, "lost" | "found">): ReadonlySet<string> {
  const isSame = sorted.lost.every((id) => before.has(id)) && !sorted.found.some((id) => before.has(id));
  if (isSame) return before;
  const after = new Set([...before, ...sorted.lost]);
  for (const id of sorted.found) after.delete(id);
  return after;
}

/** Those of the ids that are among the loaded rows. */
function shownOf(pages: Pages | undefined, ids: readonly string[]): readonly string[] {
  const asked = new Set(ids);
  const shown = pages?.pages.flatMap((page) => page.rows.filter(({ id }) => asked.has(id))) ?? [];
  return shown.map(({ id }) => id);
}

/** These entries as they now stand: as far as the filter finds them, and those shown (`held`) also where it does not. */
async function readChanged(query: string, ids: readonly string[], held: readonly string[]): Promise<Changes<LabRow>> {
  const listed = (names: readonly string[]): string => names.map(encodeURIComponent).join(",");
  const path = `/api/lab?${query}&ids=${listed(ids)}${held.length === 0 ? "" : `&held=${listed(held)}`}`;
  const answer = await fetchJson<RowPage<LabRow> & { readonly left: readonly LabRow[] }>(
    path,
    AbortSignal.timeout(changedWaitMs),
  );
  const found = new Map(answer.rows.map((row) => [row.id, row]));
  const left = new Map(answer.left.map((row) => [row.id, row]));
  return new Map(ids.map((id) => [id, { row: found.get(id) ?? left.get(id) ?? null, found: found.has(id) }]));
}

function pagePath(query: string, cursor: string | null): string {
  const limit = cursor === null ? firstPageRows : pageRows;
  const after = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
  return `/api/lab?${query}${query === "" ? "" : "&"}limit=${limit}${after}`;
}
