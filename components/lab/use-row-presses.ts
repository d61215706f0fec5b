"use client";
/** Presses on rows, heard once for the whole list: the box marks, Shift marks up to here, anything else opens. */
import { type RefObject, useEffect } from "react";

interface RowPresses {
  readonly mark: (id: string, range: boolean) => void;
  /** False when the entry is a page of its own here: the row's link then does what links do. */
  readonly open: (id: string) => boolean;
}

export function useRowPresses(box: RefObject<HTMLElement | null>, { mark, open }: RowPresses): void {
  useEffect(() => {
    const element = box.current;
    const onClick = (event: MouseEvent): void => {
      const { target } = event;
      if (!(target instanceof Element) || event.button !== 0) return;
      const id = target.closest("[data-id]")?.getAttribute("data-id") ?? null;
      if (id === null) return;
      if (target.closest("[data-mark]") !== null) mark(id, event.shiftKey);
      else if (event.metaKey || event.ctrlKey || event.altKey) return;
      else if (event.shiftKey) mark(id, true);
      else if (open(id)) event.preventDefault();
      else if (target.closest("a") === null) target.closest("[data-id]")?.querySelector("a")?.click();
      else return;
      // React's own listeners (the link's navigation) come after: what was handled here is not theirs.
      if (target.closest("[data-mark]") === null) event.stopPropagation();
    };
    element?.addEventListener("click", onClick);
    return () => element?.removeEventListener("click", onClick);
  }, [box, mark, open]);
}
