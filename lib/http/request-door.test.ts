/** The door over a real Node server: what comes in is believed only as far as configured, what is ours does not go out. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { watchTheDoor } from "@/lib/http/request-door";

let address = "";
const server = createServer((request, response) => {
  response.setHeader("x-middleware-rewrite", "http://127.0.0.1:3100/stream");
  response.setHeader("X-Middleware-Rewrite", "http://127.0.0.1:3100/stream").setHeader("x-other", "stays");
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
