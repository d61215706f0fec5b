/** PATCH /api/admin/session-templates/[name]: other hours for those who use it, from now on. */
import { z } from "zod";
import { refused } from "@/app/api/admin/refused";
import { templateFields } from "@/app/api/admin/session-templates/input";
import { withRole } from "@/lib/auth/guard";
import { saveTemplate } from "@/lib/db/session-templates";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z.strictObject(templateFields);

export const PATCH = withRole<{ name: string }>("PATCH /api/admin/session-templates/[name]", async (request, visit) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { params, person, client } = visit;
  const changed = await saveTemplate(params.name, body.value, false, { actor: person, ...client });
  return changed.ok ? jsonOk({ changed: true }) : refused(changed);
});
