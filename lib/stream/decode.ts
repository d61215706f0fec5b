/**
 * From the text of one server-sent event to a `StreamEvent`.
 * Knows the vocabulary only; the connection that delivers the text is not its business.
 */
import type { StreamEvent } from "@/lib/stream/events";

/** Names of all events, to be listened for one by one (EventSource has no wildcard). */
export const streamEventTypes = [
  "snapshot",
  "feed",
  "contracts",
  "ticker",
  "candle",
  "candle.closed",
  "signal",
  "mfe",
  "notice",
  "review",
  "beat",
] as const satisfies readonly StreamEvent["type"][];

/** The one field without which an event of this type cannot be applied. */
const requiredField: Readonly<Record<StreamEvent["type"], string>> = {
  snapshot: "tickers",
  feed: "feed",
  contracts: "contracts",
  ticker: "tickers",
  candle: "candles",
  "candle.closed": "candle",
  signal: "signal",
  mfe: "trades",
  notice: "notice",
  review: "reviews",
  beat: "at",
};

/**
 * The event, or null when the text is not JSON or not an event of that type.
 * The worker and the page come from one build, so the shape is checked at its root only; the caller counts and drops nulls.
 */
export function decodeEvent(type: StreamEvent["type"], data: string): StreamEvent | null {
  let body: unknown;
  try {
    body = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, requiredField[type])) return null;
  return { ...body, type } as StreamEvent;
}
