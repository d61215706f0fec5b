/** Answers that the doors to the application have in common. */
import type { SignInResult } from "@/lib/auth/sign-in";
import type { Refused } from "@/lib/db/people";
import { jsonError, jsonOk } from "@/lib/http/respond";

/** One sentence for every reason: which of them it was is nobody's business. */
const refusedMessages = {
  password: "Wrong e-mail or password.",
  code: "Wrong code, or the sign-in took too long. Start again if it keeps failing.",
} as const;

/** 429 with Retry-After in whole seconds. */
export function tooMany(waitMs: number): Response {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const response = jsonError(429, "TOO_MANY_ATTEMPTS", `Too many attempts. Try again in ${seconds} s.`, { seconds });
  response.headers.set("retry-after", String(seconds));
  return response;
}

/** The result of a sign-in as an answer, with its cookies. */
export function signInAnswer(result: SignInResult, step: keyof typeof refusedMessages): Response {
  if (result.kind === "limited") return tooMany(result.waitMs);
  if (result.kind === "refused") return jsonError(401, "WRONG_CREDENTIALS", refusedMessages[step]);
  const response = jsonOk({ next: result.kind });
  for (const cookie of result.cookies) response.headers.append("set-cookie", cookie);
  return response;
}

/** One field is at fault: the form shows the message beside it. */
export function wrongField(field: string, message: string): Response {
  return jsonError(422, "BAD_INPUT", message, [{ field, message }]);
}

/** A change that the rules refuse. */
export function refusal({ code, message }: Refused): Response {
  return jsonError(code.startsWith("UNKNOWN") ? 404 : 409, code, message);
}
