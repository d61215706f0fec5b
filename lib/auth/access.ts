/**
 * Who may open what: one table for every page and one for every route handler, as data.
 * The guards (guard.ts, page-guard.ts) take their right from here by key, so a handler without an entry does not compile;
 * a test walks the files under app/ and fails on a file without an entry. Pure: the menu reads it in the browser.
 */
import { type Role, roles } from "@/lib/auth/roles";

/** `open` needs no session and says why; else the roles that may. */
export type Access =
  | { readonly kind: "open"; readonly why: string }
  | { readonly kind: "roles"; readonly roles: readonly Role[] };

function open<const T extends string>(why: T) {
  return { kind: "open", why } as const;
}
const everyone = { kind: "roles", roles } as const;
const reviewers = { kind: "roles", roles: ["analyst", "admin"] } as const satisfies Access;
const admins = { kind: "roles", roles: ["admin"] } as const satisfies Access;
const nothing = open("says only that nothing answers there");

/** Pages by their folder under app/. */
export const pageAccess = {
  "/": everyone,
  "/account": everyone,
  "/admin": admins,
  "/admin/audit": admins,
  "/admin/contracts": admins,
  "/admin/feed": admins,
  "/admin/users": admins,
  "/admin/webhooks": admins,
  "/health": everyone,
  "/invite/[token]": open("its token is the key"),
  "/mfe": everyone,
  "/mfe/[tradeId]": everyone,
  "/setup": open("its code is the key, and it is gone once there is an admin"),
  "/sign-in": open("where a session begins"),
  "/signal-lab": everyone,
  "/signal-lab/[id]": everyone,
} as const satisfies Readonly<Record<string, Access>>;

/** Route handlers by method and folder under app/. */
export const routeAccess = {
  "DELETE /api/[...path]": nothing,
  "DELETE /api/account/second-factor": everyone,
  "DELETE /api/account/sessions": everyone,
  "DELETE /api/account/sessions/[id]": everyone,
  "DELETE /api/admin/invitations/[id]": admins,
  "DELETE /api/admin/rolls/[id]": admins,
  "DELETE /api/admin/vendor-key": admins,
  "DELETE /api/lab/bulk/[batch]": reviewers,
  "DELETE /api/lab/views/[id]": everyone,
  "GET /api/[...path]": nothing,
  "GET /api/admin/anomalies": admins,
  "GET /api/admin/audit/csv": admins,
  "GET /api/admin/commands/[id]": admins,
  "GET /api/analysis": everyone,
  "GET /api/analysis/export": everyone,
  "GET /api/analysis/surface": everyone,
  "GET /api/analysis/trades": everyone,
  "GET /api/candles": everyone,
  "GET /api/chart-marks": everyone,
  "GET /api/health": everyone,
  "GET /api/lab": everyone,
  "GET /api/lab/export": everyone,
  "GET /api/lab/facets": everyone,
  "GET /api/lab/groups": everyone,
  "GET /api/lab/neighbours": everyone,
  "GET /api/lab/views": everyone,
  "GET /api/prices": everyone,
  "GET /api/reminders": everyone,
  "GET /api/session": everyone,
  "GET /api/signals": everyone,
  "GET /api/signals/[id]": everyone,
  "GET /api/signals/[id]/evidence": everyone,
  "GET /api/signals/[id]/history": everyone,
  "GET /api/signals/[id]/review": everyone,
  "GET /api/steps": everyone,
  "GET /api/ticks": everyone,
  "GET /api/today": everyone,
  "GET /api/trades": everyone,
  "GET /api/trades/[id]": everyone,
  "GET /api/trades/[id]/close": everyone,
  "GET /api/trades/[id]/path": everyone,
  "GET /livez": open("liveness says nothing but that the process answers"),
  "PATCH /api/[...path]": nothing,
  "PATCH /api/admin/contracts/[id]": admins,
  "PATCH /api/admin/instruments/[root]": admins,
  "PATCH /api/admin/session-templates/[name]": admins,
  "PATCH /api/admin/users/[id]": admins,
  "PATCH /api/lab/views/[id]": everyone,
  "POST /api/[...path]": nothing,
  "POST /api/account/password": everyone,
  "POST /api/account/second-factor": everyone,
  "POST /api/admin/anomalies": admins,
  "POST /api/admin/commands": admins,
  "POST /api/admin/instruments": admins,
  "POST /api/admin/instruments/preview": admins,
  "POST /api/admin/invitations": admins,
  "POST /api/admin/rolls": admins,
  "POST /api/admin/rolls/preview": admins,
  "POST /api/admin/session-templates": admins,
  "POST /api/admin/users/[id]/reset": admins,
  "POST /api/admin/webhooks": admins,
  "POST /api/admin/webhooks/[id]": admins,
  "POST /api/admin/webhooks/explain": admins,
  "POST /api/auth/second-factor": open("second step of a sign-in; the challenge cookie is the key"),
  "POST /api/auth/sign-in": open("where a session begins"),
  "POST /api/auth/sign-out": everyone,
  "POST /api/lab/bulk": reviewers,
  "POST /api/signals/[id]/review": reviewers,
  "POST /api/signals/[id]/review/preview": reviewers,
  "POST /api/invitations": open("its token is the key"),
  "POST /api/lab/views": everyone,
  "POST /api/setup": open("its code is the key, and it is gone once there is an admin"),
  "POST /api/trades/[id]/close": reviewers,
  "POST /api/webhooks/tradingview/[token]": open("its token is the key; TradingView has no session"),
  "PUT /api/[...path]": nothing,
  "PUT /api/account/second-factor": everyone,
  "PUT /api/admin/vendor-key": admins,
  "PUT /api/lab/views/default": everyone,
} as const satisfies Readonly<Record<string, Access>>;

/**
 * Routes that other programs call without a browser: no session, no cookie, so no check of the Origin either.
 * Every other state-changing route refuses a foreign Origin.
 */
export const machineRoutes: readonly string[] = ["POST /api/webhooks/tradingview/[token]"];

/** The event stream has no file under app/: proxy.ts passes it on and the worker checks the session itself. */
export const streamAccess: Access = everyone;

type KeysOf<T extends Readonly<Record<string, Access>>, K extends Access["kind"]> = {
  [R in keyof T]: T[R]["kind"] extends K ? R : never;
}[keyof T];

export type Page = keyof typeof pageAccess;
export type GuardedPage = KeysOf<typeof pageAccess, "roles">;
export type GuardedRoute = KeysOf<typeof routeAccess, "roles">;
export type OpenRoute = KeysOf<typeof routeAccess, "open">;

/** True for the address of an open page; for proxy.ts, which sees addresses and not files. */
export function isOpenPath(pathname: string): boolean {
  return openPatterns.some((pattern) => pattern.test(pathname));
}

const openPatterns: readonly RegExp[] = Object.entries(pageAccess)
  .filter(([, access]) => access.kind === "open")
  .map(([page]) => new RegExp(`^${page.replace(/\[[a-zA-Z]+\]/g, "[^/]+")}$`));

/** True when `role` may; an open door lets everyone through. */
export function mayEnter(access: Access, role: Role): boolean {
  return access.kind === "open" || access.roles.includes(role);
}
