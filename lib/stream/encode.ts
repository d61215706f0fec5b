/**
 * The wire form of one event of the stream: a server-sent-events message.
 * Knows nothing of clients, queues or sockets: the hub encodes an event once and hands the same text to everyone.
 */
import type { StreamEvent } from "@/lib/stream/events";

/** Position in the stream: which run of the worker (`bootId`) and how many facts it had published. */
export interface EventId {
  readonly bootId: string;
  /** Facts published so far, integer >= 0. A reading carries the number of the last fact before it. */
  readonly sequence: number;
}

/** `<bootId>-<sequence>`: what a client sends back as Last-Event-ID. */
export function formatEventId(id: EventId): string {
  return `${id.bootId}-${id.sequence}`;
}

/** Reads an id as a client sent it; null when it is not one of ours (garbage is an ordinary answer, not an error). */
export function parseEventId(text: string): EventId | null {
  const match = /^([A-Za-z0-9]{1,64})-(\d{1,15})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { bootId: match[1], sequence: Number(match[2]) };
}

/** One event as text. The JSON holds no raw line break, so a single `data:` line is enough. */
export function encodeEvent(id: EventId, event: StreamEvent): string {
  return `event: ${event.type}\nid: ${formatEventId(id)}\ndata: ${JSON.stringify(event)}\n\n`;
}

/**
 * The last message of a stream whose session is over. About the connection, not the market, so it is no `StreamEvent`:
 * a page asks /api/session when its stream is lost.
 */
export function encodeSessionEnded(): string {
  return "event: session.ended\ndata: {}\n\n";
}

/** Tells an EventSource how long to wait before it reconnects, in ms. */
export function encodeRetry(delayMs: number): string {
  return `retry: ${Math.round(delayMs)}\n\n`;
}
