/**
 * The alerts of a replay: JSON Lines of `{"received_at_ms": ..., "body": "..."}`, fed in order of receipt.
 */
import { z } from "zod";
import { InputError, quoted } from "./input-error";
import { fileBytes } from "./tick-file";

const lineSchema = z.object({ received_at_ms: z.int(), body: z.string() });

export interface RecordedAlert {
  readonly receivedAt: number;
  readonly body: string;
}

function parseLine(file: string, line: number, text: string): RecordedAlert {
  const expectation = 'expected {"received_at_ms": <integer>, "body": "<text>"}';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputError(file, line, `${expectation}, got ${quoted(text)}`);
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: "" };
    throw new InputError(file, line, `${expectation}: ${path.join(".")} ${message}`.trim());
  }
  return { receivedAt: parsed.data.received_at_ms, body: parsed.data.body };
}

/** All alerts of a file in order of receipt, equal times in file order. @throws InputError with the line */
export async function readAlerts(file: string): Promise<RecordedAlert[]> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of fileBytes(file)) text += decoder.decode(chunk, { stream: true });
  const lines = (text + decoder.decode()).trimEnd().split("\n");
  if (lines.length === 1 && lines[0]?.trim() === "") return [];
  const alerts = lines.map((line, index) => parseLine(file, index + 1, line));
  return alerts.sort((left, right) => left.receivedAt - right.receivedAt);
}
