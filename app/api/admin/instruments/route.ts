/** POST /api/admin/instruments: another root, with its price grid and its spellings. */
import { z } from "zod";
import { instrumentFields, rootField } from "@/app/api/admin/instruments/input";
import { refused } from "@/app/api/admin/refused";
import { withRole } from "@/lib/auth/guard";
import { changeInstrument } from "@/lib/db/instrument-changes";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z.strictObject({ root: rootField, ...instrumentFields });

export const POST = withRole("POST /api/admin/instruments", async (request, { person, client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { root, ...fields } = body.value;
  const made = await changeInstrument(root, fields, true, { actor: person, ...client });
  return made.ok ? jsonOk({ root }, 201) : refused(made);
});
