"use client";
/** Counts beside the list: subtotals, the total, and what each filter value would find. Read again as signals change. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import type { Facets } from "@/components/lab/filter-menu";
import { fetchJson } from "@/components/live/fetch-json";
import type { LabGroup } from "@/lib/lab/columns";
import type { LabSubtotal } from "@/lib/lab/subtotal";

/** Prefix of the keys: a change on the stream makes all counts stale. */
export const countsKey = "lab-counts";

export interface Subtotals {
  /** What the groups are groups of; null without grouping. */
  readonly group: LabGroup | null;
  readonly groups: readonly LabSubtotal[];
  readonly total: LabSubtotal;
}

/** @param query parameters of filter and grouping, source named */
export function useSubtotals(query: string) {
  return useQuery({
    queryKey: [countsKey, "groups", query],
    queryFn: ({ signal }) => fetchJson<Subtotals>(`/api/lab/groups?${query}`, signal),
    placeholderData: keepPreviousData,
  });
}

const noFacets: Facets = {};

/** Counts by value; empty until they are known. */
export function useFacets(query: string): Facets {
  const { data } = useQuery({
    queryKey: [countsKey, "facets", query],
    queryFn: ({ signal }) => fetchJson<{ readonly facets: Facets }>(`/api/lab/facets?${query}`, signal),
    placeholderData: keepPreviousData,
  });
  return data?.facets ?? noFacets;
}

/** Least time between two readings of the counts, ms: in a busy market facts come faster than people read sums. */
const countsMs = 2000;

/** Reads the counts again soon, at most every two seconds. */
export function useCountsRefresh(): () => void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void client.invalidateQueries({ queryKey: [countsKey] });
    }, countsMs);
  }, [client]);
}
