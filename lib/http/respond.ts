/**
 * The one shape of every JSON answer: data as it is, errors as `{"error":{"code","message","details?"}}`.
 * Used by all route handlers. Knows HTTP and zod; knows no table, no rule and no framework.
 */
import type { z } from "zod";

/** What a client gets for anything that went wrong. `code` is stable and for machines, `message` is for people. */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly details?: unknown };
}

/** A value, or the finished answer that says why there is none. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly response: Response };

/** Live data must never come out of a cache on the way. */
const NO_STORE = { "cache-control": "no-store" } as const;

/**
 * Answers with data.
 * @param body JSON-safe value
 * @param status 2xx status
 */
export function jsonOk(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: NO_STORE });
}

/**
 * Answers with the error shape.
 * @param status HTTP status, 4xx or 5xx
 * @param code stable machine word, e.g. `NOT_FOUND`
 * @param message one sentence: what was expected and what came
 * @param details optional JSON-safe extra, e.g. one entry per wrong parameter
 */
export function jsonError(status: number, code: string, message: string, details?: unknown): Response {
  const body: ErrorBody = { error: details === undefined ? { code, message } : { code, message, details } };
  return Response.json(body, { status, headers: NO_STORE });
}

/**
 * Checks the query string of a request.
 * A parameter given twice is an error rather than a silent choice; names the schema does not know are the schema's to refuse (`z.strictObject`).
 * @returns the parsed value, or a 400 `BAD_QUERY` answer that names every wrong parameter
 */
export function parseQuery<T>(schema: z.ZodType<T>, url: string | URL): Checked<T> {
  const params = new URL(url, "http://localhost").searchParams;
  const names = [...params.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    const issue = { parameter: twice, message: "given more than once" };
    return { ok: false, response: jsonError(400, "BAD_QUERY", `${twice}: given more than once`, [issue]) };
  }
  const result = schema.safeParse(Object.fromEntries(params));
  if (result.success) return { ok: true, value: result.data };
  const details = result.error.issues.map((issue) => ({
    parameter: issue.path.map(String).join("."),
    message: issue.message,
  }));
  const message = details.map((detail) => `${detail.parameter || "query"}: ${detail.message}`).join("; ");
  return { ok: false, response: jsonError(400, "BAD_QUERY", message, details) };
}

/**
 * Runs a handler so that no failure of storage leaves as a stack trace: 503 `UNAVAILABLE` with Retry-After.
 * @param onError gets the cause, for the log
 */
export async function answerOrUnavailable(
  handler: () => Promise<Response>,
  onError: (cause: unknown) => void,
): Promise<Response> {
  try {
    return await handler();
  } catch (cause) {
    onError(cause);
    const response = jsonError(
      503,
      "UNAVAILABLE",
      "The data cannot be read at the moment. Try again in a few seconds.",
    );
    response.headers.set("retry-after", "5");
    return response;
  }
}
