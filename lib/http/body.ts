/**
 * Reads a JSON request body: bounded while it streams in, then checked against a schema. Errors are finished answers.
 * Knows HTTP and zod, no route.
 */
import type { z } from "zod";
import { type Checked, jsonError } from "@/lib/http/respond";

/** Largest body of our own forms, bytes. Policy: 413 before anything is parsed. */
export const bodyBytesMax = 16 * 1024;

const refuse = (status: number, code: string, message: string, details?: unknown) =>
  ({ ok: false, response: jsonError(status, code, message, details) }) as const;

/** The text of the body, or null when it is longer than allowed. */
async function readText(request: Request): Promise<string | null> {
  if (request.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > bodyBytesMax) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parseJson(text: string): Checked<unknown> {
  let holdsNul = false;
  try {
    const value: unknown = JSON.parse(text, (key, part: unknown) => {
      holdsNul ||= key.includes("\0") || (typeof part === "string" && part.includes("\0"));
      return part;
    });
    // No text in Postgres can hold it: it would fail there, as our fault.
    if (holdsNul) return refuse(400, "BAD_TEXT", "Expected text without the sign NUL (U+0000), got one with it.");
    return { ok: true, value };
  } catch {
    return refuse(400, "BAD_JSON", "Expected a JSON object, got something else.");
  }
}

/**
 * Checks the body of a request; `application/json` only, which no cross-site form can send.
 * @param schema strict, so that unknown fields are refused rather than ignored
 * @returns the parsed value, or an answer: 415, 413, 400 `BAD_JSON`, or 400 `BAD_INPUT` with one detail per wrong field
 */
export async function parseBody<T>(schema: z.ZodType<T>, request: Request): Promise<Checked<T>> {
  const type = request.headers.get("content-type") ?? "nothing";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return refuse(415, "NOT_JSON", `Expected content-type application/json, got ${type.slice(0, 60)}.`);
  }
  const text = await readText(request);
  if (text === null) return refuse(413, "TOO_LARGE", `Expected at most ${bodyBytesMax} bytes.`);
  const json = parseJson(text);
  if (!json.ok) return json;
  const result = schema.safeParse(json.value);
  if (result.success) return { ok: true, value: result.data };
  const details = result.error.issues.map((issue) => ({
    field: issue.path.map(String).join("."),
    message: issue.message,
  }));
  const message = details.map(({ field, message: text }) => (field === "" ? text : `${field}: ${text}`)).join("; ");
  return refuse(400, "BAD_INPUT", message, details);
}
