/**
 * Is the connection alive? Two independent questions: does the other side answer pings, and does an open market send data.
 * The vendor sends no heartbeat and sockets were seen to die silently (massive-futures-api 1.5).
 * Knows no socket: it asks for a ping and reports death, once.
 */
import type { Clock } from "@/lib/clock";
import type { EpochMs } from "@/lib/market/types";
import { feedLimits } from "@/worker/feed/limits";
import type { StopTimer, Timers } from "@/worker/timer";

export interface LivenessOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ping: () => void;
  /** Called at most once. */
  readonly onDead: (cause: "no-pong" | "silent", silentMs: number) => void;
  /** Whether the market is open at an instant of exchange time. */
  readonly isOpen: (at: EpochMs) => boolean;
  /** How late the plan delivers. */
  readonly delayMs: number;
}

export class Liveness {
  readonly #options: LivenessOptions;
  readonly #stops: StopTimer[];
  #stopPong: StopTimer | null = null;
  #framesSincePing = 0;
  #watchSince: EpochMs | null = null;
  #silenceMs = 0;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#stops = [
      options.timers.every(feedLimits.pingEveryMs, () => this.#ping()),
      options.timers.every(feedLimits.watchdogEveryMs, () => this.#lookForData()),
    ];
  }

  /** Anything came in: a frame, a ping or a pong. */
  sawLife(): void {
    this.#framesSincePing += 1;
  }

  /** Market data came in. */
  sawData(): void {
    if (this.#watchSince !== null) this.#watchSince = this.#options.clock.now();
  }

  /** From now on an open market must not be silent for longer than `silenceMs`. */
  expectData(silenceMs: number): void {
    this.#silenceMs = silenceMs;
    this.#watchSince = this.#options.clock.now();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stopPong?.();
  }

  #ping(): void {
    this.#framesSincePing = 0;
    this.#options.ping();
    this.#stopPong?.();
    this.#stopPong = this.#options.timers.after(feedLimits.pongMsMax, () => {
      if (this.#framesSincePing === 0) this.#die("no-pong", feedLimits.pongMsMax);
    });
  }

  #lookForData(): void {
    if (this.#watchSince === null) return;
    const now = this.#options.clock.now();
    const silentMs = now - this.#watchSince;
    if (silentMs < this.#silenceMs) return;
    // Silence counts only when the market was open all along; sampling both ends is enough for spans below a session.
    const exchangeNow = now - this.#options.delayMs;
    const { isOpen } = this.#options;
    if (isOpen(exchangeNow) && isOpen(exchangeNow - this.#silenceMs)) this.#die("silent", silentMs);
  }

  #die(cause: "no-pong" | "silent", silentMs: number): void {
    this.stop();
    this.#options.onDead(cause, silentMs);
  }
}
