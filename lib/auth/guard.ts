/**
 * The guard of every route handler: the same checks in the same order for all of them, rights from the one table (access.ts).
 * Origin of a change → session → role → handler; a failing database is 503. Pages have page-guard.ts, the stream the worker.
 */
import { type Access, type GuardedRoute, mayEnter, type OpenRoute, routeAccess } from "@/lib/auth/access";
import { HashingBusy } from "@/lib/auth/hashing";
import type { ClientInfo, Person } from "@/lib/auth/roles";
import { personOf } from "@/lib/auth/session";
import { systemClock } from "@/lib/clock";
import { isTransient } from "@/lib/db/transaction";
import { env } from "@/lib/env";
import { addressHeader } from "@/lib/http/client-address";
import { jsonError } from "@/lib/http/respond";
import { createLog } from "@/lib/log";

/** Seconds a client is asked to wait when the server is short of something. */
const retryAfterSeconds = 5;

/** What a handler learns of its caller. */
export interface Visit<P> {
  readonly params: P;
  readonly client: ClientInfo;
}

/** The same for a handler that only people with a role reach. */
export interface GuardedVisit<P> extends Visit<P> {
  readonly person: Person;
}

type Answer = Promise<Response> | Response;
/** What Next calls; the context is absent in a route without parameters. */
type RouteHandler<P> = (request: Request, context?: { readonly params: Promise<P> }) => Promise<Response>;

/** Where a request came from, as far as it can be believed. */
export function clientOf(headers: Headers): ClientInfo {
  return { ip: headers.get(addressHeader), userAgent: headers.get("user-agent") };
}

/** A handler for the roles of `route`: 401 without a session, 403 for another role, else the handler with the person. */
export function withRole<P = Record<never, string>>(
  route: GuardedRoute,
  handler: (request: Request, visit: GuardedVisit<P>) => Answer,
): RouteHandler<P> {
  return answering(route, async (request, visit: Visit<P>) => {
    const person = await personOf(request.headers, systemClock);
    if (person === null) return jsonError(401, "SIGNED_OUT", "Sign in first: this needs a session.");
    // Widened on purpose: the table's literal types say which roles this key has, the check must not rely on it.
    const access: Access = routeAccess[route];
    if (!mayEnter(access, person.role)) {
      return jsonError(403, "FORBIDDEN", `This is not for the role ${person.role}.`);
    }
    return handler(request, { ...visit, person });
  });
}

/** A handler that needs no session; the table says why. The Origin of a change is checked all the same. */
export function openDoor<P = Record<never, string>>(
  route: OpenRoute,
  handler: (request: Request, visit: Visit<P>) => Answer,
): RouteHandler<P> {
  return answering(route, handler);
}

function answering<P>(route: string, handler: (request: Request, visit: Visit<P>) => Answer): RouteHandler<P> {
  return async (request, context) => {
    if (changesState(request) && !isSameOrigin(request)) {
      return jsonError(403, "FOREIGN_ORIGIN", "This change must come from a page of this application.");
    }
    try {
      const params = (await context?.params) ?? ({} as P);
      return await handler(request, { params, client: clientOf(request.headers) });
    } catch (cause) {
      return failure(route, cause);
    }
  };
}

function failure(route: string, cause: unknown): Response {
  const busy = cause instanceof HashingBusy;
  createLog("web", env().LOG_LEVEL)[busy ? "warn" : "error"]({ err: cause, route }, "request failed");
  if (!busy && !isTransient(cause)) return jsonError(500, "FAILED", "This failed on our side; the log has the reason.");
  const response = jsonError(503, "UNAVAILABLE", "This is not possible at the moment. Try again in a few seconds.");
  response.headers.set("retry-after", String(retryAfterSeconds));
  return response;
}

function changesState(request: Request): boolean {
  return request.method !== "GET" && request.method !== "HEAD";
}

/**
 * True when a browser says that the request comes from our own pages. Every browser sends Origin with a change, so a request
 * without one is refused too. Behind https only the configured address counts; else people may use any name of this machine.
 */
export function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  const { APP_URL } = env();
  if (origin === new URL(APP_URL).origin) return true;
  if (APP_URL.startsWith("https:")) return false;
  return new URL(origin).host === (request.headers.get("host") ?? new URL(request.url).host);
}
