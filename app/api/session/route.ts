/** GET /api/session: who am I; 401 tells an open page that its session has ended. */
import { withRole } from "@/lib/auth/guard";
import { jsonOk } from "@/lib/http/respond";

export const GET = withRole("GET /api/session", (_request, { person }) => {
  const { name, email, role, secondFactor } = person;
  return jsonOk({ person: { name, email, role, secondFactor } });
});
