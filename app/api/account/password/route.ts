/** POST /api/account/password: a person's own change; needs the present one and signs the other browsers out. */
import { z } from "zod";
import { confirmPassword } from "@/app/api/account/confirm-password";
import { wrongField } from "@/app/api/auth/answers";
import { passwordField } from "@/app/api/auth/inputs";
import { withRole } from "@/lib/auth/guard";
import { hashSecret } from "@/lib/auth/hashing";
import { passwordProblem } from "@/lib/auth/password-rule";
import { systemClock } from "@/lib/clock";
import { changeOwnPassword } from "@/lib/db/people";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

const input = z.strictObject({ current: passwordField, password: passwordField });

export const POST = withRole("POST /api/account/password", async (request, { person, client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { current, password } = body.value;
  const refused = await confirmPassword(person, current, client, "current");
  if (refused !== null) return refused;
  const problem = passwordProblem(password, [person.name, person.email]);
  if (problem !== null) return wrongField("password", problem);
  if (password === current) return wrongField("password", "This is the present password: choose another.");
  await changeOwnPassword(person, await hashSecret(password), { actor: person, ...client }, systemClock.now());
  return jsonOk({ changed: true });
});
