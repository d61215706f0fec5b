"use client";
/** The buttons of a review with their keys. What would change nothing is not offered. */
import type { ReactNode } from "react";
import type { OpenForm } from "@/components/review/review-box";
import type { ReviewAct } from "@/components/review/use-review";
import { actionNouns, nameOf } from "@/components/review/words";
import { etStamp } from "@/lib/format/time";
import type { ReviewView } from "@/lib/lab/review-view";

interface ReviewActionsProps {
  readonly review: ReviewView;
  readonly busy: boolean;
  readonly form: OpenForm;
  readonly onRun: (act: ReviewAct) => void;
  readonly onOpen: (form: OpenForm) => void;
}

export function ReviewActions({ review, busy, form, onRun, onOpen }: ReviewActionsProps) {
  const { status, deletedAt, undo } = review;
  const isDeleted = deletedAt !== null;
  const off = busy || form !== null;
  return (
    <div className="flex flex-wrap gap-2">
      {isDeleted ? (
        <Act name="Restore" disabled={off} onClick={() => onRun({ action: "restore" })} look="primary" />
      ) : (
        <>
          <Act
            name="Approve"
            keyName="a"
            disabled={off || status === "approved"}
            onClick={() => onRun({ action: "approve" })}
            look={status === "unreviewed" ? "primary" : "plain"}
          />
          <Act
            name="Reject"
            keyName="r"
            disabled={off || status === "rejected"}
            onClick={() => onRun({ action: "reject" })}
          />
          <Act name="Correct" keyName="e" disabled={off} onClick={() => onOpen("correct")} />
        </>
      )}
      <Act name="Note" keyName="n" disabled={off} onClick={() => onOpen("note")} />
      <Act
        name="Undo"
        keyName="u"
        disabled={off || undo === null}
        title={undo === null ? "There is nothing to undo." : undoTitle(undo)}
        onClick={() => onRun({ action: "undo" })}
      />
      {!isDeleted && status !== "unreviewed" && (
        <Act name="Reset" disabled={off} title="Back to unreviewed" onClick={() => onRun({ action: "reset" })} />
      )}
      {!isDeleted && (
        <Act
          name="Delete"
          disabled={off}
          title="Hides it from lists and statistics; it can be restored."
          onClick={() => onRun({ action: "delete" })}
          look="danger"
        />
      )}
    </div>
  );
}

function undoTitle({ action, actor, at }: NonNullable<ReviewView["undo"]>): string {
  return `Takes back the ${actionNouns[action]} by ${nameOf(actor)}, ${etStamp(at)}`;
}

const looks = {
  primary: "bg-accent font-medium text-surface-0",
  plain: "bg-surface-3 text-text-1",
  danger: "border border-line text-danger",
} as const;

interface ActProps {
  readonly name: string;
  readonly keyName?: string;
  readonly disabled: boolean;
  readonly title?: string;
  readonly onClick: () => void;
  readonly look?: keyof typeof looks;
}

function Act({ name, keyName, disabled, title, onClick, look = "plain" }: ActProps): ReactNode {
  return (
    <button
      type="button"
      disabled={disabled}
      title={title}
      onClick={onClick}
      aria-keyshortcuts={keyName}
      className={`touch inline-flex h-7 items-center justify-center gap-2 rounded-4 px-3 text-12 whitespace-nowrap disabled:opacity-60 ${looks[look]}`}
    >
      {name}
      {keyName !== undefined && (
        <span aria-hidden className="hidden font-mono text-11 opacity-70 sm:inline">
          {keyName}
        </span>
      )}
    </button>
  );
}
