"use client";
/**
 * Verdicts from the list: the keys act on the current row, also while its entry is not open. They are lent before those of the
 * entry beside, so that walking on and deciding at once never decides the entry walked away from.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { Command } from "@/components/frame/commands";
import { usePageCommands } from "@/components/frame/page-commands";
import type { Done } from "@/components/lab/bulk-bar";
import { usePerson } from "@/components/people/person-context";
import { type Sent, send } from "@/components/people/send";
import { announceReviewed, onReviewed } from "@/components/review/changed";
import { useReviewNews } from "@/components/review/news";
import { historyKey, reviewKey } from "@/components/review/use-review";
import { newsText } from "@/components/review/words";
import type { LabRow } from "@/lib/lab/columns";

interface ListReview {
  readonly row: () => LabRow | null;
  /** Whether the list has a row of this id loaded. */
  readonly has: (id: string) => boolean;
  readonly changed: (ids: readonly string[]) => void;
  /** Many or unknown reviews changed. */
  readonly changedAll: () => void;
  readonly onDone: (done: Done) => void;
}

const verdicts = [
  { action: "approve", label: "Approve the signal", key: "a", past: "approved" },
  { action: "reject", label: "Reject the signal", key: "r", past: "rejected" },
  { action: "undo", label: "Undo the last change of the signal", key: "u", past: "set back by one change" },
] as const;
type Verdict = (typeof verdicts)[number];

const none: readonly Command[] = [];

/** What the route answers, as far as it matters here. */
interface Reviewed {
  readonly review: { readonly version: number };
}

/** Entries whose own last change is remembered; past it the row has long been read again. */
const ownVersionsMax = 50;

/**
 * Keys come faster than rows are read again: the next change of an entry waits for the one before and goes on from the version
 * that one made. A change of somebody else in between still leads to a newer version than either, and is told.
 */
function ownVersions() {
  const last = new Map<string, Promise<number>>();
  return async (row: LabRow, change: (version: number) => Promise<Sent<Reviewed>>): Promise<Sent<Reviewed>> => {
    const before = last.get(row.id) ?? Promise.resolve(0);
    const sent = before.then((version) => change(Math.max(version, row.reviewVersion)));
    const after = Promise.all([before, sent]).then(([version, made]) => (made.ok ? made.body.review.version : version));
    last.delete(row.id);
    last.set(row.id, after);
    const [oldest] = last.keys();
    if (last.size > ownVersionsMax && oldest !== undefined) last.delete(oldest);
    return sent;
  };
}

export function useListReview(options: ListReview): void {
  const { role, email } = usePerson();
  const client = useQueryClient();
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  // Reviews made in the entry beside, and those made here: the rows are read again.
  useEffect(() => onReviewed((ids) => latest.current.changed(ids)), []);
  // Those of others: the row shows it, and a line says who it was.
  useReviewNews((reviews) => {
    const { changed, changedAll, has, onDone } = latest.current;
    if (reviews.length === 0) changedAll();
    else changed(reviews.map(({ signalId }) => signalId));
    const told = reviews.findLast(({ signalId, actor }) => actor !== email && has(signalId));
    if (told === undefined) return;
    const more = reviews.length === 1 ? "" : `, and ${reviews.length - 1} more`;
    onDone({ text: `${told.signalId}: ${newsText(told)}${more}.`, batch: null, failed: false });
  });
  const commands = useMemo((): readonly Command[] => {
    const inTurn = ownVersions();
    const decide = async (verdict: Verdict): Promise<void> => {
      const row = latest.current.row();
      if (row === null) return;
      const path = `/api/signals/${encodeURIComponent(row.id)}/review`;
      const sent = await inTurn(row, (version) => send<Reviewed>("POST", path, { action: verdict.action, version }));
      for (const queryKey of [reviewKey(row.id), historyKey(row.id)]) void client.invalidateQueries({ queryKey });
      announceReviewed([row.id]);
      const text = sent.ok ? `${row.id} ${verdict.past}.` : sent.message;
      latest.current.onDone({ text, batch: null, failed: !sent.ok });
    };
    return verdicts.map((verdict) => ({
      id: `lab-${verdict.action}`,
      label: verdict.label,
      keys: verdict.key,
      section: "Signal Lab",
      run: () => void decide(verdict),
    }));
  }, [client]);
  usePageCommands(role === "trader" ? none : commands);
}
