"use client";
/** The current row of the list and how keys move it: over parts, into sight, with marks along the way. */
import { type RefObject, useCallback, useRef, useState } from "react";
import type { SectionHandle } from "@/components/lab/lab-section";
import { nothingSelected, type Selection, toggled, withRange } from "@/components/lab/selection";
import { scrollTopFor } from "@/components/lab/window";

export interface Cursor {
  readonly current: string | null;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  /** Makes a row the current one and brings it into sight. */
  readonly goTo: (id: string) => void;
  /** Moves by rows, or to either end; true when there was somewhere to go. */
  readonly move: (step: number | "first" | "last") => string | null;
  /** Moves and marks what was passed. */
  readonly extend: (step: 1 | -1) => void;
  readonly mark: (id: string, range: boolean) => void;
}

interface CursorOptions {
  /** The parts in the order shown. */
  readonly sections: () => readonly SectionHandle[];
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rowHeight: number;
  /** Height of what stays over the rows while they scroll, px. */
  readonly covered: number;
  readonly initial: string | null;
}

export function useCursor({ sections, scroller, rowHeight, covered, initial }: CursorOptions): Cursor {
  const [current, setCurrent] = useState<string | null>(initial);
  const [selection, select] = useState<Selection>(nothingSelected);
  const anchor = useRef<string | null>(null);
  const here = useRef(current);

  const reveal = useCallback(
    (id: string) => {
      const box = scroller.current;
      const section = sections().find((part) => part.rowOf(id) !== undefined);
      const element = section?.element() ?? null;
      if (box === null || section === undefined || element === null) return;
      const offset = element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
      const view = { top: box.scrollTop, height: box.clientHeight, offset, rowHeight, rows: section.ids().length };
      box.scrollTop = scrollTopFor(view, section.ids().indexOf(id), covered);
    },
    [sections, scroller, rowHeight, covered],
  );
  const goTo = useCallback(
    (id: string) => {
      // Keys come faster than renders: the next one goes on from here.
      here.current = id;
      setCurrent(id);
      reveal(id);
    },
    [reveal],
  );
  const allIds = useCallback(() => sections().flatMap((section) => section.ids()), [sections]);
  const move = useCallback(
    (step: number | "first" | "last") => {
      const ids = allIds();
      const from = here.current === null ? -1 : ids.indexOf(here.current);
      const place = step === "first" ? 0 : step === "last" ? ids.length - 1 : from < 0 ? 0 : from + step;
      const id = ids[Math.min(ids.length - 1, Math.max(0, place))];
      if (id === undefined) return null;
      goTo(id);
      return id;
    },
    [allIds, goTo],
  );
  const mark = useCallback(
    (id: string, range: boolean) => {
      const from = anchor.current;
      const ids = allIds();
      select((before) => (range && from !== null ? withRange(before, from, id, ids) : toggled(before, id, ids)));
      anchor.current = id;
    },
    [allIds],
  );
  const extend = useCallback(
    (step: 1 | -1) => {
      const from = here.current;
      const to = move(step);
      if (to === null) return;
      select((before) => withRange(before, from ?? to, to, allIds()));
      anchor.current = to;
    },
    [move, allIds],
  );
  return { current, selection, select, goTo, move, extend, mark };
}
