/** The door over a real Node server: what comes in is believed only as far as configured, what is ours does not go out. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readableAddress, watchTheDoor } from "@/lib/http/request-door";

let address = "";
const server = createServer((request, response) => {
  response.setHeader("x-middleware-rewrite", "http://127.0.0.1:3100/stream");
  response.setHeader("X-Middleware-Rewrite", "http://127.0.0.1:3100/stream").setHeader("x-other", "stays");
  response.setHeader("x-address", String(request.url));
  response.end(String(request.headers["x-forwarded-for"]));
});

beforeAll(async () => {
  process.env["DATABASE_URL"] ??= "postgresql://nobody@127.0.0.1:1/none";
  watchTheDoor();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
});

it("the address a request was passed on to stays inside, in any spelling; other headers go out", async () => {
  const { headers } = await fetch(address);
  expect(headers.get("x-middleware-rewrite")).toBeNull();
  expect(headers.get("x-other")).toBe("stays");
});

it("without a trusted proxy, a forwarded address is what the socket says", async () => {
  const answer = await fetch(address, { headers: { "x-forwarded-for": "203.0.113.9" } });
  expect(await answer.text()).toBe("127.0.0.1");
});

it("an address that is not text is made readable before anybody decodes it", async () => {
  const { headers } = await fetch(`${address}/invite/%ff?q=a%00b`);
  expect(headers.get("x-address")).toBe("/invite/%EF%BF%BD?q=a%EF%BF%BDb");
});

it.each([
  ["/mfe?session=NY%20AM&q=%f0%9f%92%a9", "/mfe?session=NY%20AM&q=%f0%9f%92%a9"],
  ["/a%2Fb%252e", "/a%2Fb%252e"],
  ["/50%", "/50%25"],
  ["/%zz", "/%25zz"],
  ["/%ED%A0%80", "/%EF%BF%BD%EF%BF%BD%EF%BF%BD"],
  ["/x%00", "/x%EF%BF%BD"],
])("%s is read as %s", (from, to) => {
  expect(readableAddress(from)).toBe(to);
});

it("whatever comes can be decoded afterwards and holds no NUL; what could be decoded stays as it was", () => {
  const part = fc.oneof(
    fc.constantFrom("%", "%0", "%00", "%ff", "%c3", "%a9", "/", "a"),
    fc.string().map(encodeURIComponent),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const address = parts.join("");
      const readable = readableAddress(address);
      expect(decodeURIComponent(readable)).not.toContain("\0");
      if (decodes(address)) expect(readable).toBe(address);
    }),
  );
});

function decodes(address: string): boolean {
  try {
    return !decodeURIComponent(address).includes("\0");
  } catch {
    return false;
  }
}
