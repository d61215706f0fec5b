/**
 * Signing in, step by step, with the limits around it. Every refusal says the same and costs the same, whether the
 * account is unknown, deactivated or the password wrong. Answers are values; cookies and HTTP belong to the routes.
 */
import { createHmac } from "node:crypto";
import { isAPIError } from "better-auth/api";
import { auth } from "@/lib/auth/config";
import type { ClientInfo } from "@/lib/auth/roles";
import { authSecret } from "@/lib/auth/secret";
import type { Clock } from "@/lib/clock";
import { type Actor, audit } from "@/lib/db/audit";
import { endSessionByToken, forgetOldSessions, spendCode } from "@/lib/db/sessions";
import { attemptSucceeded, keysOf, type LimitKey, takeAttempt } from "@/lib/db/sign-in-limits";
import { inTransaction } from "@/lib/db/transaction";

/** What became of an attempt. `cookies` are Set-Cookie lines. */
export type SignInResult =
  | { readonly kind: "signed-in"; readonly cookies: readonly string[] }
  | { readonly kind: "second-factor"; readonly cookies: readonly string[] }
  | { readonly kind: "refused" }
  | { readonly kind: "limited"; readonly waitMs: number };

interface Attempt {
  /** Of the request: the cookies of the first step, and the address for the session's record. */
  readonly headers: Headers;
  readonly client: ClientInfo;
  readonly clock: Clock;
}

/** Addresses are written in small letters everywhere. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

/** First step: e-mail and password. */
export async function signIn(email: string, password: string, attempt: Attempt): Promise<SignInResult> {
  const account = normalEmail(email);
  const { client, clock } = attempt;
  const keys = keysOf("sign-in", account, client.ip);
  const waitMs = await takeAttempt(keys, clock.now());
  // Refused before anything was tried: logged by the route, not audited, or a flood would fill the audit log.
  if (waitMs > 0) return { kind: "limited", waitMs };
  const response = await answered(() =>
    auth().api.signInEmail({ body: { email: account, password }, headers: attempt.headers, asResponse: true }),
  );
  if (!response?.ok) {
    await record(attempt, "stranger", account, "session.sign_in_refused");
    return { kind: "refused" };
  }
  await attemptSucceeded(keys, clock.now());
  const cookies = response.headers.getSetCookie();
  const body: unknown = await response.json();
  if (isRecord(body) && body["twoFactorRedirect"] === true) return { kind: "second-factor", cookies };
  await forgetOldSessions(clock.now());
  const user = isRecord(body) && isRecord(body["user"]) ? body["user"] : {};
  await record(attempt, { id: String(user["id"]), email: account }, account, "session.started");
  return { kind: "signed-in", cookies };
}

/** Second step: a code of the authenticator, or a recovery code. The first step's cookie says for whom. */
export async function signInWithCode(code: string, attempt: Attempt): Promise<SignInResult> {
  const { headers, client, clock } = attempt;
  const keys: readonly LimitKey[] = keysOf("second-factor", null, client.ip);
  const waitMs = await takeAttempt(keys, clock.now());
  if (waitMs > 0) return { kind: "limited", waitMs };
  const digits = code.replace(/\s/g, "");
  const request = { body: { code: digits }, headers: withoutSession(headers), asResponse: true } as const;
  const response = await answered(() =>
    /^\d{6}$/.test(digits) ? auth().api.verifyTOTP(request) : auth().api.verifyBackupCode(request),
  );
  const body: unknown = response?.ok ? await response.json() : null;
  const user = isRecord(body) && isRecord(body["user"]) ? body["user"] : null;
  const token = isRecord(body) ? body["token"] : null;
  if (response === null || user === null || typeof user["id"] !== "string" || typeof token !== "string") {
    return { kind: "refused" };
  }
  const person = { id: user["id"], email: String(user["email"]) };
  if (!(await spendCode(person.id, codeHash(digits), clock.now()))) {
    // Seen over a shoulder or replayed: the code was right but has opened once already.
    await endSessionByToken(token);
    await record(attempt, person, person.email, "session.code_reused");
    return { kind: "refused" };
  }
  await attemptSucceeded(keys, clock.now());
  await record(attempt, person, person.email, "session.started");
  return { kind: "signed-in", cookies: response.headers.getSetCookie() };
}

/** The second step is about the challenge alone: a session this browser still has must not answer for it. */
function withoutSession(headers: Headers): Headers {
  const copy = new Headers(headers);
  const cookies = (headers.get("cookie") ?? "").split(";").filter((cookie) => !/\.session_token=/.test(cookie));
  copy.set("cookie", cookies.join(";"));
  return copy;
}

/** Keyed, because six digits have no entropy to hide behind a plain hash. */
function codeHash(code: string): string {
  return createHmac("sha256", authSecret()).update(`second-factor|${code}`).digest("hex");
}

/** The answer, or null when the library refuses; anything else it throws is a real failure. */
async function answered(call: () => Promise<Response>): Promise<Response | null> {
  try {
    const response = await call();
    if (response.status >= 500) throw new Error(`sign-in: expected an answer below 500, got ${response.status}`);
    return response;
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) return null;
    throw error;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function record({ client }: Attempt, actor: Actor, email: string, action: string): Promise<void> {
  return inTransaction((connection) =>
    audit(connection, { ...client, actor, action, target: `user:${email.slice(0, 254)}` }),
  );
}
