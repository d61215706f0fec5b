"use client";
/** What can be done with the marked rows, and what was just done with its way back. */
import { Undo2, X } from "lucide-react";
import { useEffect, useState } from "react";
import { type BulkAction, type BulkTarget, bulkActions, undoBulk } from "@/components/lab/bulk";
import { BulkDialog } from "@/components/lab/bulk-dialog";
import { usePerson } from "@/components/people/person-context";
import { Button } from "@/components/ui/button";

/** The last thing done from the list. */
export interface Done {
  readonly text: string;
  /** Batch to take back; null when there is none. */
  readonly batch: string | null;
  readonly failed: boolean;
}

/** How long a word about what was done stays, ms; failures and ways back stay until dismissed. */
const saidMs = 4000;

interface BulkBarProps {
  readonly count: number;
  readonly target: BulkTarget;
  /** The list shows deleted rows: they can be restored instead of deleted. */
  readonly deleted: boolean;
  readonly total: number | null;
  readonly all: boolean;
  readonly done: Done | null;
  readonly onDone: (done: Done | null) => void;
  readonly onMarkAll: () => void;
  readonly onUnmark: () => void;
}

export function BulkBar(props: BulkBarProps) {
  const { count, target, deleted, done, onDone, onUnmark } = props;
  const { role } = usePerson();
  const [asked, setAsked] = useState<BulkAction | null>(null);
  useEffect(() => {
    if (done === null || done.failed || done.batch !== null) return;
    const timer = setTimeout(() => onDone(null), saidMs);
    return () => clearTimeout(timer);
  }, [done, onDone]);
  if (count === 0 && done === null) return null;
  const undo = async (batch: string): Promise<void> => onDone(await undoBulk(batch));
  const offered = bulkActions.filter(({ action }) => (deleted ? action === "restore" : action !== "restore"));
  return (
    <section
      aria-label="Marked signals"
      className="panel-in flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-t border-line bg-surface-1 px-3 py-1.5 text-13"
    >
      {count > 0 ? <Marked {...props} /> : <span />}
      {count > 0 &&
        role !== "trader" &&
        offered.map((entry) => (
          <Button key={entry.action} className="h-7 px-3 text-12" onClick={() => setAsked(entry)}>
            {entry.label}
          </Button>
        ))}
      {count > 0 && (
        <button
          type="button"
          onClick={onUnmark}
          className="touch h-7 rounded-4 px-2 text-12 text-text-2 hover:bg-surface-2 hover:text-text-1"
        >
          Unmark
        </button>
      )}
      <span className="flex-1" />
      {done !== null && (
        <p role="status" className={`flex items-center gap-2 text-12 ${done.failed ? "text-danger" : "text-text-1"}`}>
          {done.text}
          {done.batch !== null && (
            <Button className="h-7 gap-1.5 px-3 text-12" onClick={() => void undo(done.batch ?? "")}>
              <Undo2 size={13} aria-hidden />
              Undo
            </Button>
          )}
          <button
            type="button"
            aria-label="Dismiss"
            onClick={() => onDone(null)}
            className="touch flex size-6 items-center justify-center rounded-4 text-text-2 hover:bg-surface-2"
          >
            <X size={13} aria-hidden />
          </button>
        </p>
      )}
      {asked !== null && (
        <BulkDialog
          action={asked}
          target={target}
          count={count}
          onClose={() => setAsked(null)}
          onDone={(result) => {
            setAsked(null);
            onDone(result);
            onUnmark();
          }}
        />
      )}
    </section>
  );
}

function Marked({ count, all, total, onMarkAll }: BulkBarProps) {
  return (
    <span className="text-12">
      <strong className="num font-semibold">{count.toLocaleString("en-US")}</strong>{" "}
      {all ? "marked: all the filter finds" : "marked"}
      {!all && total !== null && total > count && (
        <>
          {" · "}
          <button
            type="button"
            onClick={onMarkAll}
            className="touch text-text-2 underline underline-offset-2 hover:text-text-1"
          >
            mark all {total.toLocaleString("en-US")}
          </button>
        </>
      )}
    </span>
  );
}
