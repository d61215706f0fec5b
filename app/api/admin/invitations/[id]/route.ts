/** DELETE /api/admin/invitations/[id]: takes a link back before it is used. */
import { refusal } from "@/app/api/auth/answers";
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { withdrawInvitation } from "@/lib/db/invitations";
import { jsonError, jsonOk } from "@/lib/http/respond";

export const DELETE = withRole<{ id: string }>("DELETE /api/admin/invitations/[id]", async (_request, visit) => {
  const { params, person, client } = visit;
  if (!/^\d{1,9}$/.test(params.id)) return jsonError(404, "UNKNOWN_INVITATION", "There is no such link.");
  const result = await withdrawInvitation(Number(params.id), { actor: person, ...client }, systemClock.now());
  return result.ok ? jsonOk({ withdrawn: true }) : refusal(result);
});
