"use client";
/**
 * Commands of the page that is open. A page lends them while it is shown; palette, help and keyboard list them before
 * the frame's own, so that the page's key wins where both would use one.
 */
import { useEffect, useSyncExternalStore } from "react";
import type { Command } from "@/components/frame/commands";

const lent = new Map<symbol, readonly Command[]>();
const listeners = new Set<() => void>();
const none: readonly Command[] = [];
let current = none;

function set(owner: symbol, commands: readonly Command[] | null): void {
  if (commands === null) lent.delete(owner);
  else lent.set(owner, commands);
  current = [...lent.values()].flat();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Lends `commands` to the frame while the caller is mounted. Keep the array's identity (useMemo) while nothing changed. */
export function usePageCommands(commands: readonly Command[]): void {
  useEffect(() => {
    const owner = Symbol("page commands");
    set(owner, commands);
    return () => set(owner, null);
  }, [commands]);
}

/** What the open page lends; empty on the server. */
export function useLentCommands(): readonly Command[] {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => none,
  );
}
