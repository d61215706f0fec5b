/** PUT /api/lab/views/default: the view a person's Signal Lab opens with, in every browser of theirs. */
import { z } from "zod";
import { viewRefused } from "@/app/api/lab/views/view-input";
import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { setDefaultView } from "@/lib/db/saved-views";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

/** The column is a 32-bit integer; 0 is the built-in view, null none. */
const input = z.strictObject({ id: z.int().min(0).max(2_147_483_647).nullable() });

export const PUT = withRole("PUT /api/lab/views/default", async (request, { person, client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  return stored(async () => {
    const set = await setDefaultView(body.value.id, { actor: person, ...client });
    return set.ok ? jsonOk({ changed: true }) : viewRefused(set);
  });
});
