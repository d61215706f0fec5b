/**
 * A request body read with bounds: bytes and time. What is too large is refused before it is held or parsed,
 * and a sender that trickles is cut, so that no request keeps memory or a connection. Knows nothing of what the bytes mean.
 */

export interface BodyBounds {
  /** Bytes taken; one more is 413. */
  readonly bytesMax: number;
  /** Time for the whole body; later is 408. */
  readonly msMax: number;
}

export type BodyRead =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly status: 400 | 408 | 413; readonly code: string; readonly message: string };

const aborted = {
  ok: false,
  status: 400,
  code: "BODY_ABORTED",
  message: "The body ended before it was complete.",
} as const;

/** Reads a body to its end within the bounds. A refusal cancels the rest of it. */
export async function readBody(request: Request, bounds: BodyBounds): Promise<BodyRead> {
  const announced = Number(request.headers.get("content-length") ?? "0");
  if (announced > bounds.bytesMax) return tooLarge(bounds.bytesMax);
  const reader = request.body?.getReader();
  if (reader === undefined) return { ok: true, bytes: new Uint8Array(0) };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<BodyRead>((resolve) => {
    const message = `Expected the whole body within ${bounds.msMax} ms.`;
    timer = setTimeout(() => resolve({ ok: false, status: 408, code: "BODY_TIMEOUT", message }), bounds.msMax);
  });
  const result = await Promise.race([readAll(reader, bounds.bytesMax), late]);
  clearTimeout(timer);
  if (!result.ok) {
    // The answer is decided; whether the sender still hears the cancellation does not matter.
    reader.cancel().catch(() => undefined);
  }
  return result;
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, bytesMax: number): Promise<BodyRead> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { ok: true, bytes: Buffer.concat(chunks, size) };
      size += value.byteLength;
      if (size > bytesMax) return tooLarge(bytesMax);
      chunks.push(value);
    }
  } catch {
    return aborted;
  }
}

function tooLarge(bytesMax: number): BodyRead {
  return { ok: false, status: 413, code: "BODY_TOO_LARGE", message: `Expected a body of at most ${bytesMax} bytes.` };
}
