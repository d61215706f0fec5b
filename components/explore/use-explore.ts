"use client";
/**
 * The address of Explore as one value (filter, question, the mark looked behind) and the answers to it. Deliberate changes are
 * steps of the history, so the back button undoes them and a link reproduces the page.
 */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { ReportAnswer, SurfaceAnswer, TradesAnswer } from "@/components/explore/answers";
import { fetchJson } from "@/components/live/fetch-json";
import { addressNow, changeAddress, type Step, useAddress } from "@/components/ui/address";
import { type Mark, markText, parseMark } from "@/lib/analysis/marks";
import { parseQuestion, questionNames, questionParams } from "@/lib/analysis/question";
import type { Question } from "@/lib/analysis/results";
import { type LabFilter, labFilterParams, parseLabFilter, type UnknownParameter } from "@/lib/lab/filter";
import type { TickSource } from "@/lib/market/types";

/** Parameter of the mark looked behind. */
const markName = "mark";
const ownNames: ReadonlySet<string> = new Set([...questionNames, markName]);
/** Time between two readings while the page is open, ms: statistics are read, not watched. */
const refetchMs = 15_000;

export interface ExploreChange {
  readonly filter?: Partial<LabFilter>;
  readonly question?: Partial<Question>;
  readonly mark?: Mark | null;
}

export interface Explore {
  readonly filter: LabFilter;
  readonly question: Question;
  readonly mark: Mark | null;
  readonly unknown: readonly UnknownParameter[];
  /** Parameters for the routes, source named. */
  readonly query: string;
  readonly change: (part: ExploreChange, step?: Step) => void;
}

function paramsOf(filter: LabFilter, question: Question, fallback: TickSource): URLSearchParams {
  const params = labFilterParams(filter, fallback);
  for (const [name, value] of questionParams(question)) params.set(name, value);
  return params;
}

/** What an address says. */
function readAddress(text: string, fallback: TickSource): Omit<Explore, "query" | "change"> {
  const params = new URLSearchParams(text);
  const { filter, unknown } = parseLabFilter(params, fallback, ownNames);
  const asked = parseQuestion(params);
  const named = params.get(markName);
  const mark = named === null ? null : parseMark(named);
  const lost: UnknownParameter[] =
    named !== null && mark === null
      ? [{ name: markName, value: named.slice(0, 100), expected: "a mark of a figure" }]
      : [];
  return { filter, question: asked.question, mark, unknown: [...unknown, ...asked.unknown, ...lost] };
}

/** @param fallback source when the address names none: what this desk streams */
export function useExplore(fallback: TickSource): Explore {
  const text = useAddress();
  const read = useMemo(() => readAddress(text, fallback), [text, fallback]);
  const { filter, question } = read;
  // Reads the address when called and not when rendered, so that it stays the same function: whoever only offers marks
  // (every figure) need not be drawn again because one was chosen.
  const change = useCallback(
    (part: ExploreChange, step: Step = "push") => {
      const now = readAddress(addressNow().toString(), fallback);
      const params = paramsOf({ ...now.filter, ...part.filter }, { ...now.question, ...part.question }, fallback);
      const next = part.mark === undefined ? now.mark : part.mark;
      if (next !== null) params.set(markName, markText(next));
      changeAddress(params, step);
    },
    [fallback],
  );
  const query = useMemo(() => {
    const params = paramsOf(filter, question, fallback);
    params.set("source", filter.source);
    return params.toString();
  }, [filter, question, fallback]);
  return { ...read, query, change };
}

const options = { placeholderData: keepPreviousData, refetchInterval: refetchMs } as const;

/** All figures but the surface. */
export function useReport(query: string) {
  return useQuery({
    queryKey: ["analysis", query],
    queryFn: ({ signal }) => fetchJson<ReportAnswer>(`/api/analysis?${query}`, signal),
    ...options,
  });
}

/** Parameters of the surface: it does not depend on variant, target and unit, so it is asked without them. */
export function surfaceQuery(filter: LabFilter, split: number): string {
  const params = labFilterParams(filter, filter.source);
  params.set("source", filter.source);
  params.set("split", String(Math.round(split * 100)));
  return params.toString();
}

/** The surface and its split. @param query of `surfaceQuery` */
export function useSurface(query: string) {
  return useQuery({
    queryKey: ["analysis", "surface", query],
    queryFn: ({ signal }) => fetchJson<SurfaceAnswer>(`/api/analysis/surface?${query}`, signal),
    ...options,
  });
}

/** The trades behind a mark. */
export function useTradesBehind(query: string, mark: Mark) {
  const path = `/api/analysis/trades?${query}&mark=${encodeURIComponent(markText(mark))}`;
  return useQuery({
    queryKey: ["analysis", "trades", path],
    queryFn: ({ signal }) => fetchJson<TradesAnswer>(path, signal),
    ...options,
  });
}
