/** POST /api/admin/rolls/preview: the dry run. Reads everything a roll would change and writes nothing. */
import { refused } from "@/app/api/admin/refused";
import { rollInput } from "@/app/api/admin/rolls/input";
import { withRole } from "@/lib/auth/guard";
import { previewRoll } from "@/lib/db/roll-preview";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

export const POST = withRole("POST /api/admin/rolls/preview", async (request) => {
  const body = await parseBody(rollInput, request);
  if (!body.ok) return body.response;
  const preview = await previewRoll(body.value);
  return preview.ok ? jsonOk(preview) : refused(preview);
});
