"use client";
/** The parts of the list: one, or one per group with its subtotals. Remembers which groups are open. */
import { useCallback, useMemo, useState } from "react";
import type { Part } from "@/components/lab/lab-list";
import type { Subtotals } from "@/components/lab/lab-queries";
import type { SectionHandle } from "@/components/lab/lab-section";

/** Groups open at first: enough to fill a screen, few enough to ask for. */
const openAtFirst = 2;

interface Numbers {
  readonly waiting: number;
  readonly loaded: number;
}

export interface Parts {
  readonly parts: readonly Part[];
  readonly open: ReadonlySet<string>;
  readonly turn: (id: string) => void;
  readonly turnAll: (open: boolean) => void;
  /** Parts with rows, in the order shown. */
  readonly handles: () => readonly SectionHandle[];
  /** New rows that wait, over all parts. */
  readonly waiting: number;
  /** Rows loaded, over all parts. */
  readonly loaded: number;
  readonly report: (id: string, handle: SectionHandle | null, waiting: number) => void;
}

/** @param query parameters of the rows (filter, order, grouping), source named */
export function useParts(query: string, grouped: boolean, subtotals: Subtotals | undefined): Parts {
  const [turned, setTurned] = useState<{ readonly query: string; readonly ids: ReadonlySet<string> }>(none);
  const [numbers, setNumbers] = useState<Readonly<Record<string, Numbers>>>({});
  const [handles] = useState(() => new Map<string, SectionHandle>());

  const parts = useMemo((): readonly Part[] => {
    if (!grouped) return [{ id: "all", query, head: null, before: 0 }];
    const group = subtotals?.group ?? null;
    if (group === null || subtotals === undefined) return [];
    let before = 0;
    return subtotals.groups.map((subtotal) => {
      const id = `${group}=${subtotal.group ?? ""}`;
      const part = {
        id,
        query: `${query}&only=${encodeURIComponent(subtotal.group ?? "")}`,
        head: { group, subtotal },
        before,
      };
      before += subtotal.n;
      return part;
    });
  }, [query, grouped, subtotals]);

  const open = useMemo(() => {
    const changed = turned.query === query ? turned.ids : none.ids;
    const usual = parts.slice(0, openAtFirst).map(({ id }) => id);
    return new Set(parts.map(({ id }) => id).filter((id) => usual.includes(id) !== changed.has(id)));
  }, [parts, turned, query]);

  const turn = useCallback(
    (id: string) =>
      setTurned((before) => {
        const ids = new Set(before.query === query ? before.ids : []);
        if (!ids.delete(id)) ids.add(id);
        return { query, ids };
      }),
    [query],
  );
  const turnAll = useCallback(
    (all: boolean) => {
      const ids = parts.map(({ id }) => id);
      setTurned({ query, ids: new Set(all ? ids.slice(openAtFirst) : ids.slice(0, openAtFirst)) });
    },
    [parts, query],
  );
  const report = useCallback(
    (id: string, handle: SectionHandle | null, waiting: number) => {
      if (handle === null) handles.delete(id);
      else handles.set(id, handle);
      const next = { waiting, loaded: handle?.ids().length ?? 0 };
      setNumbers((before) => {
        const now = before[id] ?? { waiting: 0, loaded: 0 };
        return now.waiting === next.waiting && now.loaded === next.loaded ? before : { ...before, [id]: next };
      });
    },
    [handles],
  );
  const shown = useCallback(() => parts.flatMap(({ id }) => handles.get(id) ?? []), [parts, handles]);
  const sum = (name: keyof Numbers): number => parts.reduce((all, { id }) => all + (numbers[id]?.[name] ?? 0), 0);
  return { parts, open, turn, turnAll, handles: shown, waiting: sum("waiting"), loaded: sum("loaded"), report };
}

const none = { query: "", ids: new Set<string>() };
