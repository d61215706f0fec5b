/** POST /api/admin/users/[id]/reset: a one-time link with which a person sets a new password. The old one works until then. */
import { z } from "zod";
import { oneTimeLink } from "@/app/api/admin/one-time-link";
import { refusal } from "@/app/api/auth/answers";
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { createReset, resetLifeMs } from "@/lib/db/invitations";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z.strictObject({ clearsSecondFactor: z.boolean() });

export const POST = withRole<{ id: string }>("POST /api/admin/users/[id]/reset", async (request, visit) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { params, person, client } = visit;
  const { token, link } = oneTimeLink(request);
  const now = systemClock.now();
  const made = await createReset({ token, userId: params.id, ...body.value }, { actor: person, ...client }, now);
  return made.ok ? jsonOk({ link, email: made.value, expiresAt: now + resetLifeMs }, 201) : refusal(made);
});
