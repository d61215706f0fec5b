"use client";
/**
 * Which rows of a long list of equal rows are near the view, whatever scrolls around it (a panel or the page).
 * The list keeps its full height; only these rows are drawn. Looked at when something scrolls or resizes, never per frame.
 */
import { type RefObject, useLayoutEffect, useState } from "react";

/** Rows drawn beyond each edge of the view: a flick of the wheel shows rows, not blank. */
const overscan = 5;
/** The range moves in steps, so that scrolling a few pixels renders nothing. */
const step = 4;

export interface RowRange {
  readonly from: number;
  /** Behind the last row. */
  readonly to: number;
}

/** Rows of `count` that lie in [viewTop, viewBottom] when the list begins at `listTop`; all in px of the same origin. */
export function visibleRows(
  listTop: number,
  rowHeight: number,
  count: number,
  view: readonly [number, number],
): RowRange {
  const first = Math.floor((view[0] - listTop) / rowHeight) - overscan;
  const last = Math.ceil((view[1] - listTop) / rowHeight) + overscan;
  const from = Math.min(count, Math.max(0, Math.floor(first / step) * step));
  return { from, to: Math.max(from, Math.min(count, Math.ceil(last / step) * step)) };
}

/** The rows to draw. `list` is the element that has the height of all rows. */
export function useWindow(list: RefObject<HTMLElement | null>, rowHeight: number, count: number): RowRange {
  const [range, setRange] = useState<RowRange>({ from: 0, to: Math.min(count, 2 * overscan) });
  useLayoutEffect(() => {
    let frame: number | null = null;
    const look = (): void => {
      frame = null;
      const element = list.current;
      if (element === null) return;
      const { top } = element.getBoundingClientRect();
      const next = visibleRows(top, rowHeight, count, [0, window.innerHeight]);
      setRange((before) => (before.from === next.from && before.to === next.to ? before : next));
    };
    const later = (): void => {
      frame ??= requestAnimationFrame(look);
    };
    look();
    // Scroll events do not bubble but can be captured: one listener hears every container.
    window.addEventListener("scroll", later, { capture: true, passive: true });
    window.addEventListener("resize", later);
    return () => {
      if (frame !== null) cancelAnimationFrame(frame);
      window.removeEventListener("scroll", later, { capture: true });
      window.removeEventListener("resize", later);
    };
  }, [list, rowHeight, count]);
  return range;
}
