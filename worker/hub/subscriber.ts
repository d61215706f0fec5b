/**
 * One client of the event stream.
 * States: flowing (the socket takes what we write) -> blocked (it asked for a pause) -> flowing again on `drain`, or cut.
 * Facts written while blocked wait in a queue bounded in events, bytes and time; past any bound the client is cut, so a
 * slow reader never costs the others anything. Readings written while blocked are not kept: the client is `behind` and
 * gets the newest of everything once it flows again. Knows nothing of what the events mean.
 */
import type { Clock } from "@/lib/clock";
import type { EpochMs } from "@/lib/market/types";

/** Bounds of one client. Policy past any of them: the client is cut and may reconnect. */
export interface SubscriberLimits {
  readonly queuedEventsMax: number;
  /** Bytes held for one client, in our queue and in its socket, beyond the first snapshot. */
  readonly heldBytesMax: number;
  /** Longest time a socket may take nothing, ms. */
  readonly blockedMsMax: number;
}

/** Limits of the running worker (faults S01: 1 MiB or 5 s behind). */
export const subscriberLimits: SubscriberLimits = {
  queuedEventsMax: 1000,
  heldBytesMax: 1024 * 1024,
  blockedMsMax: 5000,
};

/** The part of an HTTP response that a subscriber uses. */
export interface Outlet {
  /** False when the socket asks for a pause until `drain`. */
  write(chunk: string): boolean;
  end(chunk?: string): unknown;
  destroy(): unknown;
  on(event: "drain" | "close", listener: () => void): unknown;
  readonly writableLength: number;
}

/** Why a client is gone: it went by itself, or past which bound it was cut. */
export type GoneReason = "left" | "queue-events" | "queue-bytes" | "stalled";

/** One connected client: write facts and readings, it keeps the bounds. */
export class Subscriber {
  private queue: string[] = [];
  private queuedEvents = 0;
  private queuedBytes = 0;
  private snapshotBytes = 0;
  private blockedAt: EpochMs | null = null;
  private closed = false;
  /** Missed at least one reading: needs the newest of all of them. */
  behind = false;

  private readonly outlet: Outlet;
  private readonly limits: SubscriberLimits;
  private readonly clock: Clock;
  private readonly onGone: (subscriber: Subscriber, reason: GoneReason) => void;

  constructor(
    outlet: Outlet,
    limits: SubscriberLimits,
    clock: Clock,
    onGone: (subscriber: Subscriber, reason: GoneReason) => void,
  ) {
    this.outlet = outlet;
    this.limits = limits;
    this.clock = clock;
    this.onGone = onGone;
    outlet.on("drain", () => this.drain());
    outlet.on("close", () => this.gone("left"));
  }

  /** True while the socket takes no more. */
  get blocked(): boolean {
    return this.blockedAt !== null;
  }

  /** Bytes held in this process for the client. */
  get heldBytes(): number {
    return this.queuedBytes + this.outlet.writableLength;
  }

  /** Sends what a new client needs first; its size does not count against the bounds. */
  begin(text: string): void {
    this.snapshotBytes = text.length;
    this.write(text);
  }

  /** Sends text that must arrive, in order: `events` messages already encoded. */
  facts(text: string, events: number): void {
    if (this.closed) return;
    if (!this.blocked) {
      this.write(text);
      return;
    }
    this.queue.push(text);
    this.queuedEvents += events;
    // UTF-16 units: one byte each for the ASCII our JSON nearly always is; this is a bound, not an account.
    this.queuedBytes += text.length;
    if (this.queuedEvents > this.limits.queuedEventsMax) this.cut("queue-events");
    else if (this.heldBytes > this.limits.heldBytesMax + this.snapshotBytes) this.cut("queue-bytes");
  }

  /** Sends text that newer text may replace: dropped while blocked, and `behind` is set. */
  readings(text: string): void {
    if (this.closed) return;
    if (this.blocked) this.behind = true;
    else this.write(text);
  }

  /** Cuts the client if its socket has taken nothing for too long. To be called regularly. */
  check(): void {
    if (this.blockedAt !== null && this.clock.now() - this.blockedAt > this.limits.blockedMsMax) this.cut("stalled");
  }

  /** Ends the stream in an orderly way with a last text. */
  end(text: string): void {
    if (this.closed) return;
    this.gone("left");
    if (this.blocked) this.outlet.destroy();
    else this.outlet.end(text);
  }

  private write(text: string): void {
    if (!this.outlet.write(text)) this.blockedAt = this.clock.now();
  }

  private drain(): void {
    if (this.closed) return;
    this.blockedAt = null;
    const text = this.clearQueue();
    if (text !== "") this.write(text);
  }

  private clearQueue(): string {
    const text = this.queue.join("");
    this.queue = [];
    this.queuedEvents = 0;
    this.queuedBytes = 0;
    return text;
  }

  private cut(reason: GoneReason): void {
    this.gone(reason);
    this.outlet.destroy();
  }

  private gone(reason: GoneReason): void {
    if (this.closed) return;
    this.closed = true;
    this.clearQueue();
    this.onGone(this, reason);
  }
}
