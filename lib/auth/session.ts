/**
 * From the cookie of a request to the person behind it, checked against the database every time: a signature, a living
 * session, an active person. Used by the guards of the web app and by the worker's event stream.
 */
import { auth } from "@/lib/auth/config";
import { isRole, type Person } from "@/lib/auth/roles";
import type { Clock } from "@/lib/clock";
import { sessionIdleMs, touchEveryMs, touchSession } from "@/lib/db/sessions";

/**
 * The person of a request; null without a living session.
 * @param headers with the `cookie` header
 */
export async function personOf(headers: Headers, clock: Clock): Promise<Person | null> {
  if (!headers.has("cookie")) return null;
  const found = await auth().api.getSession({ headers, query: { disableRefresh: true } });
  if (found === null) return null;
  const { session, user } = found;
  const now = clock.now();
  const idleMs = now - session.updatedAt.getTime();
  if (!user.active || !isRole(user.role) || idleMs > sessionIdleMs) return null;
  if (idleMs > touchEveryMs) await touchSession(session.id, now);
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    secondFactor: user.twoFactorEnabled === true,
    sessionId: session.id,
  };
}
