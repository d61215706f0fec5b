/** DELETE /api/admin/rolls/[id]: takes a roll back before it takes effect. */
import { refused } from "@/app/api/admin/refused";
import { withRole } from "@/lib/auth/guard";
import { undoRoll } from "@/lib/db/rolls";
import { jsonError, jsonOk } from "@/lib/http/respond";

/** Longest id looked at; the column is a 32-bit integer. */
const idPattern = /^\d{1,9}$/;

export const DELETE = withRole<{ id: string }>("DELETE /api/admin/rolls/[id]", async (_request, visit) => {
  const { params, person, client } = visit;
  if (!idPattern.test(params.id)) return jsonError(404, "UNKNOWN_ROLL", "There is no such roll.");
  const undone = await undoRoll(Number(params.id), { actor: person, ...client });
  return undone.ok ? jsonOk({ undone: true }) : refused(undone);
});
