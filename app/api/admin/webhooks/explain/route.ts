/** POST /api/admin/webhooks/explain: what a pasted body would do. Nothing is stored. */
import { z } from "zod";
import { withRole } from "@/lib/auth/guard";
import { explainAlert } from "@/lib/db/intake";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z.strictObject({ body: z.string().min(1, "expected a body").max(12_000) });

export const POST = withRole("POST /api/admin/webhooks/explain", async (request) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  return jsonOk(await explainAlert(body.value.body));
});
