"use client";
/** Keys of the board: j and k from anywhere on the page, arrows, Home and End in the board move the choice; Escape lets it go. */
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { usePageCommands } from "@/components/frame/page-commands";

interface BoardKeys {
  readonly ordered: readonly string[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Index after a key; null when the key is not ours. -1 means nothing was chosen yet. */
export function indexAfter(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return Math.min(count - 1, index + 1);
  if (key === "ArrowUp") return Math.max(0, index - 1);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

/** Chooses the row a key leads to and puts the focus on it. @returns false when the key leads nowhere */
function move(key: string, { ordered, selected, onSelect, scroller }: BoardKeys): boolean {
  const index = indexAfter(key, selected === null ? -1 : ordered.indexOf(selected), ordered.length);
  const id = index === null ? undefined : ordered[index];
  if (id === undefined) return false;
  if (id !== selected) onSelect(id);
  const focus = (): void =>
    scroller.current?.querySelector<HTMLElement>(`[data-trade="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  // The row may only be drawn once the choice has scrolled it into view.
  requestAnimationFrame(() => requestAnimationFrame(focus));
  return true;
}

export function useBoardKeys(keys: BoardKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  const commands = useMemo(
    () => [
      { id: "next-trade", label: "Next trade", keys: "j", run: () => void move("ArrowDown", latest.current) },
      { id: "previous-trade", label: "Previous trade", keys: "k", run: () => void move("ArrowUp", latest.current) },
    ],
    [],
  );
  usePageCommands(commands);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { selected, onSelect, scroller } = latest.current;
      if (!(event.target instanceof Node) || scroller.current?.contains(event.target) !== true) return;
      if (event.key === "Escape" && selected !== null) onSelect(selected);
      else if (move(event.key, latest.current)) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
