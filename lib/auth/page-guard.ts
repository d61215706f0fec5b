/**
 * The guard of every page: who is asking, and may they. Rights come from the one table (access.ts).
 * Route handlers have guard.ts; this one speaks Next's way of redirecting and refusing.
 */
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { type GuardedPage, mayEnter, pageAccess } from "@/lib/auth/access";
import { pathHeader, signInPath } from "@/lib/auth/paths";
import type { Person } from "@/lib/auth/roles";
import { personOf } from "@/lib/auth/session";
import { systemClock } from "@/lib/clock";

/** The person looking at the page being rendered, asked once per request; null without a session. */
export const currentPerson = cache(
  async (): Promise<Person | null> => personOf(new Headers(await headers()), systemClock),
);

/**
 * To be called first in every page that is not open. Without a session it leads to the sign-in and back here,
 * for another role it answers 403 with app/forbidden.tsx.
 */
export async function requireRole(page: GuardedPage): Promise<Person> {
  const person = await currentPerson();
  if (person === null) redirect(signInPath((await headers()).get(pathHeader) ?? "/"));
  if (!mayEnter(pageAccess[page], person.role)) forbidden();
  return person;
}
