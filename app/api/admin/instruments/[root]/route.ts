/** PATCH /api/admin/instruments/[root]: its fields, its spellings, its roll rule, or the root whose tape judges its alerts. */
import { z } from "zod";
import { instrumentFields, rootField } from "@/app/api/admin/instruments/input";
import { refused } from "@/app/api/admin/refused";
import { withRole } from "@/lib/auth/guard";
import { changeInstrument, moveAliases } from "@/lib/db/instrument-changes";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z.union([z.strictObject({ tape: rootField }), z.strictObject(instrumentFields)]);

export const PATCH = withRole<{ root: string }>("PATCH /api/admin/instruments/[root]", async (request, visit) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { params, person, client } = visit;
  const author = { actor: person, ...client };
  const changed =
    "tape" in body.value
      ? await moveAliases(params.root, body.value.tape, author)
      : await changeInstrument(params.root, body.value, false, author);
  return changed.ok ? jsonOk({ changed: true }) : refused(changed);
});
