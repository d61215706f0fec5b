"use client";
/** The drawn range of one part of the scrolling list: looked at once per frame, rendered only when it changes. */
import { type RefObject, useEffect, useState } from "react";
import { type RowRange, rangeOf } from "@/components/lab/window";

interface RowRangeOptions {
  /** The box that scrolls. */
  readonly scroller: RefObject<HTMLElement | null>;
  /** The part's element; its first child row starts at its top edge. */
  readonly part: RefObject<HTMLElement | null>;
  readonly rows: number;
  readonly rowHeight: number;
}

/** Rows drawn before the box has been measured. */
const firstRows = 40;

export function useRowRange({ scroller, part, rows, rowHeight }: RowRangeOptions): RowRange {
  const [range, setRange] = useState<RowRange>({ first: 0, last: firstRows });
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    let frame: number | null = null;
    const look = (): void => {
      frame = null;
      if (part.current === null) return;
      const offset = part.current.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
      const next = rangeOf({ top: box.scrollTop, height: box.clientHeight, offset, rows, rowHeight });
      setRange((before) => (before.first === next.first && before.last === next.last ? before : next));
    };
    const soon = (): void => {
      frame ??= requestAnimationFrame(look);
    };
    look();
    box.addEventListener("scroll", soon, { passive: true });
    const sizes = new ResizeObserver(soon);
    sizes.observe(box);
    return () => {
      box.removeEventListener("scroll", soon);
      sizes.disconnect();
      if (frame !== null) cancelAnimationFrame(frame);
    };
  }, [scroller, part, rows, rowHeight]);
  return range;
}
