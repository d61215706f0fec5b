/** People of a test's database, signed in through the real sign-in. Import after scripts/testing/database. */
import { hashSecret } from "@/lib/auth/hashing";
import type { Role } from "@/lib/auth/roles";
import { signIn } from "@/lib/auth/sign-in";
import { systemClock } from "@/lib/clock";
import { insertPerson } from "@/lib/db/people";
import { inTransaction } from "@/lib/db/transaction";

process.env["AUTH_SECRET"] ??= "a secret of tests, long enough to be taken";
process.env["LOG_LEVEL"] ??= "silent";

/** Where the tests' requests come from, for the guards. */
export const testOrigin = "http://desk.test";
export const testPassword = "tide-lamp-42-orchard";
const client = { ip: "127.0.0.1", userAgent: "tests" };

let hash: Promise<string> | undefined;

/** Makes a person; the e-mail is free to choose. */
export async function makePerson(role: Role, email = `${role}@desk.test`): Promise<{ id: string; email: string }> {
  hash ??= hashSecret(testPassword);
  const person = { name: `Test ${role}`, email, role, passwordHash: await hash };
  const id = await inTransaction((connection) => insertPerson(connection, person, systemClock.now()));
  return { id, email };
}

/** The `cookie` header of a new session. */
export async function cookieOf(email: string, password = testPassword): Promise<string> {
  const attempt = { headers: new Headers(), client, clock: systemClock };
  const result = await signIn(email, password, attempt);
  if (result.kind !== "signed-in") throw new Error(`expected a session for ${email}, got ${result.kind}`);
  return result.cookies.map((cookie) => cookie.split(";")[0]).join("; ");
}

/** A new person of a role and the `cookie` header of their session. */
export async function signedIn(role: Role): Promise<string> {
  const { email } = await makePerson(role);
  return cookieOf(email);
}

/** A request as a browser on our own page would send it. */
export function browserRequest(
  path: string,
  {
    method = "GET",
    cookie,
    body,
    headers = {},
  }: { method?: string; cookie?: string; body?: unknown; headers?: Record<string, string> } = {},
): Request {
  return new Request(`${testOrigin}${path}`, {
    method,
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(method === "GET" ? {} : { origin: testOrigin }),
      "user-agent": "tests",
      "x-forwarded-for": "127.0.0.1",
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
