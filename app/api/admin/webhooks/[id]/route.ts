/** POST /api/admin/webhooks/[id]: a new token, or closing and opening the source. */
import { z } from "zod";
import { refused } from "@/app/api/admin/refused";
import { webhookAddress } from "@/app/api/admin/webhooks/address";
import { withRole } from "@/lib/auth/guard";
import { openSource, rotateToken } from "@/lib/db/webhook-admin";
import { parseBody } from "@/lib/http/body";
import { jsonError, jsonOk } from "@/lib/http/respond";

const input = z.union([z.strictObject({ rotate: z.literal(true) }), z.strictObject({ active: z.boolean() })]);
/** The column is a 32-bit integer. */
const idPattern = /^\d{1,9}$/;

export const POST = withRole<{ id: string }>("POST /api/admin/webhooks/[id]", async (request, visit) => {
  const { params, person, client } = visit;
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  if (!idPattern.test(params.id)) return jsonError(404, "UNKNOWN_SOURCE", "There is no such source.");
  const author = { actor: person, ...client };
  const id = Number(params.id);
  if ("active" in body.value) {
    const changed = await openSource(id, body.value.active, author);
    return changed.ok ? jsonOk({ changed: true }) : refused(changed);
  }
  const made = await rotateToken(id, author);
  return made.ok ? jsonOk({ name: made.name, address: webhookAddress(made.token) }) : refused(made);
});
