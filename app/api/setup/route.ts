/** POST /api/setup: the first admin, with the code from the console; signs the new admin in. 404 once there is one. */
import { z } from "zod";
import { refusal, signInAnswer, tooMany, wrongField } from "@/app/api/auth/answers";
import { emailField, nameField, passwordField } from "@/app/api/auth/inputs";
import { openDoor } from "@/lib/auth/guard";
import { hashSecret } from "@/lib/auth/hashing";
import { passwordProblem } from "@/lib/auth/password-rule";
import { removeSetupCode, trySetupCode } from "@/lib/auth/setup-code";
import { signIn } from "@/lib/auth/sign-in";
import { systemClock } from "@/lib/clock";
import { createFirstAdmin } from "@/lib/db/people";
import { env } from "@/lib/env";
import { parseBody } from "@/lib/http/body";
import { jsonError } from "@/lib/http/respond";

const input = z.strictObject({
  code: z.string().max(40),
  name: nameField,
  email: emailField,
  password: passwordField,
});

export const POST = openDoor("POST /api/setup", async (request, { client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { code, name, email, password } = body.value;
  const verdict = await trySetupCode(code, client, systemClock);
  if (verdict.kind === "gone") return jsonError(404, "SETUP_DONE", "There is an admin already: sign in instead.");
  if (verdict.kind === "limited") return tooMany(verdict.waitMs);
  if (verdict.kind === "wrong") return wrongField("code", "This is not the code that npm start printed.");
  const problem = passwordProblem(password, [name, email]);
  if (problem !== null) return wrongField("password", problem);
  const passwordHash = await hashSecret(password);
  const made = await createFirstAdmin(
    { name, email, passwordHash },
    { actor: "stranger", ...client },
    systemClock.now(),
  );
  if (!made.ok) return refusal(made);
  await removeSetupCode(env().DATA_DIR);
  return signInAnswer(
    await signIn(email, password, { headers: request.headers, client, clock: systemClock }),
    "password",
  );
});
