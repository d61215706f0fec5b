/**
 * The vendor's wire: frames as they arrive and requests as they are sent (massive-futures-api 1 and 2).
 * Types describe what the vendor promises; worker/feed/parse.ts trusts none of it.
 *
 * Greeting:   [{"ev":"status","status":"connected","message":"Connected Successfully"}]
 * Trade:      [{"ev":"T","sym":"NQZ6","p":25104.25,"s":2,"t":1795186800123,"q":27317882}]
 * Quote:      [{"ev":"Q","sym":"NQZ6","bp":25104.00,"bs":7,"bt":1795186800101,"ap":25104.25,"as":4,"at":1795186800122,"t":1795186800122}]
 * Aggregate:  [{"ev":"AM","sym":"NQZ6","v":1830,"dv":"45940777.50","o":"25104.00","c":"25106.25","h":"25108.00","l":"25101.50","n":951,"s":1795186800000,"e":1795186860000}]
 */
import type { Channel } from "@/worker/feed/types";

/** A price on the wire: documented as a number, on A and AM measured as decimal text. */
export type WirePrice = number | string;

/** Words of `status` events (massive-futures-api 1.2). */
export type StatusWord =
  | "connected"
  | "auth_success"
  | "auth_failed"
  | "auth_timeout"
  | "success"
  | "error"
  | "max_connections";

export interface StatusFrame {
  readonly ev: "status";
  readonly status: StatusWord;
  /** Display text; only confirmations are read from it. */
  readonly message: string;
}

export interface TradeFrame {
  readonly ev: "T";
  readonly sym: string;
  readonly p: WirePrice;
  readonly s: number;
  /** Epoch ms. */
  readonly t: number;
  /** Increasing and unique per ticker within a session; gaps are normal. */
  readonly q: number;
}

export interface QuoteFrame {
  readonly ev: "Q";
  readonly sym: string;
  /** Missing when there is no bid. */
  readonly bp?: WirePrice;
  readonly bs?: number;
  readonly bt?: number;
  readonly ap?: WirePrice;
  readonly as?: number;
  readonly at?: number;
  readonly t: number;
}

export interface AggregateFrame {
  readonly ev: "A" | "AM";
  readonly sym: string;
  readonly v: number;
  /** Sum of price times contracts, without the multiplier. */
  readonly dv: WirePrice;
  readonly o: WirePrice;
  readonly c: WirePrice;
  readonly h: WirePrice;
  readonly l: WirePrice;
  readonly n: number;
  /** Window [s, e), epoch ms. */
  readonly s: number;
  readonly e: number;
}

/** One channel of one ticker, e.g. `AM.NQZ6`. */
export type Subscription = `${Channel}.${string}`;

/** First message after the greeting. Contains the key: never log it. */
export function authRequest(key: string): string {
  return JSON.stringify({ action: "auth", params: key });
}

/** Asks for subscriptions; the answer is one `success` event per subscription. */
export function subscribeRequest(subscriptions: readonly Subscription[]): string {
  return JSON.stringify({ action: "subscribe", params: subscriptions.join(",") });
}

/** Ends subscriptions. */
export function unsubscribeRequest(subscriptions: readonly Subscription[]): string {
  return JSON.stringify({ action: "unsubscribe", params: subscriptions.join(",") });
}

/** The subscription a `success` message confirms; null when it is no such message. May carry a trailing space. */
export function confirmedSubscription(message: string): Subscription | null {
  const match = /^subscribed to: *((?:AM|[TQA])\.[^\s]+) *$/.exec(message);
  return (match?.[1] as Subscription | undefined) ?? null;
}
