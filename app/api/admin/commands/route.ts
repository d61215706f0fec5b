/** POST /api/admin/commands: asks the worker for something only it can do; the answer is read by its id. */
import { z } from "zod";
import { withRole } from "@/lib/auth/guard";
import { askWorker, commandKinds } from "@/lib/db/commands";
import { parseBody } from "@/lib/http/body";
import { jsonError, jsonOk } from "@/lib/http/respond";

const input = z.strictObject({ kind: z.enum(commandKinds) });

export const POST = withRole("POST /api/admin/commands", async (request, { person, client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const id = await askWorker(body.value.kind, { actor: person, ...client });
  return id === null
    ? jsonError(409, "BUSY", "The worker has enough to do; try again in a moment.")
    : jsonOk({ id }, 202);
});
