/** POST /api/auth/sign-in: e-mail and password; sets the session cookie, or asks for the second factor. */
import { z } from "zod";
import { signInAnswer } from "@/app/api/auth/answers";
import { passwordField } from "@/app/api/auth/inputs";
import { openDoor } from "@/lib/auth/guard";
import { signIn } from "@/lib/auth/sign-in";
import { systemClock } from "@/lib/clock";
import { parseBody } from "@/lib/http/body";

const input = z.strictObject({
  email: z.string().trim().min(1, "expected an e-mail address").max(254),
  password: passwordField,
});

export const POST = openDoor("POST /api/auth/sign-in", async (request, { client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const attempt = { headers: request.headers, client, clock: systemClock };
  return signInAnswer(await signIn(body.value.email, body.value.password, attempt), "password");
});
