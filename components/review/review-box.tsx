"use client";
/**
 * The review of one entry: verdict, corrections beside the machine's values, notes and tags. One key each; everyone reads,
 * analysts and admins act. A change shows at once and is taken back when the server refuses it.
 */
import { useEffect, useMemo, useRef, useState } from "react";
import type { Command } from "@/components/frame/commands";
import { usePageCommands } from "@/components/frame/page-commands";
import { usePerson } from "@/components/people/person-context";
import { ComparedTable } from "@/components/review/compared-table";
import { ConflictDialog } from "@/components/review/conflict-dialog";
import { CorrectionForm } from "@/components/review/correction-form";
import { NoteForm } from "@/components/review/note-form";
import { ReviewActions } from "@/components/review/review-actions";
import { Said } from "@/components/review/said";
import { type ReviewAct, useReview } from "@/components/review/use-review";
import { Verdict } from "@/components/review/verdict";
import { newsText } from "@/components/review/words";
import { Failure, RowsSkeleton } from "@/components/ui/load-state";
import { Panel } from "@/components/ui/panel";
import { etTime } from "@/lib/format/time";
import type { ReviewView } from "@/lib/lab/review-view";
import type { ReviewNews } from "@/lib/stream/events";

interface ReviewBoxProps {
  readonly signalId: string;
  /** Whether its keys (a, r, e, n, u) work on this page. */
  readonly keys?: boolean;
}

export type OpenForm = "correct" | "note" | null;

export function ReviewBox({ signalId, keys = true }: ReviewBoxProps) {
  const { role } = usePerson();
  const mayReview = role !== "trader";
  const { review, error, retry, busy, failure, conflict, news, dismiss, act } = useReview(signalId);
  const [form, setForm] = useState<OpenForm>(null);
  /** What its writer saw when the form opened: what came after must not be overwritten unseen. */
  const [seen, setSeen] = useState(0);
  const open = (next: OpenForm): void => {
    setSeen(review?.version ?? 0);
    setForm(next);
  };
  const run = (asked: ReviewAct): void => {
    dismiss();
    void act(asked);
  };
  useEscape(form !== null, () => setForm(null));
  useReviewKeys({ review, run, open }, keys && mayReview && form === null);
  const submit = async (asked: ReviewAct): Promise<void> => {
    if (await act(asked, seen)) setForm(null);
  };

  return (
    <Panel title="Review" aside={review !== undefined && <Verdict review={review} />}>
      <div data-testid="review" data-version={review?.version} className="flex flex-col gap-3 p-3">
        {review === undefined && error !== null && <Failure what="The review" error={error} onRetry={retry} />}
        {review === undefined && error === null && <RowsSkeleton />}
        {review !== undefined && (
          <>
            {mayReview && <ReviewActions review={review} busy={busy} form={form} onRun={run} onOpen={open} />}
            <Others news={news} version={review.version} seen={form === null ? null : seen} />
            <p role="alert" className="text-13 text-danger empty:hidden">
              {form === null ? failure?.message : null}
            </p>
            {form === "correct" && (
              <CorrectionForm
                review={review}
                failure={failure}
                busy={busy}
                onSave={(asked) => void submit(asked)}
                onClose={() => setForm(null)}
              />
            )}
            {form === "note" && (
              <NoteForm
                review={review}
                failure={failure}
                busy={busy}
                onSave={(asked) => void submit(asked)}
                onClose={() => setForm(null)}
              />
            )}
            {form === null && <Said review={review} mayReview={mayReview} />}
            {form === null && review.compared !== null && (
              <ComparedTable
                caption="The machine's trade beside the corrected one"
                heads={["Machine", "Corrected"]}
                rows={review.compared}
                gaps={review.gaps}
              />
            )}
          </>
        )}
      </div>
      {conflict !== null && (
        <ConflictDialog
          conflict={conflict}
          onClose={() => {
            // They have read what changed: their form goes on from there.
            setSeen(conflict.version);
            dismiss();
          }}
        />
      )}
    </Panel>
  );
}

interface OthersProps {
  readonly news: ReviewNews | null;
  /** Shown now. */
  readonly version: number;
  /** Version an open form was begun on; null without one. */
  readonly seen: number | null;
}

/** Who changed the review while it was open here; gone with the next change, which is the reader's own or named itself. */
function Others({ news, version, seen }: OthersProps) {
  const isShown = news !== null && news.version >= version;
  return (
    <p role="status" data-testid="review-news" className="text-12 wrap-anywhere text-warn empty:hidden">
      {isShown && `${newsText(news)}, ${etTime(news.at)} ET.`}
      {isShown && seen !== null && seen < news.version && " Saving will first show you what changed."}
    </p>
  );
}

interface KeyTargets {
  readonly review: ReviewView | undefined;
  readonly run: (act: ReviewAct) => void;
  readonly open: (form: OpenForm) => void;
}

/** Esc leaves an open form wherever the focus is, before the page's own Esc; an open dialog has its own. */
function useEscape(active: boolean, leave: () => void): void {
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
  });
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || document.querySelector("dialog[open]") !== null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      latest.current();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [active]);
}

const none: readonly Command[] = [];

/** The keys of a review, lent to the frame so that palette and help list them. */
function useReviewKeys(targets: KeyTargets, active: boolean): void {
  const latest = useRef(targets);
  useEffect(() => {
    latest.current = targets;
  });
  const commands = useMemo((): readonly Command[] => {
    const command = (id: string, label: string, key: string, run: () => void): Command => ({
      ...{ id: `review-${id}`, label, keys: key, run },
      section: "Review",
    });
    const act = (action: "approve" | "reject" | "undo") => () => {
      const { review, run } = latest.current;
      if (review !== undefined) run({ action });
    };
    return [
      command("approve", "Approve the entry", "a", act("approve")),
      command("reject", "Reject the entry", "r", act("reject")),
      command("edit", "Correct a value", "e", () => latest.current.open("correct")),
      command("note", "Notes, tags and news", "n", () => latest.current.open("note")),
      command("undo", "Undo the last change of this entry", "u", act("undo")),
    ];
  }, []);
  usePageCommands(active ? commands : none);
}
