/** DELETE /api/account/sessions/[id]: signs one other browser of the same person out. */
import { withRole } from "@/lib/auth/guard";
import { endOwnSessions } from "@/lib/db/sessions";
import { jsonError, jsonOk } from "@/lib/http/respond";

export const DELETE = withRole<{ id: string }>("DELETE /api/account/sessions/[id]", async (_request, visit) => {
  const { person, client, params } = visit;
  const ended = await endOwnSessions(person, params.id, { actor: person, ...client });
  return ended === 1 ? jsonOk({ ended }) : jsonError(404, "UNKNOWN_SESSION", "You have no such session.");
});
