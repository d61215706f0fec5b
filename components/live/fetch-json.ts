/** Reads a JSON route; a failure carries the sentence of the one error shape (`{"error":{"code","message"}}`). */

/** A route's answer that was not a success. `message` is for people. */
export class RouteError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "RouteError";
    this.status = status;
    this.code = code;
  }
}

function errorPart(body: unknown): { readonly code?: unknown; readonly message?: unknown } {
  if (typeof body !== "object" || body === null || !("error" in body)) return {};
  const { error } = body;
  return typeof error === "object" && error !== null ? error : {};
}

/**
 * GET `path` as JSON. The shape is the caller's claim: both ends come from one build.
 * @throws RouteError with the route's own sentence; TypeError when the server cannot be reached
 */
export async function fetchJson<Body>(path: string, signal: AbortSignal): Promise<Body> {
  const response = await fetch(path, { signal, headers: { accept: "application/json" } });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as Body;
  const { code, message } = errorPart(body);
  throw new RouteError(
    response.status,
    typeof code === "string" ? code : "UNREADABLE",
    typeof message === "string" ? message : `${path} answered ${response.status} without a reason.`,
  );
}
