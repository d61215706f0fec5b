/** POST /api/admin/invitations: makes a one-time link for somebody new; the link is in this answer and nowhere else. */
import { z } from "zod";
import { oneTimeLink } from "@/app/api/admin/one-time-link";
import { refusal } from "@/app/api/auth/answers";
import { emailField } from "@/app/api/auth/inputs";
import { withRole } from "@/lib/auth/guard";
import { roles } from "@/lib/auth/roles";
import { systemClock } from "@/lib/clock";
import { createInvitation, inviteLifeMs } from "@/lib/db/invitations";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z.strictObject({ email: emailField, role: z.enum(roles) });

export const POST = withRole("POST /api/admin/invitations", async (request, { person, client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { token, link } = oneTimeLink(request);
  const now = systemClock.now();
  const made = await createInvitation({ ...body.value, token }, { actor: person, ...client }, now);
  return made.ok ? jsonOk({ link, email: body.value.email, expiresAt: now + inviteLifeMs }, 201) : refusal(made);
});
