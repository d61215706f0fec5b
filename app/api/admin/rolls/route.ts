/** POST /api/admin/rolls: a root means another contract from an instant on. */
import { refused } from "@/app/api/admin/refused";
import { rollInput } from "@/app/api/admin/rolls/input";
import { withRole } from "@/lib/auth/guard";
import { applyRoll } from "@/lib/db/rolls";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

export const POST = withRole("POST /api/admin/rolls", async (request, { person, client }) => {
  const body = await parseBody(rollInput, request);
  if (!body.ok) return body.response;
  const roll = await applyRoll(body.value, { actor: person, ...client });
  if (!roll.ok) return refused(roll);
  return jsonOk({ id: roll.id, at: roll.at, contract: roll.to.ticker, until: roll.until }, 201);
});
