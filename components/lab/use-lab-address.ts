"use client";
/**
 * The address of the Signal Lab as one value: what is meant (filter), how it is shown (order, grouping, columns, the open entry),
 * what was not understood. Deliberate changes are steps of the history; typing and walking replace the step they are in.
 */
import { useCallback, useMemo } from "react";
import { usualColumns } from "@/components/lab/column-views";
import { addressNow, changeAddress, type Step, useAddress } from "@/components/ui/address";
import type { LabColumnKey } from "@/lib/lab/columns";
import { type LabFilter, labFilterParams, parseLabFilter, type UnknownParameter } from "@/lib/lab/filter";
import { type LabListParams, listParameterNames, parseListParams, setListParams } from "@/lib/lab/list-params";
import type { TickSource } from "@/lib/market/types";

/** Parameter of the entry beside the list; the page's own. */
const entryName = "entry";
/** Parameter of the saved view that was chosen: its id, or `all` for none although there is a default. */
const viewName = "view";
const ownNames: ReadonlySet<string> = new Set([...listParameterNames, entryName]);

export interface LabAddress {
  readonly filter: LabFilter;
  readonly list: LabListParams;
  readonly entry: string | null;
  /** Saved view the list came from; null for none. */
  readonly viewId: number | null;
  readonly columns: readonly LabColumnKey[];
  readonly unknown: readonly UnknownParameter[];
  /** Filter and list without the open entry, canonical: what a saved view keeps. */
  readonly saved: string;
  /** True while the address names nothing at all: the reader's own default view may step in. */
  readonly bare: boolean;
  readonly change: (part: AddressChange, step?: Step) => void;
  /** Takes a saved view's parameters; null shows everything. */
  readonly apply: (view: { readonly id: number; readonly query: string } | null, step?: Step) => void;
  /** A query in the spelling of `saved`. */
  readonly canonical: (query: string) => string;
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

function readAddress(text: string, fallback: TickSource) {
  const params = new URLSearchParams(text);
  const read = parseLabFilter(params, fallback, ownNames);
  const shown = parseListParams(params);
  return {
    filter: read.filter,
    list: shown.list,
    entry: params.get(entryName) || null,
    view: params.get(viewName) || null,
    unknown: [...read.unknown, ...shown.unknown],
  };
}

/** @param fallback source when the address names none: what this desk streams */
export function useLabAddress(fallback: TickSource): LabAddress {
  const text = useAddress();
  const { filter, list, entry, view, unknown } = useMemo(() => readAddress(text, fallback), [text, fallback]);
  const change = useCallback(
    (part: AddressChange, step: Step = "push") => {
      // What the bar says now, not what was last rendered: two changes in a row must both hold.
      const now = readAddress(addressNow().toString(), fallback);
      const query = new URLSearchParams(
        addressOf({ ...now.filter, ...part.filter }, { ...now.list, ...part.list }, fallback),
      );
      if (now.view !== null) query.set(viewName, now.view);
      const next = part.entry === undefined ? now.entry : part.entry;
      if (next !== null) query.set(entryName, next);
      changeAddress(query, step);
    },
    [fallback],
  );
  const canonical = useCallback(
    (query: string) => {
      const params = new URLSearchParams(query);
      return addressOf(parseLabFilter(params, fallback, ownNames).filter, parseListParams(params).list, fallback);
    },
    [fallback],
  );
  const apply = useCallback(
    (chosen: { readonly id: number; readonly query: string } | null, step: Step = "push") => {
      const query = new URLSearchParams(chosen === null ? "" : canonical(chosen.query));
      query.set(viewName, chosen === null ? "all" : String(chosen.id));
      changeAddress(query, step);
    },
    [canonical],
  );
  const saved = useMemo(() => addressOf(filter, list, fallback), [filter, list, fallback]);
  return {
    ...{ filter, list, entry, unknown, saved, change, apply, canonical },
    viewId: view !== null && /^\d{1,9}$/.test(view) ? Number(view) : null,
    columns: list.columns ?? usualColumns,
    bare: text === "",
  };
}
