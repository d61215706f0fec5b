/**
 * One event stream that heals itself. Knows nothing of React, tabs or what the events mean.
 *
 * States of `ConnectionStatus`: `connecting` (nothing received yet) → `open` (an event within the last `silenceMax`)
 * → `lost` (silence; says since when) → `open` again. The heartbeat comes every second, so silence means a dead path,
 * whatever the socket pretends. The watchdog alone decides what is shown; an error makes it impatient and decides when to reopen.
 * EventSource gives up for good after an HTTP error (and after a sleep), so every reopening is ours, with the last id in the URL.
 */
import type { EpochMs } from "@/lib/market/types";
import { decodeEvent, streamEventTypes } from "@/lib/stream/decode";
import type { StreamEvent } from "@/lib/stream/events";

/** Silence after which the stream counts as lost, ms. Two missed heartbeats and a half. */
export const silenceMax = 2500;
/** Silence after an error, ms: the path is known to be cut, and only a stream reopened at once is not worth a word. */
export const brokenSilenceMax = 500;
/** How long one attempt may take before its first event, ms. */
export const attemptMax = 6000;
/** Backoff between attempts, ms: doubles from the first to the max, half of it jitter. */
export const backoffFirstMs = 250;
export const backoffMax = 4000;
/** Heartbeats the clock offset is estimated over. */
export const offsetWindowMax = 60;

export interface ConnectionStatus {
  readonly state: "connecting" | "open" | "lost";
  /** Since when it is in this state; for `lost`: when the last event came. */
  readonly since: EpochMs;
  /** Worker's clock minus this machine's, ms; null before the first heartbeat. */
  readonly offsetMs: number | null;
  /** Worker → browser, ms, of the newest heartbeat, relative to the fastest of the last minute. */
  readonly latencyMs: number | null;
  /** Attempts since the last event. */
  readonly attempts: number;
  /** Events that could not be read. */
  readonly undecodable: number;
}

/** The part of EventSource used here; a test passes its own. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface ConnectionDeps {
  readonly url: string;
  readonly open: (url: string) => EventSourceLike;
  readonly now: () => EpochMs;
  readonly random: () => number;
  readonly setTimer: (run: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly onEvent: (event: StreamEvent) => void;
  /** Called on every change of state and with each heartbeat. */
  readonly onStatus: (status: ConnectionStatus) => void;
}

export const initialStatus: ConnectionStatus = {
  state: "connecting",
  since: 0,
  offsetMs: null,
  latencyMs: null,
  attempts: 0,
  undecodable: 0,
};

/** Delay before attempt `n` (0-based), ms, with the random part in [0.5, 1). */
export function backoffMs(attempt: number, random: number): number {
  return Math.min(backoffMax, backoffFirstMs * 2 ** attempt) * (0.5 + random / 2);
}

/** See the module header for the states. */
export class StreamConnection {
  #status = initialStatus;
  #source: EventSourceLike | null = null;
  #lastEventId = "";
  #lastEventAt: EpochMs | null = null;
  #watchdog: unknown = null;
  #reopening: unknown = null;
  #running = false;
  readonly #gaps: number[] = [];
  readonly #deps: ConnectionDeps;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#publish({ ...initialStatus, since: this.#deps.now() });
    this.#open();
  }

  stop(): void {
    this.#running = false;
    this.#watchdog = this.#cancel(this.#watchdog);
    this.#reopening = this.#cancel(this.#reopening);
    this.#closeSource();
  }

  /** Try now instead of waiting for the backoff (the network is back, the machine woke up). */
  hurry(): void {
    if (this.#running && this.#source === null) this.#open();
  }

  #open(): void {
    this.#reopening = this.#cancel(this.#reopening);
    this.#closeSource();
    const { url } = this.#deps;
    const resume = this.#lastEventId === "" ? "" : `?lastEventId=${encodeURIComponent(this.#lastEventId)}`;
    const source = this.#deps.open(`${url}${resume}`);
    this.#source = source;
    for (const type of streamEventTypes) {
      source.addEventListener(type, (message) => {
        if (this.#source === source) this.#receive(type, message);
      });
    }
    source.addEventListener("error", () => {
      if (this.#source !== source) return;
      if (this.#status.state === "open") this.#arm(brokenSilenceMax);
      this.#scheduleReopen();
    });
    if (this.#status.state !== "open") this.#arm(attemptMax);
  }

  #scheduleReopen(): void {
    this.#closeSource();
    if (!this.#running || this.#reopening !== null) return;
    const { attempts } = this.#status;
    this.#reopening = this.#deps.setTimer(() => this.#open(), backoffMs(attempts, this.#deps.random()));
    this.#publish({ attempts: attempts + 1 });
  }

  #onSilence(): void {
    this.#watchdog = null;
    if (this.#status.state !== "lost") {
      this.#publish({ state: "lost", since: this.#lastEventAt ?? this.#deps.now(), latencyMs: null });
    }
    this.#scheduleReopen();
  }

  #receive(type: StreamEvent["type"], message: MessageEvent<string>): void {
    const at = this.#deps.now();
    const event = decodeEvent(type, message.data);
    this.#lastEventAt = at;
    if (message.lastEventId !== "") this.#lastEventId = message.lastEventId;
    if (this.#status.state !== "open") this.#publish({ state: "open", since: at });
    this.#arm(silenceMax);
    if (event === null) this.#publish({ undecodable: this.#status.undecodable + 1 });
    else if (event.type === "beat") this.#measure(event.at, at);
    else this.#deps.onEvent(event);
  }

  /** The worker's clock is at least `beat - receipt` ahead; the fastest heartbeat of the window comes closest to the truth. */
  #measure(beatAt: EpochMs, receivedAt: EpochMs): void {
    this.#gaps.push(beatAt - receivedAt);
    if (this.#gaps.length > offsetWindowMax) this.#gaps.shift();
    const offsetMs = Math.max(...this.#gaps);
    // A heartbeat proves the path; an event alone may be the last gasp of a worker that keeps falling over.
    this.#publish({ offsetMs, latencyMs: offsetMs - (beatAt - receivedAt), attempts: 0 });
  }

  #arm(ms: number): void {
    this.#cancel(this.#watchdog);
    this.#watchdog = this.#deps.setTimer(() => this.#onSilence(), ms);
  }

  #cancel(timer: unknown): null {
    if (timer !== null) this.#deps.clearTimer(timer);
    return null;
  }

  #closeSource(): void {
    this.#source?.close();
    this.#source = null;
  }

  #publish(next: Partial<ConnectionStatus>): void {
    this.#status = { ...this.#status, ...next };
    this.#deps.onStatus(this.#status);
  }
}
