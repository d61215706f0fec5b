/**
 * The worker's HTTP face: /stream (server-sent events), /livez (the process runs), /readyz (it serves live data, with
 * its counters). Everything else is 404. Bound to the loopback: browsers come through the web app on their own origin.
 * Knows nothing of what the events mean.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Hub } from "@/worker/hub/hub";
import type { StreamGuard } from "@/worker/hub/stream-guard";

/** Without no-transform the web app would compress the stream and hold it back; nginx needs the last one. */
const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
} as const;

/** Seconds a client is asked to wait when all places are taken. */
const retryAfterSeconds = 5;

/** What /readyz says: status 200 when `ready`, else 503; the body is `report` either way. */
export interface Readiness {
  readonly ready: boolean;
  readonly report: Readonly<Record<string, unknown>>;
}

export interface HubServerOptions {
  readonly hub: Hub;
  /** Lets sessions in and sees them out. */
  readonly guard: StreamGuard;
  readonly readiness: () => Readiness;
}

export interface HubServer {
  /** Port that was taken (useful when 0 was asked for). */
  readonly port: number;
  /** Ends all streams and closes the port. */
  close(): Promise<void>;
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    ...headers,
  });
  response.end(`${JSON.stringify(body)}\n`);
}

async function openStream(
  options: HubServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const admission = await options.guard.admit(request.headers);
  if (admission.kind === "none") {
    const error = { code: "SIGNED_OUT", message: "Sign in first: the event stream needs a session." };
    json(response, 401, { error });
    return;
  }
  if (admission.kind === "unknown") {
    const error = { code: "UNAVAILABLE", message: "Sessions cannot be checked at the moment; try again shortly." };
    json(response, 503, { error }, { "retry-after": String(retryAfterSeconds) });
    return;
  }
  if (response.destroyed) return;
  if (options.hub.full) {
    const error = { code: "STREAM_FULL", message: "All places of the event stream are taken; try again shortly." };
    json(response, 503, { error }, { "retry-after": String(retryAfterSeconds) });
    return;
  }
  const header = request.headers["last-event-id"];
  const lastEventId = (typeof header === "string" ? header : null) ?? url.searchParams.get("lastEventId");
  request.socket.setNoDelay(true);
  response.writeHead(200, streamHeaders);
  const subscriber = options.hub.attach(response, lastEventId === "" ? null : lastEventId);
  response.once("close", options.guard.watch(subscriber, admission.sessionId));
}

function handle(options: HubServerOptions, request: IncomingMessage, response: ServerResponse): void {
  const address = `http://worker${request.url ?? "/"}`;
  const url = new URL(URL.canParse(address) ? address : "http://worker/unreadable");
  const known = url.pathname === "/stream" || url.pathname === "/livez" || url.pathname === "/readyz";
  if (!known) {
    json(response, 404, { error: { code: "NOT_FOUND", message: "Known paths: /stream, /livez, /readyz." } });
  } else if (request.method !== "GET" && request.method !== "HEAD") {
    json(response, 405, { error: { code: "METHOD_NOT_ALLOWED", message: "Only GET is answered." } }, { allow: "GET" });
  } else if (url.pathname === "/stream" && request.method === "GET") {
    void openStream(options, request, response, url);
  } else if (url.pathname === "/readyz") {
    const { ready, report } = options.readiness();
    json(response, ready ? 200 : 503, { ready, ...report });
  } else {
    json(response, 200, { alive: true });
  }
}

/** Opens the port. Rejects with Node's error when it is taken. */
export async function startHubServer(options: HubServerOptions, port: number): Promise<HubServer> {
  const server: Server = createServer((request, response) => handle(options, request, response));
  // A storm of reconnecting clients must find a long accept queue (faults S02).
  const backlog = 1024;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", backlog }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        options.guard.close();
        options.hub.close();
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
