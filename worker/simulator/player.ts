/**
 * Plays a recorded day through the exchange: starts with the first subscriber, keeps the recorded times, ends once.
 * The one rule of pace: once started, playing waits for nobody but a subscriber that is still connected and has not
 * read what was sent (back-pressure). A client that dies loses nothing: REST answers for everything played so far.
 */
import type { Clock } from "@/lib/clock";
import type { EpochMs } from "@/lib/market/types";
import type { SimTrade } from "@/worker/simulator/events";
import type { Exchange } from "@/worker/simulator/exchange";
import type { RecordedTape } from "@/worker/simulator/recorded-tape";
import { delay, type Timers } from "@/worker/timer";

export const playerLimits = {
  /** Trades published in one go. */
  stepRowsMax: 500,
  /** Unread bytes of a client at which playing pauses. */
  bufferedBytesMax: 1_048_576,
  /** Beat of playing in recorded time, and of looking whether a slow reader caught up. */
  beatMs: 5,
} as const;

export type PlayState = "waiting" | "playing" | "finished";

/** Progress as `GET /sim/status` shows it. */
export interface PlayStatus {
  readonly state: PlayState;
  readonly played: number;
  readonly total: number;
  /** Recorded time of the last trade played; null before the first. */
  readonly lastAt: EpochMs | null;
}

export interface PlayerOptions {
  readonly exchange: Exchange;
  readonly tape: RecordedTape;
  /** Recorded seconds per second; `Infinity` is as fast as the clients read. */
  readonly speed: number;
  readonly clock: Clock;
  readonly timers: Timers;
}

export class Player {
  readonly #options: PlayerOptions;
  #state: PlayState = "waiting";
  #played = 0;
  #lastAt: EpochMs | null = null;
  #stopped = false;

  constructor(options: PlayerOptions) {
    this.#options = options;
  }

  status(): PlayStatus {
    return { state: this.#state, played: this.#played, total: this.#options.tape.trades.end, lastAt: this.#lastAt };
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Waits for the first subscriber, then plays; resolves at the end of the tape or when stopped. */
  async play(onStart: () => void): Promise<void> {
    const { exchange, tape, speed, clock, timers } = this.#options;
    await exchange.firstSubscribed;
    this.#state = "playing";
    onStart();
    const startedAt = clock.now();
    const firstAt = tape.trades.get(0)?.at ?? 0;
    while (!this.#stopped && this.#played < tape.trades.end) {
      const dueAt = Number.isFinite(speed) ? firstAt + (clock.now() - startedAt) * speed : Number.POSITIVE_INFINITY;
      const stepped = this.#step(dueAt);
      const isBehind = stepped === playerLimits.stepRowsMax;
      if (exchange.bufferedBytes > playerLimits.bufferedBytesMax || !isBehind) await delay(timers, playerLimits.beatMs);
      else await delay(timers, 0);
    }
    if (this.#stopped) return;
    exchange.advance(Number.POSITIVE_INFINITY);
    this.#state = "finished";
  }

  /** Publishes what is due, at most one step and nothing while a client is behind; returns how many rows. */
  #step(dueAt: EpochMs): number {
    const { exchange, tape } = this.#options;
    if (exchange.bufferedBytes > playerLimits.bufferedBytesMax) return 0;
    const trades: SimTrade[] = [];
    while (trades.length < playerLimits.stepRowsMax) {
      const next = tape.trades.get(this.#played + trades.length);
      if (next === undefined || next.at > dueAt) break;
      trades.push({ kind: "trade", listing: tape.listing, ...next });
    }
    exchange.publish(trades);
    this.#played += trades.length;
    this.#lastAt = trades.at(-1)?.at ?? this.#lastAt;
    return trades.length;
  }
}
