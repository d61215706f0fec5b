/**
 * The vendor's REST interface over the simulated market: key, plan, envelope, paging (massive-futures-api 4).
 * Endpoints are in rest-routes.ts; this file decides who may ask and how an answer is wrapped. Knows no sockets.
 */
import { routeOf } from "@/worker/simulator/rest-routes";
import { BadRequest, type RestContext } from "@/worker/simulator/rest-types";

export interface RestRequest {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string;
}

/** A complete answer: HTTP status and JSON text. */
export interface RestAnswer {
  readonly status: number;
  readonly body: string;
}

/** Answers one request. */
export function answerRest(context: RestContext, request: RestRequest): RestAnswer {
  const { url } = request;
  if (url.pathname === "/sim/status") return { status: 200, body: JSON.stringify(context.status) };
  const requestId = `sim-${context.now.toString(36)}`;
  const failed = (status: number, body: Readonly<Record<string, string>>): RestAnswer => ({
    status,
    body: JSON.stringify({ request_id: requestId, ...body }),
  });
  if (request.method !== "GET") return failed(405, { status: "ERROR", error: "expected GET" });
  if (!mayAsk(context.key, request)) return failed(401, { status: "ERROR", error: "Unknown API Key" });
  const route = routeOf(url.pathname);
  if (route === null) return failed(404, { status: "ERROR", error: `no such path: ${url.pathname}` });
  if (route.channel !== null && context.denied.includes(route.channel)) {
    return failed(403, { status: "NOT_AUTHORIZED", message: "You are not entitled to this data." });
  }
  try {
    const { rows, next } = route.read(context, url.searchParams);
    const nextUrl = next === null ? "" : `,"next_url":${JSON.stringify(nextAddress(url, next))}`;
    const body = `{"status":"OK","request_id":"${requestId}","results":[${rows.join(",")}]${nextUrl}}`;
    return { status: 200, body };
  } catch (error) {
    if (error instanceof BadRequest) return failed(400, { status: "ERROR", error: error.message });
    throw error;
  }
}

function mayAsk(key: string | null, { authorization, url }: RestRequest): boolean {
  const given = /^Bearer (.+)$/.exec(authorization)?.[1] ?? url.searchParams.get("apiKey") ?? "";
  return given !== "" && (key === null || given === key);
}

/** The vendor's next_url repeats the query with a cursor and never the key. */
function nextAddress(url: URL, cursor: string): string {
  const next = new URL(url);
  next.searchParams.delete("apiKey");
  next.searchParams.set("cursor", cursor);
  return next.href;
}
