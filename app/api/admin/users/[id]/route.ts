/** PATCH /api/admin/users/[id]: another role, or in and out. One change at a time, so that one audit entry says it. */
import { z } from "zod";
import { refusal } from "@/app/api/auth/answers";
import { withRole } from "@/lib/auth/guard";
import { roles } from "@/lib/auth/roles";
import { systemClock } from "@/lib/clock";
import { changeRole, setActive } from "@/lib/db/people";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z.union([z.strictObject({ role: z.enum(roles) }), z.strictObject({ active: z.boolean() })]);

export const PATCH = withRole<{ id: string }>("PATCH /api/admin/users/[id]", async (request, visit) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { params, person, client } = visit;
  const author = { actor: person, ...client };
  const now = systemClock.now();
  const result =
    "role" in body.value
      ? await changeRole(params.id, body.value.role, author, now)
      : await setActive(params.id, body.value.active, author, now);
  return result.ok ? jsonOk({ changed: true }) : refusal(result);
});
