/** POST /api/admin/session-templates: another set of opening hours. */
import { z } from "zod";
import { refused } from "@/app/api/admin/refused";
import { templateFields } from "@/app/api/admin/session-templates/input";
import { withRole } from "@/lib/auth/guard";
import { saveTemplate } from "@/lib/db/session-templates";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z.strictObject({ name: z.string().trim().max(40), ...templateFields });

export const POST = withRole("POST /api/admin/session-templates", async (request, { person, client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { name, ...change } = body.value;
  const made = await saveTemplate(name, change, true, { actor: person, ...client });
  return made.ok ? jsonOk({ name }, 201) : refused(made);
});
