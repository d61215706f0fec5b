/**
 * Where requests enter the web process: Node announces each one before anybody handles it, and the header that says where
 * it came from is replaced by what we can believe. Next offers no other place to see the socket.
 */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { env } from "@/lib/env";
import { addressHeader, clientAddress } from "@/lib/http/client-address";

/** To be called once per process. */
export function trustOnlyOurHops(): void {
  const hops = env().TRUSTED_PROXY_HOPS;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    const claimed = request.headers[addressHeader];
    const forwarded = Array.isArray(claimed) ? claimed.join(",") : claimed;
    request.headers[addressHeader] = clientAddress(forwarded, request.socket.remoteAddress ?? "unknown", hops);
  });
}
