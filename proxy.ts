/**
 * The door of the web app. Passes the event stream on to the worker (its address is read at run time: a rewrite in the
 * configuration would be frozen at build time), sends people without a session cookie to the sign-in, and gives every page
 * its Content-Security-Policy. Cheap on purpose: rights are checked where the data is (lib/auth/guard.ts, page-guard.ts, the worker).
 */
import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { isOpenPath } from "@/lib/auth/access";
import { sessionCookieName } from "@/lib/auth/cookie-names";
import { nonceHeader, pathHeader, signInPath } from "@/lib/auth/paths";
import { env } from "@/lib/env";
import { contentSecurityPolicy } from "@/lib/http/page-policy";

const policyHeader = "content-security-policy";
const nonceBytes = 16;
/** A year; browsers then refuse plain http for this host. */
const strictTransport = "max-age=31536000; includeSubDomains";

export function proxy(request: NextRequest): NextResponse {
  const https = env().APP_URL.startsWith("https:");
  const response = answer(request, https);
  if (https) response.headers.set("strict-transport-security", strictTransport);
  return response;
}

function answer(request: NextRequest, https: boolean): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (pathname === "/api/stream") return NextResponse.rewrite(new URL(`/stream${search}`, env().WORKER_URL));
  if (pathname.startsWith("/api/")) return NextResponse.next();
  const path = `${pathname}${search}`;
  if (!isOpenPath(pathname) && !request.cookies.has(sessionCookieName(env().APP_URL))) {
    return NextResponse.redirect(new URL(signInPath(path), request.url));
  }
  return withPolicy(request, path, https);
}

/** Next reads the nonce out of the policy in the request headers and puts it on its own scripts. */
function withPolicy(request: NextRequest, path: string, https: boolean): NextResponse {
  const nonce = randomBytes(nonceBytes).toString("base64");
  const policy = contentSecurityPolicy({ nonce, https, development: process.env["NODE_ENV"] === "development" });
  const headers = new Headers(request.headers);
  headers.set(policyHeader, policy);
  headers.set(nonceHeader, nonce);
  headers.set(pathHeader, path);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(policyHeader, policy);
  return response;
}

export const config = { matcher: "/((?!_next/|icon.svg$|livez$|api/webhooks/).*)" };
