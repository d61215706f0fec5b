"use client";
/** Preview of a change of many: how many change, how many stay and why, some of them by name; then the change itself. */
import { useCallback, useEffect, useState } from "react";
import {
  type BulkAction,
  type BulkOutcome,
  type BulkRequest,
  type BulkTarget,
  doneText,
  previewBulk,
  runBulk,
} from "@/components/lab/bulk";
import type { Done } from "@/components/lab/bulk-bar";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Modal } from "@/components/ui/modal";

interface BulkDialogProps {
  readonly action: BulkAction;
  readonly target: BulkTarget;
  readonly count: number;
  readonly onClose: () => void;
  readonly onDone: (done: Done) => void;
}

const listOf = (text: string): readonly string[] =>
  text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");

/** Pause in typing tags after which the preview is asked again, ms. */
const pauseMs = 300;

export function BulkDialog({ action, target, count, onClose, onDone }: BulkDialogProps) {
  const [reason, setReason] = useState("");
  const [add, setAdd] = useState("");
  const [remove, setRemove] = useState("");
  const [busy, setBusy] = useState(false);
  const tagging = action.action === "annotate";
  const request = useCallback(
    (): BulkRequest => ({ target, action: action.action, reason, addTags: listOf(add), removeTags: listOf(remove) }),
    [target, action, reason, add, remove],
  );
  const ready = !tagging || listOf(add).length + listOf(remove).length > 0;
  const { outcome, problem, look } = usePreview(request, ready, `${add}\n${remove}`);

  const run = async (): Promise<void> => {
    if (outcome === null || busy) return;
    setBusy(true);
    const sent = await runBulk(request(), outcome.digest);
    setBusy(false);
    if (sent.ok) onDone({ text: doneText(action, sent.body), batch: sent.body.batch, failed: false });
    else look(sent.message);
  };
  return (
    <Modal label={`${action.label}: ${count} marked`} onClose={onClose}>
      <form
        className="flex flex-col gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <h2 className="text-15 font-semibold">
          {action.label} <span className="num">{count.toLocaleString("en-US")}</span> marked
        </h2>
        {tagging && (
          <div className="grid gap-3 md:grid-cols-2">
            <TextField
              label="Add tags"
              hint="Separated by commas"
              value={add}
              onChange={(e) => setAdd(e.target.value)}
            />
            <TextField label="Remove tags" value={remove} onChange={(e) => setRemove(e.target.value)} />
          </div>
        )}
        <Outcome outcome={outcome} problem={problem} waiting={!ready} />
        <TextField
          label="Reason"
          hint="Stands in the history of each signal and in the audit log"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look={action.action === "delete" ? "danger" : "primary"}
            disabled={busy || outcome === null || outcome.changed === 0}
          >
            {outcome === null ? action.label : `${action.label} ${outcome.changed.toLocaleString("en-US")}`}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Asks for the preview at once, and again when `key` (what is typed) rests. */
function usePreview(request: () => BulkRequest, ready: boolean, key: string) {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly outcome: BulkOutcome } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const [asking] = useState(() => ({ request }));
  useEffect(() => {
    asking.request = request;
  }, [asking, request]);
  useEffect(() => {
    if (!ready) return;
    let current = true;
    const ask = async (): Promise<void> => {
      const sent = await previewBulk(asking.request());
      if (!current) return;
      if (sent.ok) setAnswer({ key: `${key} ${round}`, outcome: sent.body });
      else setProblem(sent.message);
    };
    const timer = setTimeout(() => void ask(), key.trim() === "" ? 0 : pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asking, ready, key, round]);
  const look = useCallback((why: string) => {
    setProblem(why);
    setRound((before) => before + 1);
  }, []);
  const outcome = ready && answer?.key === `${key} ${round}` ? answer.outcome : null;
  return { outcome, problem, look };
}

interface OutcomeProps {
  readonly outcome: BulkOutcome | null;
  readonly problem: string | null;
  readonly waiting: boolean;
}

function Outcome({ outcome, problem, waiting }: OutcomeProps) {
  return (
    <div aria-live="polite" className="flex min-h-16 flex-col gap-1 text-13">
      {problem !== null && <p className="text-danger">{problem}</p>}
      {waiting && <p className="text-text-2">Name at least one tag to see what would change.</p>}
      {!waiting && outcome === null && problem === null && <p className="text-text-2">Looking what would change…</p>}
      {outcome !== null && (
        <>
          <p>
            <span className="num">{outcome.changed.toLocaleString("en-US")}</span> of{" "}
            <span className="num">{outcome.entries.toLocaleString("en-US")}</span> change.
          </p>
          {outcome.skipped.map(({ reason, count }) => (
            <p key={reason} className="text-text-2">
              <span className="num">{count.toLocaleString("en-US")}</span> stay: {reason}
            </p>
          ))}
          {outcome.examples.length > 0 && (
            <p className="num text-12 break-all whitespace-normal text-text-3">
              {outcome.examples.join(", ")}
              {outcome.changed > outcome.examples.length && ", …"}
            </p>
          )}
        </>
      )}
    </div>
  );
}
