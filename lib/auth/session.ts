/**
 * From the cookie of a request to the person behind it, checked against the database every time: a signature, a living
 * session, an active person. One statement, because the worker asks it for every stream and a thousand may return together.
 */
import { sessionCookieName } from "@/lib/auth/cookie-names";
import { isRole, type Person } from "@/lib/auth/roles";
import { authSecret } from "@/lib/auth/secret";
import { readSignedCookie } from "@/lib/auth/signed-cookie";
import type { Clock } from "@/lib/clock";
import { findSession, touchEveryMs, touchSession } from "@/lib/db/sessions";
import { env } from "@/lib/env";

/**
 * The person of a request; null without a living session.
 * @param headers with the `cookie` header
 */
export async function personOf(headers: Headers, clock: Clock): Promise<Person | null> {
  const cookie = headers.get("cookie");
  if (cookie === null) return null;
  const token = readSignedCookie(cookie, sessionCookieName(env().APP_URL), authSecret());
  if (token === null) return null;
  const now = clock.now();
  const found = await findSession(token, now);
  if (found === null || !isRole(found.role)) return null;
  if (now - found.lastSeenAt > touchEveryMs) await touchSession(found.sessionId, now);
  const { id, name, email, role, secondFactor, sessionId } = found;
  return { id, name, email, role, secondFactor, sessionId };
}
