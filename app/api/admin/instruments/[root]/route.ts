/** PATCH /api/admin/instruments/[root]: its fields, its spellings, its roll rule, or the root whose tape judges its alerts. */
import { z } from "zod";
import { instrumentFields, rootField } from "@/app/api/admin/instruments/input";
import { refused } from "@/app/api/admin/refused";
import { withRole } from "@/lib/auth/guard";
import { changeInstrument, moveAliases } from "@/lib/db/instrument-changes";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z
  .strictObject({ tape: rootField.optional(), ...instrumentFields })
  .refine((fields) => fields.tape === undefined || Object.keys(fields).length === 1, {
    path: ["tape"],
    message: "expected the tape alone, or other fields without it",
  });

export const PATCH = withRole<{ root: string }>("PATCH /api/admin/instruments/[root]", async (request, visit) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { params, person, client } = visit;
  const author = { actor: person, ...client };
  const { tape, ...change } = body.value;
  const changed =
    tape === undefined
      ? await changeInstrument(params.root, change, false, author)
      : await moveAliases(params.root, tape, author);
  return changed.ok ? jsonOk({ changed: true }) : refused(changed);
});
