/**
 * One raw TradingView body in, one parsed delivery out (methodology 2): the door to all dialects F1 to F10.
 * Pure and total: any text has an answer, none throws, nothing is repaired or guessed.
 * The content type is not asked: a body is judged by what it is.
 */
import { isColonString, parseColonString } from "@/lib/signal/alert-colon";
import { parseJsonBody } from "@/lib/signal/alert-json";
import type { ParsedDelivery } from "@/lib/signal/types";

/** Longest body read, in characters; the webhook caps bytes at the same number. */
export const ALERT_BODY_LENGTH_MAX = 16_384;

const BYTE_ORDER_MARK = "\ufeff";

/**
 * Parses a raw body.
 * @returns a signal to judge, telemetry to keep, or `BAD_PAYLOAD` with what was expected
 */
export function parseAlert(body: string): ParsedDelivery {
  if (body.length > ALERT_BODY_LENGTH_MAX) {
    return bad(`Expected at most ${ALERT_BODY_LENGTH_MAX} characters, got ${body.length}.`);
  }
  const text = (body.startsWith(BYTE_ORDER_MARK) ? body.slice(1) : body).trim();
  if (text === "") return bad("Expected an alert, got an empty body.");
  return isColonString(text) ? parseColonString(text) : parseJsonBody(text);
}

function bad(message: string): ParsedDelivery {
  return { kind: "bad", code: "BAD_PAYLOAD", message };
}
