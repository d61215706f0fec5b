"use client";
/** Saved views: read from the server, the reader's default remembered in this browser. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
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
const defaultKey = "excursion.lab.defaultView";

/** Forbidden storage means no default, not an error. */
function storedDefault(): number | null {
  try {
    const text = localStorage.getItem(defaultKey);
    return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
  } catch {
    return null;
  }
}

function storeDefault(id: number | null): void {
  try {
    if (id === null) localStorage.removeItem(defaultKey);
    else localStorage.setItem(defaultKey, String(id));
  } catch {
    // See storedDefault.
  }
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function makeDefault(id: number | null): void {
  storeDefault(id);
  for (const listener of listeners) listener();
}

export interface Views {
  /** Built-in ones, own ones, shared ones; null until they are known. */
  readonly views: readonly ViewJson[] | null;
  readonly problem: string | null;
  readonly defaultId: number | null;
  readonly makeDefault: (id: number | null) => void;
  readonly change: (method: ChangeMethod, path: string, part?: ViewPart) => Promise<Sent<{ readonly id?: number }>>;
}

export function useViews(): Views {
  const client = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const defaultId = useSyncExternalStore(subscribe, storedDefault, () => null);
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchJson<{ readonly views: readonly ViewJson[] }>("/api/lab/views", signal),
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
  return {
    views,
    problem: problem ?? (error === null ? null : error.message),
    ...{ defaultId, makeDefault, change },
  };
}

/** Opens the reader's default view when the address names nothing; a default that is gone is no default. */
export function useDefaultView(views: readonly ViewJson[] | null, { bare, apply }: LabAddress): void {
  useEffect(() => {
    if (!bare || views === null) return;
    const id = storedDefault();
    const view = views.find((candidate) => candidate.id === id);
    if (view !== undefined) apply(view, "replace");
  }, [bare, views, apply]);
}
