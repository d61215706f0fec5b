/**
 * The log of what happened, newest first, each thing once; and which of it this browser has shown. Pure.
 */
import type { AlertEntry } from "@/components/alerts/alert-kinds";

/** Entries kept; the oldest leave. */
export const logMax = 200;
/** Keys remembered as shown: more than the log can hold, so that none comes back as new. */
export const shownMax = 400;

/** `entries` with `more`, newest first, each key once, bounded. The same array when nothing is new. */
export function withEntries(entries: readonly AlertEntry[], more: readonly AlertEntry[]): readonly AlertEntry[] {
  const known = new Set(entries.map((entry) => entry.key));
  const fresh = more.filter((entry) => {
    if (known.has(entry.key)) return false;
    known.add(entry.key);
    return true;
  });
  if (fresh.length === 0) return entries;
  return [...fresh, ...entries].sort((a, b) => b.at - a.at || (a.key < b.key ? 1 : -1)).slice(0, logMax);
}

/** Remembered keys with `more`, oldest dropped. The same array when nothing is new. */
export function withShown(shown: readonly string[], more: readonly string[]): readonly string[] {
  const known = new Set(shown);
  const fresh = more.filter((key) => !known.has(key));
  return fresh.length === 0 ? shown : [...shown, ...fresh].slice(-shownMax);
}

/** Entries nobody has been shown here; `wanted` says which kinds are asked for. */
export function missedOf(
  entries: readonly AlertEntry[],
  shown: readonly string[],
  wanted: (entry: AlertEntry) => boolean,
): readonly AlertEntry[] {
  const known = new Set(shown);
  return entries.filter((entry) => !known.has(entry.key) && wanted(entry));
}

/** Keys as stored; null when this browser has never had any: then nothing counts as missed. */
export function parseShown(stored: string | null): readonly string[] | null {
  if (stored === null) return null;
  try {
    const value: unknown = JSON.parse(stored);
    return Array.isArray(value) ? value.filter((key) => typeof key === "string").slice(-shownMax) : null;
  } catch {
    return null;
  }
}
