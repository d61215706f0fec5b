/** Sends a change to one of our routes as JSON and turns every answer into a value a form can show. */
import { z } from "zod";

/** What went wrong: one sentence, and one per field where the route names fields. */
export interface SendFailure {
  readonly status: number;
  /** Stable word of the route; absent when it gave none. */
  readonly code?: string;
  /** What the route said beyond the sentence, unchecked. */
  readonly details?: unknown;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

export type Sent<Body> = { readonly ok: true; readonly body: Body } | ({ readonly ok: false } & SendFailure);

const errorBody = z.object({
  error: z.object({ code: z.string().catch(""), message: z.string(), details: z.unknown().optional() }),
});
const fieldDetails = z.array(z.object({ field: z.string(), message: z.string() })).catch([]);

export type ChangeMethod = "POST" | "PUT" | "PATCH" | "DELETE";

/** The shape of a success is the caller's claim: both ends come from one build. */
export async function send<Body>(method: ChangeMethod, path: string, content: unknown = {}): Promise<Sent<Body>> {
  let response: Response;
  try {
    const headers = { "content-type": "application/json", accept: "application/json" };
    response = await fetch(path, { method, headers, body: JSON.stringify(content) });
  } catch {
    return { ok: false, status: 0, message: "The server cannot be reached. Nothing was changed.", fields: {} };
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return { ok: true, body: body as Body };
  const read = errorBody.safeParse(body);
  const { status } = response;
  if (!read.success)
    return { ok: false, status, message: `The server answered ${status} without a reason.`, fields: {} };
  const { code, message, details } = read.data.error;
  const fields = Object.fromEntries(fieldDetails.parse(details ?? []).map((detail) => [detail.field, detail.message]));
  return { ok: false, status, code, message, details, fields };
}
