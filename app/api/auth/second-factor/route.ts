/** POST /api/auth/second-factor: the code of the authenticator, or a recovery code, after the password was right. */
import { z } from "zod";
import { signInAnswer } from "@/app/api/auth/answers";
import { openDoor } from "@/lib/auth/guard";
import { signInWithCode } from "@/lib/auth/sign-in";
import { systemClock } from "@/lib/clock";
import { parseBody } from "@/lib/http/body";

const input = z.strictObject({ code: z.string().trim().min(6, "expected a code of 6 digits").max(40) });

export const POST = openDoor("POST /api/auth/second-factor", async (request, { client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const attempt = { headers: request.headers, client, clock: systemClock };
  return signInAnswer(await signInWithCode(body.value.code, attempt), "code");
});
