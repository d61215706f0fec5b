/**
 * Same-origin door to the worker's event stream. The worker's address is read at run time (a rewrite in the
 * configuration would be frozen at build time); the answer streams through unbuffered.
 */
import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";

export function proxy(request: NextRequest): NextResponse {
  return NextResponse.rewrite(new URL(`/stream${request.nextUrl.search}`, env().WORKER_URL));
}

export const config = { matcher: "/api/stream" };
