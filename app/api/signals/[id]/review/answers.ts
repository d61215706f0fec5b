/** Answers the routes of a review share: the view of an entry, and why a change was not made. */
import { readHistory, readReview } from "@/lib/db/review-rows";
import type { Conflict, ReviewResult } from "@/lib/db/reviews";
import { readSignal } from "@/lib/db/signal-queries";
import { jsonError, jsonOk } from "@/lib/http/respond";
import { type ConflictView, reviewView, versionViews } from "@/lib/lab/review-view";

/** 404 in the words of the other signal routes. */
export function unknownSignal(): Response {
  return jsonError(404, "NOT_FOUND", "There is no signal of this id.");
}

/** The review of an entry as it stands now. */
export async function reviewAnswer(id: string, more: Readonly<Record<string, unknown>> = {}): Promise<Response> {
  const signal = await readSignal(id);
  if (signal === null) return unknownSignal();
  const [review, history] = await Promise.all([readReview(id), readHistory(id)]);
  return jsonOk({ review: reviewView(id, signal.record, signal.scale, review, history), ...more });
}

function conflictAnswer({ version, since, changes, base }: Conflict): Response {
  const view: ConflictView = { version, changes, since: versionViews(since, base) };
  const last = since.at(-1);
  const who = last === undefined ? "Somebody" : last.actor;
  return jsonError(409, "STALE", `${who} changed this entry meanwhile; nothing of yours was saved.`, view);
}

/** Why nothing was changed. */
export function notDone(result: Exclude<ReviewResult, { kind: "done" }>): Response {
  if (result.kind === "unknown") return unknownSignal();
  if (result.kind === "stale") return conflictAnswer(result);
  const message = result.problems.map((problem) => problem.message).join(" ");
  return jsonError(result.code === "BAD_VALUE" ? 422 : 409, result.code, message, result.problems);
}
