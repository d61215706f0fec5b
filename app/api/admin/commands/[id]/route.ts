/** GET /api/admin/commands/[id]: the worker's answer so far. */
import { withRole } from "@/lib/auth/guard";
import { readCommand } from "@/lib/db/commands";
import { jsonError, jsonOk } from "@/lib/http/respond";

/** The column is a 32-bit integer. */
const idPattern = /^\d{1,9}$/;

export const GET = withRole<{ id: string }>("GET /api/admin/commands/[id]", async (_request, { params }) => {
  const command = idPattern.test(params.id) ? await readCommand(Number(params.id)) : null;
  return command === null ? jsonError(404, "UNKNOWN_COMMAND", "There is no such command.") : jsonOk(command);
});
