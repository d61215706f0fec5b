/** DELETE /api/account/sessions: sign out everywhere, this browser included. */
import { withRole } from "@/lib/auth/guard";
import { endOwnSessions } from "@/lib/db/sessions";
import { jsonOk } from "@/lib/http/respond";

export const DELETE = withRole("DELETE /api/account/sessions", async (_request, { person, client }) => {
  return jsonOk({ ended: await endOwnSessions(person, "all", { actor: person, ...client }) });
});
