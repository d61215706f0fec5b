"use client";
/** The review of one entry in this browser: read, changed at once on the screen, taken back when the server refuses. */
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { fetchJson } from "@/components/live/fetch-json";
import { useSignal } from "@/components/live/hooks";
import { usePerson } from "@/components/people/person-context";
import { type SendFailure, send } from "@/components/people/send";
import { announceReviewed } from "@/components/review/changed";
import { useReviewNews } from "@/components/review/news";
import { useRefetchOn } from "@/components/signals/use-refetch-on";
import type { SignalRecord } from "@/lib/engine/types";
import type { ConflictView, ReviewView } from "@/lib/lab/review-view";
import type { ReviewNews } from "@/lib/stream/events";

interface ReviewAnswer {
  readonly review: ReviewView;
}

/** An action as POST /api/signals/<id>/review takes it, without the version. */
export type ReviewAct =
  | { readonly action: "approve" | "reject" | "reset" | "delete" | "restore" | "undo"; readonly reason?: string }
  | { readonly action: "correct"; readonly reason: string; readonly changes: Readonly<Record<string, string | null>> }
  | {
      readonly action: "annotate";
      readonly notes?: string;
      readonly tags?: readonly string[];
      readonly newsProximity?: string | null;
      readonly newsEvent?: string | null;
    };

export interface ReviewInHand {
  readonly review: ReviewView | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  readonly busy: boolean;
  readonly failure: SendFailure | null;
  /** What somebody else did meanwhile; the screen shows theirs already. */
  readonly conflict: ConflictView | null;
  /** The newest change of somebody else since the page opened it or its own last action; shown already. */
  readonly news: ReviewNews | null;
  readonly dismiss: () => void;
  /** @param version what the person saw; what is shown now unless said. @returns whether it was done */
  readonly act: (act: ReviewAct, version?: number) => Promise<boolean>;
}

export const reviewKey = (signalId: string) => ["review", signalId] as const;
export const historyKey = (signalId: string) => ["review-history", signalId] as const;

/** A corrected trade that still runs is followed by the worker, not by the stream: it is read again this often, ms. */
const followPeriod = 5000;

function runs(answer: ReviewAnswer | undefined): boolean {
  return answer?.review.compared?.some(({ key, after }) => key === "closedAt" && after === null) ?? false;
}

/** What the screen shows while the server has not answered. Only what is certain: verdict and deletion. */
function ahead(review: ReviewView, act: ReviewAct, email: string): ReviewView {
  switch (act.action) {
    case "approve":
      return { ...review, status: "approved", reviewedBy: email };
    case "reject":
      return { ...review, status: "rejected", reviewedBy: email };
    case "reset":
      return { ...review, status: "unreviewed", reviewedBy: null, reviewedAt: null };
    case "annotate":
    case "correct":
    case "delete":
    case "restore":
    case "undo":
      return review;
  }
}

const reviewPath = (signalId: string): string => `/api/signals/${encodeURIComponent(signalId)}/review`;

function reviewQuery(signalId: string) {
  return queryOptions({
    queryKey: reviewKey(signalId),
    queryFn: ({ signal }) => fetchJson<ReviewAnswer>(reviewPath(signalId), signal),
    refetchInterval: (query) => (runs(query.state.data) ? followPeriod : false),
  });
}

/** The trade as people corrected it. */
export interface Corrected {
  readonly record: SignalRecord;
  /** E-mails of those whose values it has. */
  readonly by: readonly string[];
}

/** What the corrections of an entry make of its trade; null when nothing of it is corrected or nothing is known yet. */
export function useCorrected(signalId: string): Corrected | null {
  const { data } = useQuery(reviewQuery(signalId));
  const review = data?.review;
  return useMemo(() => {
    if (review === undefined || review.effective === null) return null;
    return { record: review.effective, by: [...new Set(review.fields.flatMap(({ human }) => human?.by ?? []))] };
  }, [review]);
}

export function useReview(signalId: string): ReviewInHand {
  const client = useQueryClient();
  const { email } = usePerson();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<SendFailure | null>(null);
  const [conflict, setConflict] = useState<ConflictView | null>(null);
  const path = reviewPath(signalId);
  // What can be corrected, and the machine's values, follow the trade.
  useRefetchOn("review", useSignal(signalId));
  const { data, error, refetch } = useQuery(reviewQuery(signalId));
  const review = data?.review;
  const news = useOthersChange(signalId, email);

  const act = useCallback(
    async (asked: ReviewAct, version?: number): Promise<boolean> => {
      const before = client.getQueryData<ReviewAnswer>(reviewKey(signalId));
      if (before === undefined) return false;
      setBusy(true);
      setFailure(null);
      await client.cancelQueries({ queryKey: reviewKey(signalId) });
      client.setQueryData<ReviewAnswer>(reviewKey(signalId), { review: ahead(before.review, asked, email) });
      const sent = await send<ReviewAnswer>("POST", path, { ...asked, version: version ?? before.review.version });
      client.setQueryData<ReviewAnswer>(reviewKey(signalId), sent.ok ? { review: sent.body.review } : before);
      setBusy(false);
      if (sent.ok) {
        announceReviewed([signalId]);
        for (const queryKey of besideReview(signalId)) void client.invalidateQueries({ queryKey });
        return true;
      }
      if (sent.code === "STALE") {
        setConflict(sent.details as ConflictView);
        void client.invalidateQueries({ queryKey: reviewKey(signalId) });
        void client.invalidateQueries({ queryKey: historyKey(signalId) });
      } else {
        setFailure(sent);
      }
      return false;
    },
    [client, email, path, signalId],
  );

  const dismiss = useCallback(() => {
    setConflict(null);
    setFailure(null);
  }, []);
  const retry = useCallback(() => void refetch(), [refetch]);
  return { review, error: review === undefined ? error : null, retry, busy, failure, conflict, news, dismiss, act };
}

/** Queries that show a review beside the review itself. */
const besideReview = (signalId: string) => [historyKey(signalId), ["signal", signalId], ["evidence", signalId]];

/** Reads the review again when somebody changed it, and tells who. */
function useOthersChange(signalId: string, email: string): ReviewNews | null {
  const client = useQueryClient();
  const [news, setNews] = useState<ReviewNews | null>(null);
  useReviewNews((reviews) => {
    const ours = reviews.find((each) => each.signalId === signalId);
    if (ours === undefined && reviews.length > 0) return;
    const known = client.getQueryData<ReviewAnswer>(reviewKey(signalId))?.review.version ?? -1;
    if (ours !== undefined && ours.actor !== email) setNews(ours);
    if (ours !== undefined && ours.version <= known) return;
    for (const queryKey of [reviewKey(signalId), ...besideReview(signalId)])
      void client.invalidateQueries({ queryKey });
  });
  return news?.signalId === signalId ? news : null;
}
