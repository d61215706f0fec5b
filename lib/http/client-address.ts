/**
 * The address a request really came from. `x-forwarded-for` is what a client says; only the part written by our own
 * reverse proxies is believed. Rewritten once, where requests enter the process (instrumentation.ts), so everything
 * behind it may read the header. Pure.
 */

/** The header that carries the trusted address inside the process. */
export const addressHeader = "x-forwarded-for";

/**
 * The address `hops` proxies in front of us agree on.
 * @param forwarded the header as it came in
 * @param socketAddress the other end of the connection
 * @param hops number of our own proxies, each appending the address it saw; 0 believes the socket alone
 */
export function clientAddress(forwarded: string | undefined, socketAddress: string, hops: number): string {
  const written = (forwarded ?? "").split(",").map((part) => part.trim());
  // The last proxy is the socket's other end; what it appended is the hop before it, and so on.
  const claimed = hops === 0 ? undefined : written.at(-hops);
  return normalAddress(claimed === undefined || claimed === "" ? socketAddress : claimed);
}

/** IPv4 written as IPv6 is IPv4: one client must not count as two. */
function normalAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "").toLowerCase();
}
