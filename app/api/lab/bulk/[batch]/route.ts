/** DELETE /api/lab/bulk/<batch>: takes a bulk action back where nobody has changed the entry since. */
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { undoBatch } from "@/lib/db/review-bulk";
import { jsonError, jsonOk } from "@/lib/http/respond";

export const DELETE = withRole<{ batch: string }>("DELETE /api/lab/bulk/[batch]", async (_request, visit) => {
  const { params, person, client } = visit;
  const result = await undoBatch(params.batch, { actor: person, ...client, at: systemClock.now() });
  if (result.kind === "done") return jsonOk(result);
  return jsonError(409, "NO_CHANGE", "There is nothing of this bulk action left to take back.");
});
