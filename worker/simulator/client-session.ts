/**
 * One client of the simulated exchange's socket: greeting, key, subscriptions, frames (massive-futures-api 1.2 to 1.5).
 * Behaves as the vendor was observed to: unknown channels are met with silence, unknown tickers are confirmed,
 * repeated subscriptions get no second answer, a client that does not read is cut off. Knows no market.
 */
import type WebSocket from "ws";
import { z } from "zod";
import { confirmedSubscription } from "@/worker/feed/messages";
import type { Channel } from "@/worker/feed/types";
import type { EncodedEvent } from "@/worker/simulator/wire";
import type { StopTimer, Timers } from "@/worker/timer";

export const sessionLimits = {
  /** Time to send the key after the greeting. */
  authMsMax: 10_000,
  /** Bytes waiting for a client that does not read; past it the connection is cut. */
  bufferedBytesMax: 16_777_216,
  /** Subscriptions of one client. */
  subscriptionsMax: 10_000,
} as const;

const CLOSE_POLICY = 1008;
const request = z.object({ action: z.string(), params: z.string() });

export interface SessionRules {
  /** The only key accepted; null accepts any that is not empty. */
  readonly key: string | null;
  /** Channels outside the plan: refused with `not authorized`. */
  readonly denied: readonly Channel[];
  readonly timers: Timers;
  /** The key was accepted. */
  readonly onAuthenticated: (session: ClientSession) => void;
  readonly onSubscribed: () => void;
}

export class ClientSession {
  readonly #socket: WebSocket;
  readonly #rules: SessionRules;
  readonly #subscriptions = new Set<string>();
  #key: string | null = null;
  #stopAuthTimer: StopTimer;

  constructor(socket: WebSocket, rules: SessionRules) {
    this.#socket = socket;
    this.#rules = rules;
    this.#stopAuthTimer = rules.timers.after(sessionLimits.authMsMax, () => {
      this.#status("auth_timeout", "No authentication request received.");
      socket.close(CLOSE_POLICY);
    });
    socket.on("message", (data: Buffer) => this.#received(data.toString("utf8")));
    socket.on("close", () => this.#stopAuthTimer());
    this.#status("connected", "Connected Successfully");
  }

  /** The key this client came with; null before it was accepted. */
  get key(): string | null {
    return this.#key;
  }

  get subscribed(): boolean {
    return this.#subscriptions.size > 0;
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Sends those events the client subscribed to, in one frame. */
  send(events: readonly EncodedEvent[]): void {
    if (this.#subscriptions.size === 0) return;
    const wanted = events.filter((event) => this.#wants(event.subscription)).map((event) => event.json);
    if (wanted.length === 0) return;
    if (this.#socket.bufferedAmount > sessionLimits.bufferedBytesMax) this.#socket.terminate();
    else this.#socket.send(`[${wanted.join(",")}]`);
  }

  /** Another connection with the same key came: the newest wins. */
  evict(): void {
    this.#status("max_connections", "Maximum number of websocket connections exceeded.");
    this.#socket.close(CLOSE_POLICY, "max connections");
  }

  close(): void {
    this.#socket.close(1001, "exchange closes");
  }

  #wants(subscription: string): boolean {
    return this.#subscriptions.has(subscription) || this.#subscriptions.has(`${subscription.split(".", 1)[0]}.*`);
  }

  #status(status: string, ...messages: string[]): void {
    if (messages.length > 0)
      this.#socket.send(JSON.stringify(messages.map((message) => ({ ev: "status", status, message }))));
  }

  #received(text: string): void {
    const parsed = request.safeParse(parseJson(text));
    if (!parsed.success) {
      this.#fail("expected {action, params}");
      return;
    }
    const { action, params } = parsed.data;
    if (action === "auth") this.#authenticate(params);
    else if (this.#key === null) this.#fail("not authenticated");
    else if (action === "subscribe") this.#subscribe(params.split(","));
    else if (action === "unsubscribe") this.#unsubscribe(params.split(","));
    else this.#fail(`unknown action ${action.slice(0, 40)}`);
  }

  #fail(message: string): void {
    this.#status("error", message);
  }

  #authenticate(key: string): void {
    if (this.#key !== null) return;
    this.#stopAuthTimer();
    if (key === "" || (this.#rules.key !== null && key !== this.#rules.key)) {
      this.#status("auth_failed", "authentication failed");
      this.#socket.close(CLOSE_POLICY);
      return;
    }
    this.#key = key;
    this.#status("auth_success", "authenticated");
    this.#rules.onAuthenticated(this);
  }

  #subscribe(names: readonly string[]): void {
    const known = names
      .map((name) => name.trim())
      .filter((name) => confirmedSubscription(`subscribed to: ${name}`) !== null);
    const denied = known.filter((name) => this.#rules.denied.some((channel) => name.startsWith(`${channel}.`)));
    const fresh = known.filter((name) => !denied.includes(name) && !this.#subscriptions.has(name));
    for (const name of fresh) {
      if (this.#subscriptions.size < sessionLimits.subscriptionsMax) this.#subscriptions.add(name);
    }
    if (denied.length > 0) this.#fail("not authorized");
    this.#status(
      "success",
      ...fresh.filter((name) => this.#subscriptions.has(name)).map((name) => `subscribed to: ${name}`),
    );
    if (fresh.length > 0) this.#rules.onSubscribed();
  }

  #unsubscribe(names: readonly string[]): void {
    const gone = names.map((name) => name.trim()).filter((name) => this.#subscriptions.delete(name));
    this.#status("success", ...gone.map((name) => `unsubscribed to: ${name}`));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
