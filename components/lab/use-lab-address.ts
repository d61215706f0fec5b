"use client";
/**
 * The address of the Signal Lab as one value: what is meant (filter), how it is shown (order, grouping, columns, the open entry),
 * what was not understood. Deliberate changes are steps of the history; typing and walking replace the step they are in.
 */
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { usualColumns } from "@/components/lab/column-views";
import type { LabColumnKey } from "@/lib/lab/columns";
import { type LabFilter, labFilterParams, parseLabFilter, type UnknownParameter } from "@/lib/lab/filter";
import { type LabListParams, listParameterNames, parseListParams, setListParams } from "@/lib/lab/list-params";
import type { TickSource } from "@/lib/market/types";

/** Parameter of the entry beside the list; the page's own. */
const entryName = "entry";
const ownNames: ReadonlySet<string> = new Set([...listParameterNames, entryName]);

type Step = "push" | "replace";

export interface LabAddress {
  readonly filter: LabFilter;
  readonly list: LabListParams;
  readonly entry: string | null;
  readonly columns: readonly LabColumnKey[];
  readonly unknown: readonly UnknownParameter[];
  /** Filter and list without the open entry, canonical: what a saved view keeps. */
  readonly saved: string;
  /** True while the address names nothing at all: the reader's own default view may step in. */
  readonly bare: boolean;
  readonly change: (part: AddressChange, step?: Step) => void;
  /** Takes a saved view's parameters. */
  readonly apply: (query: string, step?: Step) => void;
}

export interface AddressChange {
  readonly filter?: Partial<LabFilter>;
  readonly list?: Partial<LabListParams>;
  readonly entry?: string | null;
}

/** Parameters in canonical order: equal lists have equal addresses. */
export function addressOf(filter: LabFilter, list: LabListParams, fallback: TickSource | null): string {
  const params = labFilterParams(filter, fallback ?? filter.source);
  // Asked of a route the source is always named: it must not depend on what the server takes for granted.
  if (fallback === null) params.set("source", filter.source);
  setListParams(params, list);
  return params.toString();
}

function goTo(query: string, step: Step = "push"): void {
  const url = new URL(window.location.href);
  url.search = query;
  if (url.href === window.location.href) return;
  if (step === "push") window.history.pushState(null, "", url);
  else window.history.replaceState(null, "", url);
}

/** @param fallback source when the address names none: what this desk streams */
export function useLabAddress(fallback: TickSource): LabAddress {
  const text = useSearchParams().toString();
  const { filter, list, entry, unknown } = useMemo(() => {
    const params = new URLSearchParams(text);
    const read = parseLabFilter(params, fallback, ownNames);
    const shown = parseListParams(params);
    return {
      filter: read.filter,
      list: shown.list,
      entry: params.get(entryName) || null,
      unknown: [...read.unknown, ...shown.unknown],
    };
  }, [text, fallback]);
  const change = useCallback(
    (part: AddressChange, step?: Step) => {
      const query = new URLSearchParams(addressOf({ ...filter, ...part.filter }, { ...list, ...part.list }, fallback));
      const next = part.entry === undefined ? entry : part.entry;
      if (next !== null) query.set(entryName, next);
      goTo(query.toString(), step);
    },
    [filter, list, entry, fallback],
  );
  const saved = useMemo(() => addressOf(filter, list, fallback), [filter, list, fallback]);
  return {
    ...{ filter, list, entry, unknown, saved, change },
    columns: list.columns ?? usualColumns,
    bare: text === "",
    apply: goTo,
  };
}
