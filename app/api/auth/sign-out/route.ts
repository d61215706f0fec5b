/** POST /api/auth/sign-out: ends the session of this browser; its cookie is worth nothing afterwards. */
import { auth } from "@/lib/auth/config";
import { withRole } from "@/lib/auth/guard";
import { endOwnSessions } from "@/lib/db/sessions";
import { jsonOk } from "@/lib/http/respond";

export const POST = withRole("POST /api/auth/sign-out", async (request, { person, client }) => {
  await endOwnSessions(person, person.sessionId, { actor: person, ...client });
  const cleared = await auth().api.signOut({ headers: request.headers, asResponse: true });
  const response = jsonOk({ next: "signed-out" });
  for (const cookie of cleared.headers.getSetCookie()) response.headers.append("set-cookie", cookie);
  return response;
});
