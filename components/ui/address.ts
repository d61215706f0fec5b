"use client";
/**
 * The query of the address as a value that several parts of a page change. The router writes the address bar again after each of
 * its own renders, and for a moment an older address stands there: who reads the bar then builds on what was, and a change is
 * lost. So what was asked for last is kept here until the router has it, and everyone reads and draws that.
 */
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";

export type Step = "push" | "replace";

/** Addresses asked for and not yet settled, of one page. */
export interface Asked {
  readonly path: string;
  /** Query the first of them was made from, and they themselves in order. */
  readonly from: string;
  readonly queries: readonly string[];
}

/**
 * What is left to wait for once the router shows a query; null: nothing. A query nobody asked for here is a navigation and ends
 * the waiting.
 */
export function stillAsked(asked: Asked | null, path: string, shown: string): Asked | null {
  if (asked === null || asked.path !== path || shown === asked.queries.at(-1)) return null;
  return shown === asked.from || asked.queries.includes(shown) ? asked : null;
}

let asked: Asked | null = null;
const listeners = new Set<() => void>();

function setAsked(next: Asked | null): void {
  if (next === asked) return;
  asked = next;
  for (const listener of listeners) listener();
}

// The back button shows an address of its own, whatever was asked for before it.
if (typeof window !== "undefined") window.addEventListener("popstate", () => setAsked(null));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The query as it is or is about to be, for whoever changes a part of it. */
export function addressNow(): URLSearchParams {
  const { pathname, search } = window.location;
  return new URLSearchParams(asked !== null && asked.path === pathname ? asked.queries.at(-1) : search);
}

/** Asks for another query of this page, as a step of the history or in place of the present one. Nothing happens when it is the same. */
export function changeAddress(query: URLSearchParams, step: Step): void {
  const { pathname } = window.location;
  const [now, next] = [addressNow().toString(), query.toString()];
  if (now === next) return;
  const before = asked?.path === pathname ? asked : { path: pathname, from: now, queries: [] };
  const url = new URL(window.location.href);
  url.search = next;
  setAsked({ ...before, queries: [...before.queries, next] });
  if (step === "push") window.history.pushState(null, "", url);
  else window.history.replaceState(null, "", url);
}

/** The query to draw, in canonical text: what was asked for last, else the router's. */
export function useAddress(): string {
  const path = usePathname();
  const shown = useSearchParams().toString();
  const next = useSyncExternalStore(
    subscribe,
    () => asked,
    () => null,
  );
  useEffect(() => setAsked(stillAsked(asked, path, shown)), [path, shown]);
  return next !== null && next.path === path ? (next.queries.at(-1) ?? shown) : shown;
}
