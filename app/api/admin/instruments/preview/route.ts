/** POST /api/admin/instruments/preview: what a change of an instrument would do. Writes nothing. */
import { z } from "zod";
import { instrumentFields, rootField } from "@/app/api/admin/instruments/input";
import { refused } from "@/app/api/admin/refused";
import { withRole } from "@/lib/auth/guard";
import { previewInstrument } from "@/lib/db/instrument-preview";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z.strictObject({ root: rootField, isNew: z.boolean(), ...instrumentFields });

export const POST = withRole("POST /api/admin/instruments/preview", async (request) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { root, isNew, ...change } = body.value;
  const preview = await previewInstrument(root, change, isNew);
  return preview.ok ? jsonOk(preview) : refused(preview);
});
