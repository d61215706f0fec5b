/** POST /api/admin/webhooks: a new source of alerts; its address is in this answer and nowhere else. */
import { z } from "zod";
import { refused } from "@/app/api/admin/refused";
import { webhookAddress } from "@/app/api/admin/webhooks/address";
import { withRole } from "@/lib/auth/guard";
import { addSource } from "@/lib/db/webhook-admin";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z.strictObject({ name: z.string().trim().min(1, "expected a name").max(64) });

export const POST = withRole("POST /api/admin/webhooks", async (request, { person, client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const made = await addSource(body.value.name, { actor: person, ...client });
  return made.ok ? jsonOk({ name: made.name, address: webhookAddress(made.token) }, 201) : refused(made);
});
