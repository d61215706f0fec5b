/** POST /api/invitations: uses a one-time link (invitation or reset) and signs its person in. */
import { z } from "zod";
import { refusal, signInAnswer, wrongField } from "@/app/api/auth/answers";
import { nameField, passwordField } from "@/app/api/auth/inputs";
import { openDoor } from "@/lib/auth/guard";
import { hashSecret } from "@/lib/auth/hashing";
import { passwordProblem } from "@/lib/auth/password-rule";
import { signIn } from "@/lib/auth/sign-in";
import { systemClock } from "@/lib/clock";
import { consumeLink, linkGone, readLink } from "@/lib/db/invitations";
import { parseBody } from "@/lib/http/body";

const input = z.strictObject({
  token: z.string().min(1).max(200),
  /** Not asked for a reset: the person has one. */
  name: nameField.optional(),
  password: passwordField,
});

export const POST = openDoor("POST /api/invitations", async (request, { client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { token, name = "", password } = body.value;
  const link = await readLink(token, systemClock.now());
  if (link === null) return refusal(linkGone);
  if (link.kind === "invite" && name === "") return wrongField("name", "expected a name");
  const problem = passwordProblem(password, [name, link.email]);
  if (problem !== null) return wrongField("password", problem);
  const passwordHash = await hashSecret(password);
  const used = await consumeLink({ token, name, passwordHash }, client, systemClock.now());
  if (!used.ok) return refusal(used);
  return signInAnswer(
    await signIn(used.value, password, { headers: request.headers, client, clock: systemClock }),
    "password",
  );
});
