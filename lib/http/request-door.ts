/**
 * Where requests enter the web process: Node announces each one before anybody handles it. The header that says where it
 * came from is replaced by what we can believe, an address nobody could decode is made readable, and headers that only tell
 * how we are built do not leave with the answer.
 * Next offers no other place to see the socket.
 */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/env";
import { addressHeader, clientAddress } from "@/lib/http/client-address";

/** Next writes the address a request was passed on to into its answer: for the event stream, the worker's own port. */
const innerHeaders: readonly string[] = ["x-middleware-rewrite"];

/** Makes the headers about our own parts stay inside. */
export function keepInside(response: Pick<ServerResponse, "setHeader">): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    if (innerHeaders.includes(name.toLowerCase())) return response as ServerResponse;
    return setHeader(name, value);
  };
}

/** Escapes in a row, or a percent sign that escapes nothing. */
const escapes = /(?:%[0-9a-f]{2})+|%/gi;
const unreadableSign = "\u{fffd}";

/**
 * The same address with every escape readable: bytes that are not UTF-8, and the sign no database text may hold (NUL), become
 * U+FFFD. What they name is then simply not found, instead of failing in whoever decodes it first.
 */
export function readableAddress(address: string): string {
  return address.replace(escapes, (run) => {
    if (run === "%") return "%25";
    const bytes = Buffer.from(run.replaceAll("%", ""), "hex");
    const text = bytes.toString("utf8").replaceAll("\0", unreadableSign);
    return Buffer.from(text).equals(bytes) ? run : encodeURIComponent(text);
  });
}

/** To be called once per process. */
export function watchTheDoor(): void {
  const hops = env().TRUSTED_PROXY_HOPS;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { readonly request: IncomingMessage; readonly response: ServerResponse };
    keepInside(response);
    if (request.url !== undefined) request.url = readableAddress(request.url);
    const claimed = request.headers[addressHeader];
    const forwarded = Array.isArray(claimed) ? claimed.join(",") : claimed;
    request.headers[addressHeader] = clientAddress(forwarded, request.socket.remoteAddress ?? "unknown", hops);
  });
}
