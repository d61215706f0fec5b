/** Changes of many reviews through POST /api/lab/bulk: asked for a preview first, done only as it was shown. */
import type { Done } from "@/components/lab/bulk-bar";
import { send } from "@/components/people/send";

export interface BulkAction {
  readonly action: "approve" | "reject" | "reset" | "annotate" | "delete" | "restore";
  readonly label: string;
  /** Past tense, for what was done. */
  readonly past: string;
}

/** In the order offered. */
export const bulkActions: readonly BulkAction[] = [
  { action: "approve", label: "Approve", past: "approved" },
  { action: "reject", label: "Reject", past: "rejected" },
  { action: "reset", label: "Back to unreviewed", past: "set back to unreviewed" },
  { action: "annotate", label: "Tags", past: "tagged" },
  { action: "delete", label: "Delete", past: "deleted" },
  { action: "restore", label: "Restore", past: "restored" },
];

/** Rows named one by one, or the list's filter with its source. */
export type BulkTarget = { readonly ids: readonly string[] } | { readonly filter: string };

/** What the preview says would happen (lib/db/review-bulk.ts). */
export interface BulkOutcome {
  readonly entries: number;
  readonly changed: number;
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
  readonly examples: readonly string[];
  readonly digest: string;
}

export interface BulkRequest {
  readonly target: BulkTarget;
  readonly action: BulkAction["action"];
  readonly reason: string;
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
}

const bodyOf = ({ target, ...rest }: BulkRequest) => ({ ...target, ...rest });

export function previewBulk(request: BulkRequest) {
  return send<BulkOutcome>("POST", "/api/lab/bulk", { ...bodyOf(request), preview: true });
}

export function runBulk(request: BulkRequest, digest: string) {
  return send<BulkOutcome & { readonly batch: string }>("POST", "/api/lab/bulk", { ...bodyOf(request), digest });
}

const signals = (count: number): string => `${count.toLocaleString("en-US")} ${count === 1 ? "signal" : "signals"}`;

/** E.g. `12 signals approved.` */
export function doneText(action: BulkAction, outcome: BulkOutcome): string {
  return `${signals(outcome.changed)} ${action.past}.`;
}

/** Takes a bulk change back. */
export async function undoBulk(batch: string): Promise<Done> {
  const sent = await send<BulkOutcome>("DELETE", `/api/lab/bulk/${encodeURIComponent(batch)}`);
  if (!sent.ok) return { text: sent.message, batch: null, failed: true };
  const { changed, skipped } = sent.body;
  const left = skipped.reduce((sum, { count }) => sum + count, 0);
  const rest = left === 0 ? "" : ` ${signals(left)} left as they are: changed by somebody since.`;
  return { text: `Taken back for ${signals(changed)}.${rest}`, batch: null, failed: false };
}
