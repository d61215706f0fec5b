/**
 * Where the tape stands when no trade says so: the wall clock less what the feed lags behind it. A candle must not be closed
 * while trades of its minute are still on their way, so the lag follows what trades show (a slow line, a clock that is off),
 * and after a pause of this process the clock stands until what waited in the socket has been read. Pure; time is an argument.
 */
import type { EpochMs, TickSource } from "@/lib/market/types";

/** How far the tape may lag behind the receipt of its ticks before candles are closed without it, ms. */
const tapeLagMs: Readonly<Record<TickSource, number>> = {
  live: 1000,
  simulated: 1000,
  // The plan delays by 10 minutes; the rest is its own jitter.
  delayed: 10 * 60_000 + 15_000,
  replay: Number.POSITIVE_INFINITY,
  backfill: Number.POSITIVE_INFINITY,
};

/** Beside the longest lag that trades have shown lately. */
export const lagMarginMs = 500;
/** For how long at least a lag that was seen counts. */
export const lagKeptMs = 30_000;
/** A beat that comes this much after the one before: the process stood still, or the machine's clock was set. */
export const stallMsMin = 500;

/** The clock that follows from the wall clock alone; -Infinity when only exchange time counts. */
export function tapeTime(now: EpochMs, source: TickSource): EpochMs {
  return now - tapeLagMs[source];
}

/** What of a trade tells how far the tape lags. */
export interface TimedTrade {
  readonly exchangeAt: EpochMs;
  readonly receivedAt: EpochMs;
}

/** The tape's clock of one feed. */
export class TapeClock {
  private readonly mode: TickSource;
  private newestAt: EpochMs = Number.NEGATIVE_INFINITY;
  /** Longest lags seen in this span of `lagKeptMs` and in the one before. */
  private lag = 0;
  private lagBefore = 0;
  private spanAt: EpochMs = Number.NEGATIVE_INFINITY;
  private beatAt: EpochMs = Number.NEGATIVE_INFINITY;
  private standsUntil: EpochMs = Number.NEGATIVE_INFINITY;

  constructor(mode: TickSource) {
    this.mode = mode;
  }

  /** Trades of one frame of the socket. One older than another says nothing of the lag: it is late by itself. */
  sawTrades(trades: readonly TimedTrade[]): void {
    let newest: TimedTrade | null = null;
    for (const trade of trades) {
      if (trade.exchangeAt >= (newest?.exchangeAt ?? this.newestAt)) newest = trade;
    }
    if (newest === null) return;
    this.newestAt = newest.exchangeAt;
    this.turn(newest.receivedAt);
    this.lag = Math.max(this.lag, newest.receivedAt - newest.exchangeAt);
  }

  /** To be asked on every beat. @returns where the tape stands; -Infinity while that is not known */
  beat(now: EpochMs): EpochMs {
    const stood = now < this.standsUntil && now >= this.standsUntil - stallMsMin;
    // Not twice in a row: a machine that is always late must not stop the clock for ever, and the socket has been read by then.
    const stalled = Number.isFinite(this.beatAt) && now - this.beatAt > stallMsMin && this.beatAt >= this.standsUntil;
    if (stalled) this.standsUntil = now + stallMsMin;
    this.beatAt = now;
    this.turn(now);
    if (stood || stalled) return Number.NEGATIVE_INFINITY;
    return Math.min(tapeTime(now, this.mode), now - Math.max(this.lag, this.lagBefore) - lagMarginMs);
  }

  private turn(now: EpochMs): void {
    const age = now - this.spanAt;
    if (age >= 0 && age < lagKeptMs) return;
    this.lagBefore = age >= 2 * lagKeptMs || age < 0 ? 0 : this.lag;
    this.lag = 0;
    this.spanAt = now;
  }
}
