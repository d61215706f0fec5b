/**
 * Fans events out to the clients of the stream.
 * Facts go out at once, in order, and the newest are kept for clients that come back with an id. Readings are collected
 * per key and go out on a beat (at once after a pause). Every text is encoded once, however many clients there are.
 * Knows nothing of HTTP (server.ts) or of where events come from.
 */
import type { Clock } from "@/lib/clock";
import { encodeEvent, encodeRetry, parseEventId } from "@/lib/stream/encode";
import type { FeedStatus, StreamEvent } from "@/lib/stream/events";
import { Board } from "@/worker/hub/board";
import { type ReadingEvent, ReadingSet } from "@/worker/hub/readings";
import {
  type GoneReason,
  type Outlet,
  Subscriber,
  type SubscriberLimits,
  subscriberLimits,
} from "@/worker/hub/subscriber";
import type { StopTimer, Timers } from "@/worker/timer";

/** Readings go out at most this often: one display frame. */
export const readingBeatMs = 16;
/** Period of the `beat` event. */
export const heartbeatMs = 1000;
/** Facts kept for clients that come back, about two minutes of a busy market. Older ones: `resumed: false`. */
export const keptFactsMax = 2000;
/** Clients at a time. Policy: the next one gets 503 with Retry-After. */
export const subscribersMax = 2000;
/** Delay told to the clients when the worker stops, ms; each gets up to twice as much, so that they do not return together. */
const reconnectDelayMs = 500;

type Fact = Exclude<StreamEvent, ReadingEvent | { type: "snapshot" } | { type: "beat" }>;

export interface HubOptions {
  /** Unique per run of the worker, `[A-Za-z0-9]+`. */
  readonly bootId: string;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Uniform in [0, 1), for spreading reconnections. */
  readonly random: () => number;
  /** Feed state before the first one is published. */
  readonly feed: FeedStatus;
  readonly limits?: SubscriberLimits;
}

/** Counters since the start and present sizes, for /readyz. */
export interface HubStats {
  readonly clients: number;
  readonly connected: number;
  readonly facts: number;
  readonly encoded: number;
  readonly cut: Readonly<Record<GoneReason, number>>;
  readonly heldBytes: number;
}

/** The hub. Call `start` once, `close` at the end. */
export class Hub {
  private readonly subscribers = new Set<Subscriber>();
  private readonly board: Board;
  private readonly pending = new ReadingSet();
  /** Encoded facts by number; holds the numbers sequence - kept.length + 1 .. sequence. */
  private kept: string[] = [];
  private sequence = 0;
  private encoded = 0;
  private connected = 0;
  private readonly goneCounts: Record<GoneReason, number> = {
    left: 0,
    "queue-events": 0,
    "queue-bytes": 0,
    stalled: 0,
  };
  private flushedAt = 0;
  private stopFlush: StopTimer | null = null;
  private stopHeartbeat: StopTimer | null = null;

  private readonly options: HubOptions;

  constructor(options: HubOptions) {
    this.options = options;
    this.board = new Board(options.feed);
  }

  /** Begins the heartbeat. */
  start(): void {
    this.stopHeartbeat ??= this.options.timers.every(heartbeatMs, () => this.heartbeat());
  }

  /** True when no further client is taken. */
  get full(): boolean {
    return this.subscribers.size >= subscribersMax;
  }

  /**
   * Takes in a client: snapshot, then the facts it missed if `lastEventId` is known, then how far the running trades have come,
   * then everything new.
   */
  attach(outlet: Outlet, lastEventId: string | null): Subscriber {
    const { clock, limits = subscriberLimits, bootId } = this.options;
    const missed = lastEventId === null ? [] : this.factsAfter(lastEventId);
    const snapshot = this.encode({
      type: "snapshot",
      at: clock.now(),
      bootId,
      resumed: missed !== null,
      ...this.board.snapshot(),
    });
    const subscriber = new Subscriber(outlet, limits, clock, (gone, reason) => {
      this.subscribers.delete(gone);
      this.goneCounts[reason] += 1;
    });
    this.subscribers.add(subscriber);
    this.connected += 1;
    subscriber.begin(snapshot + (missed ?? []).join("") + this.running());
    return subscriber;
  }

  /** Publishes facts, in this order, to everyone. The caller has committed them before. */
  publish(facts: readonly Fact[]): void {
    if (facts.length === 0) return;
    // Readings made before these facts must not arrive after them: an old price would follow the exit it caused.
    this.flush();
    let text = "";
    for (const fact of facts) {
      this.board.apply(fact);
      this.sequence += 1;
      const encoded = this.encode(fact);
      this.kept.push(encoded);
      text += encoded;
    }
    // Trimmed in steps, so that the cost of moving the array is spread.
    if (this.kept.length > keptFactsMax * 2) this.kept = this.kept.slice(-keptFactsMax);
    for (const subscriber of this.subscribers) subscriber.facts(text, facts.length);
  }

  /** Takes a reading; the newest per key goes out on the next beat. */
  reading(event: ReadingEvent): void {
    this.board.apply(event);
    if (this.subscribers.size === 0) return;
    this.pending.add(event);
    if (this.stopFlush !== null) return;
    const idleMs = this.options.clock.now() - this.flushedAt;
    // After a pause nothing is gained by waiting, but the rest of this frame's events should go out together.
    const waitMs = idleMs < 0 || idleMs >= readingBeatMs ? 0 : readingBeatMs - idleMs;
    this.stopFlush = this.options.timers.after(waitMs, () => this.flush());
  }

  stats(): HubStats {
    let heldBytes = 0;
    for (const subscriber of this.subscribers) heldBytes += subscriber.heldBytes;
    const { subscribers, connected, sequence: facts, encoded, goneCounts: cut } = this;
    return { clients: subscribers.size, connected, facts, encoded, cut: { ...cut }, heldBytes };
  }

  /** Ends every stream with a jittered reconnection delay. */
  close(): void {
    this.stopHeartbeat?.();
    this.flush();
    for (const subscriber of [...this.subscribers]) {
      subscriber.end(encodeRetry(reconnectDelayMs * (1 + this.options.random())));
    }
  }

  private flush(): void {
    this.stopFlush?.();
    this.stopFlush = null;
    const events = this.pending.take();
    if (events.length === 0) return;
    this.flushedAt = this.options.clock.now();
    const text = events.map((event) => this.encode(event)).join("");
    let full: string | null = null;
    for (const subscriber of this.subscribers) {
      if (!subscriber.behind || subscriber.blocked) {
        subscriber.readings(text);
        continue;
      }
      full ??= this.board
        .readings()
        .map((event) => this.encode(event))
        .join("");
      subscriber.behind = false;
      subscriber.readings(full);
    }
  }

  private heartbeat(): void {
    const text = this.encode({ type: "beat", at: this.options.clock.now() });
    for (const subscriber of [...this.subscribers]) {
      subscriber.check();
      subscriber.readings(text);
    }
  }

  private encode(event: StreamEvent): string {
    this.encoded += 1;
    return encodeEvent({ bootId: this.options.bootId, sequence: this.sequence }, event);
  }

  /** The newest excursions: the records of the snapshot are those of the last fact, and in a closed market no reading follows. */
  private running(): string {
    const running = this.board.readings().filter((event) => event.type === "mfe" && event.trades.length > 0);
    return running.map((event) => this.encode(event)).join("");
  }

  /** The facts after an id; null when the id is not of this run, from the future or out of the kept window. */
  private factsAfter(lastEventId: string): string[] | null {
    const id = parseEventId(lastEventId);
    if (id === null || id.bootId !== this.options.bootId) return null;
    const missed = this.sequence - id.sequence;
    if (missed < 0 || missed > this.kept.length) return null;
    return missed === 0 ? [] : this.kept.slice(-missed);
  }
}
