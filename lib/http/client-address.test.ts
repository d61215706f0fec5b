import { describe, expect, it } from "vitest";
import { clientAddress } from "@/lib/http/client-address";

describe("client address", () => {
  it.each([
    ["no proxy: the header is a stranger's claim", "1.1.1.1", "9.9.9.9", 0, "9.9.9.9"],
    ["one proxy: what it appended", "6.6.6.6, 1.1.1.1", "10.0.0.1", 1, "1.1.1.1"],
    ["two proxies: what the outer one appended", "6.6.6.6, 1.1.1.1, 10.0.0.2", "10.0.0.1", 2, "1.1.1.1"],
    ["a header shorter than the chain proves a request past the proxies", "1.1.1.1", "10.0.0.1", 2, "10.0.0.1"],
    ["no header at all", undefined, "10.0.0.1", 1, "10.0.0.1"],
    ["IPv4 inside IPv6 is IPv4", undefined, "::ffff:127.0.0.1", 0, "127.0.0.1"],
  ])("%s", (_name, header, socket, hops, expected) => {
    expect(clientAddress(header, socket, hops)).toBe(expected);
  });
});
