import { describe, expect, it } from "vitest";
import { z } from "zod";
import { answerOrUnavailable, jsonError, jsonOk, parseQuery } from "@/lib/http/respond";

describe("JSON answers", () => {
  it("errors have one shape, details only when given", async () => {
    const plain = jsonError(404, "NOT_FOUND", "No such signal.");
    expect(plain.status).toBe(404);
    expect(await plain.json()).toEqual({ error: { code: "NOT_FOUND", message: "No such signal." } });
    expect(await jsonError(400, "X", "y", [1]).json()).toEqual({ error: { code: "X", message: "y", details: [1] } });
  });

  it("answers are never cached", () => {
    expect(jsonOk({}).headers.get("cache-control")).toBe("no-store");
    expect(jsonError(400, "X", "y").headers.get("cache-control")).toBe("no-store");
  });

  it("a storage failure is 503 with Retry-After and no trace of the cause", async () => {
    const causes: unknown[] = [];
    const answer = await answerOrUnavailable(
      () => Promise.reject(new Error("password authentication failed for user x")),
      (cause) => causes.push(cause),
    );
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(await answer.text()).not.toContain("password");
    expect(causes).toHaveLength(1);
  });
});

describe("query parsing", () => {
  const schema = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) });

  it("gives the typed value with defaults", () => {
    expect(parseQuery(schema, "http://x/api")).toEqual({ ok: true, value: { limit: 100 } });
    expect(parseQuery(schema, "/api?limit=7")).toEqual({ ok: true, value: { limit: 7 } });
  });

  it("names every wrong parameter", async () => {
    const result = parseQuery(schema, "/api?limit=0&sort=x");
    if (result.ok) throw new Error("expected a refusal");
    const body = (await result.response.json()) as { error: { code: string; message: string; details: unknown[] } };
    expect(body.error.code).toBe("BAD_QUERY");
    expect(body.error.message).toContain("limit");
    expect(body.error.message).toContain("sort");
    expect(body.error.details).toHaveLength(2);
  });

  it("refuses a parameter given twice", () => {
    expect(parseQuery(schema, "/api?limit=1&limit=2").ok).toBe(false);
  });
});
