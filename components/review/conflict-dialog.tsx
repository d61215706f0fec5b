"use client";
/** Two people changed one entry: what the other did. The page shows theirs; nothing of one's own was saved. */
import { actionWords, fieldWord, nameOf } from "@/components/review/words";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { unknown } from "@/lib/format/number";
import { etTime } from "@/lib/format/time";
import type { Difference } from "@/lib/lab/review";
import type { ConflictView } from "@/lib/lab/review-view";

export function ConflictDialog({
  conflict,
  onClose,
}: {
  readonly conflict: ConflictView;
  readonly onClose: () => void;
}) {
  return (
    <Modal label="Changed meanwhile" onClose={onClose}>
      <div className="flex flex-col gap-3 p-4 text-13">
        <h2 className="text-15 font-semibold">Somebody else changed this entry</h2>
        <p className="text-text-2">Nothing of yours was saved. What you see now is their version:</p>
        <ol className="flex flex-col gap-2">
          {conflict.since.map(({ version, actor, action, at, reason }) => (
            <li key={version} className="wrap-anywhere">
              <span className="num text-text-2">{etTime(at)} ET</span> <b className="font-medium">{nameOf(actor)}</b>{" "}
              {actionWords[action]}
              {reason !== null && `: ${reason}`}
            </li>
          ))}
        </ol>
        <Differences changes={conflict.changes} />
        <div className="flex justify-end">
          <Button look="primary" onClick={onClose}>
            Go on with theirs
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Parts of a review before and after, as text. */
export function Differences({ changes }: { readonly changes: readonly Difference[] }) {
  if (changes.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-12">
      {changes.map(({ field, before, after }) => (
        <div key={field} className="contents">
          <dt className="text-text-2">{fieldWord(field)}</dt>
          <dd className="wrap-anywhere whitespace-pre-wrap text-text-1">
            <s className="text-text-3">{before ?? unknown}</s>
            <span aria-hidden> → </span>
            <span className="sr-only"> became </span>
            {after ?? unknown}
          </dd>
        </div>
      ))}
    </dl>
  );
}
