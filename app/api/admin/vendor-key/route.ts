/**
 * PUT /api/admin/vendor-key enters or replaces the vendor's key, DELETE takes the stored one away. It is stored sealed and
 * never sent back. Both count from the next start on.
 */
import { z } from "zod";
import { withRole } from "@/lib/auth/guard";
import { removeVendorKey, storeVendorKey } from "@/lib/db/vendor-key";
import { env } from "@/lib/env";
import { parseBody } from "@/lib/http/body";
import { jsonError, jsonOk } from "@/lib/http/respond";

const input = z.strictObject({
  key: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{8,200}$/, "expected 8 to 200 characters without blanks"),
});

export const PUT = withRole("PUT /api/admin/vendor-key", async (request, { person, client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const secret = env().AUTH_SECRET;
  if (secret === undefined) return jsonError(409, "NO_SECRET", "AUTH_SECRET is not set, so nothing can be sealed.");
  await storeVendorKey(body.value.key, secret, { actor: person, ...client });
  return jsonOk({ stored: true });
});

export const DELETE = withRole("DELETE /api/admin/vendor-key", async (_request, { person, client }) => {
  if (await removeVendorKey({ actor: person, ...client })) return jsonOk({ stored: false });
  return jsonError(404, "NO_KEY", "Expected a stored key to remove, but none is stored.");
});
