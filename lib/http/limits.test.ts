import { describe, expect, it } from "vitest";
import { createRateLimit } from "@/lib/http/rate-limit";
import { readBody } from "@/lib/http/read-body";

const bounds = { bytesMax: 10, msMax: 5_000 };
const post = (body: BodyInit): Request =>
  new Request("http://localhost/", {
    method: "POST",
    body,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });

describe("body bounds", () => {
  it("reads up to the bound and refuses one byte more before holding it", async () => {
    expect(await readBody(post("1234567890"), bounds)).toMatchObject({ ok: true, bytes: Buffer.from("1234567890") });
    expect(await readBody(post("12345678901"), bounds)).toMatchObject({ ok: false, status: 413 });
  });

  it("an endless stream is cut at the bound and cancelled", async () => {
    let cancelled = false;
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(4)),
      cancel: () => {
        cancelled = true;
      },
    });
    expect(await readBody(post(stream), bounds)).toMatchObject({ ok: false, status: 413 });
    expect(cancelled).toBe(true);
  });

  it("a sender that trickles is cut at the deadline (W02)", async () => {
    const never = new ReadableStream({ pull: () => new Promise(() => undefined) });
    expect(await readBody(post(never), { ...bounds, msMax: 5 })).toMatchObject({ ok: false, status: 408 });
  });

  it("a sender that breaks off is a bad request", async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error("reset")) });
    expect(await readBody(post(broken), bounds)).toMatchObject({ ok: false, status: 400, code: "BODY_ABORTED" });
  });
});

describe("rate limit (W08)", () => {
  it("lets a burst through, then as many as come back per second", () => {
    const allow = createRateLimit({ burst: 3, perSecond: 2, keysMax: 10 });
    expect([1, 2, 3, 4].map(() => allow("a", 0))).toEqual([true, true, true, false]);
    expect(allow("b", 0)).toBe(true);
    expect([allow("a", 499), allow("a", 500), allow("a", 501)]).toEqual([false, true, false]);
  });

  it("a clock that steps back gives nothing back", () => {
    const allow = createRateLimit({ burst: 1, perSecond: 1, keysMax: 10 });
    expect([allow("a", 10_000), allow("a", 0)]).toEqual([true, false]);
  });

  it("remembers a bounded number of keys, the latest ones", () => {
    const allow = createRateLimit({ burst: 1, perSecond: 0, keysMax: 2 });
    expect(["a", "b", "c"].map((key) => allow(key, 0))).toEqual([true, true, true]);
    expect([allow("c", 0), allow("b", 0), allow("a", 0)]).toEqual([false, false, true]);
  });
});
