"use client";
/** Keys of the board: arrows, Home and End (and j, k from anywhere on the page) move the choice; Escape lets it go. */
import { type RefObject, useEffect, useRef } from "react";

interface BoardKeys {
  readonly ordered: readonly string[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Index after a key; null when the key is not ours. -1 means nothing was chosen yet. */
export function indexAfter(key: string, index: number, count: number, inBoard: boolean): number | null {
  if (count === 0) return null;
  if (key === "j" || (inBoard && key === "ArrowDown")) return Math.min(count - 1, index + 1);
  if (key === "k" || (inBoard && key === "ArrowUp")) return Math.max(0, index - 1);
  if (inBoard && key === "Home") return 0;
  if (inBoard && key === "End") return count - 1;
  return null;
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector("dialog[open], [popover]:popover-open") !== null) return true;
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}

export function useBoardKeys(keys: BoardKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      const { ordered, selected, onSelect, scroller } = latest.current;
      const free = event.target === document.body;
      const inBoard = free || (event.target instanceof Node && scroller.current?.contains(event.target) === true);
      if (event.key === "Escape" && inBoard && selected !== null) {
        onSelect(selected);
        return;
      }
      const index = indexAfter(event.key, selected === null ? -1 : ordered.indexOf(selected), ordered.length, inBoard);
      const id = index === null ? undefined : ordered[index];
      if (id === undefined) return;
      event.preventDefault();
      if (id !== selected) onSelect(id);
      // The row may only be drawn once the choice has scrolled it into view.
      requestAnimationFrame(() =>
        requestAnimationFrame(() =>
          scroller.current
            ?.querySelector<HTMLElement>(`[data-trade="${CSS.escape(id)}"]`)
            ?.focus({ preventScroll: true }),
        ),
      );
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
