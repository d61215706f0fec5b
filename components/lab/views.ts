"use client";
/** Saved views and the reader's default among them: both kept by the server, the same in every browser. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { LabAddress } from "@/components/lab/use-lab-address";
import { fetchJson } from "@/components/live/fetch-json";
import { type ChangeMethod, type Sent, send } from "@/components/people/send";

export interface ViewJson {
  readonly id: number;
  readonly name: string;
  readonly query: string;
  readonly shared: boolean;
  readonly mine: boolean;
  readonly owner: string;
}

export interface ViewPart {
  readonly name?: string;
  readonly query?: string;
  readonly shared?: boolean;
}

/**
 * Views everybody has. Ids of saved ones start at 1.
 * Doubt first: what nobody has reviewed and what has a reason for doubt, the most doubtful on top (ADR 51).
 */
export const builtInViews: readonly ViewJson[] = [
  {
    id: 0,
    name: "Doubt first",
    query:
      "review=unreviewed&doubt=1&sort=doubt&columns=signalCandleAt,ticker,direction,status,doubt,doubtReasons,noBeMfe,outcomeNoBe,outcomeBe,reviewStatus",
    ...{ shared: false, mine: false, owner: "" },
  },
];

const key = ["lab-views"];
interface Answer {
  readonly views: readonly ViewJson[];
  readonly defaultId: number | null;
}

export interface Views {
  /** Built-in ones, own ones, shared ones; null until they are known. */
  readonly views: readonly ViewJson[] | null;
  readonly problem: string | null;
  readonly defaultId: number | null;
  /** Shown at once, taken back when the server refuses. */
  readonly makeDefault: (id: number | null) => Promise<void>;
  readonly change: (method: ChangeMethod, path: string, part?: ViewPart) => Promise<Sent<{ readonly id?: number }>>;
  /** Deletes a view; true when it is gone. */
  readonly remove: (view: ViewJson) => Promise<boolean>;
  /** The reader's own view deleted last, until it is brought back or the page is left. */
  readonly removed: ViewJson | null;
  /** Saves it once more, under a new id. */
  readonly bringBack: () => Promise<void>;
}

export function useViews(): Views {
  const client = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchJson<Answer>("/api/lab/views", signal),
  });
  const saved = data?.views;
  const views = useMemo(() => (saved === undefined ? null : [...builtInViews, ...saved]), [saved]);
  const change = useCallback(
    async (method: ChangeMethod, path: string, part?: ViewPart) => {
      const sent = await send<{ readonly id?: number }>(method, `/api/lab/views${path}`, part);
      setProblem(sent.ok ? null : sent.message);
      await client.invalidateQueries({ queryKey: key });
      return sent;
    },
    [client],
  );
  const makeDefault = useCallback(
    async (id: number | null) => {
      client.setQueryData<Answer>(key, (before) => (before === undefined ? before : { ...before, defaultId: id }));
      const sent = await send("PUT", "/api/lab/views/default", { id });
      setProblem(sent.ok ? null : sent.message);
      if (!sent.ok) await client.invalidateQueries({ queryKey: key });
    },
    [client],
  );
  const [removed, setRemoved] = useState<ViewJson | null>(null);
  const remove = async (view: ViewJson): Promise<boolean> => {
    const sent = await change("DELETE", `/${view.id}`);
    if (sent.ok) setRemoved(view.mine ? view : null);
    return sent.ok;
  };
  const bringBack = async (): Promise<void> => {
    if (removed === null) return;
    const { name, query, shared } = removed;
    const sent = await change("POST", "", { name, query, shared });
    if (sent.ok) setRemoved(null);
  };
  return {
    ...{ views, remove, removed, bringBack },
    problem: problem ?? (error === null ? null : error.message),
    ...{ defaultId: data?.defaultId ?? null, makeDefault, change },
  };
}

/** Opens the reader's default view when the address names nothing; a default that is gone is no default. */
export function useDefaultView({ views, defaultId }: Views, { bare, apply }: LabAddress): void {
  const before = useRef<number | null | undefined>(undefined);
  useEffect(() => {
    if (views === null) return;
    // Making a view the default while everything is shown does not lead away from what is shown.
    const isChosenNow = before.current !== undefined && before.current !== defaultId;
    before.current = defaultId;
    if (!bare || isChosenNow) return;
    const view = views.find((candidate) => candidate.id === defaultId);
    if (view !== undefined) apply(view, "replace");
  }, [bare, views, defaultId, apply]);
}
