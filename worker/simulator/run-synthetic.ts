/**
 * Drives the synthetic market with the real clock: a past first, so that REST and the indicator have one, then a beat.
 * Holds the timers; the market itself knows none.
 */
import type { Clock } from "@/lib/clock";
import type { EpochMs } from "@/lib/market/types";
import type { AlertPoster } from "@/worker/simulator/alert-poster";
import type { SyntheticArguments } from "@/worker/simulator/arguments";
import type { Exchange } from "@/worker/simulator/exchange";
import { SyntheticMarket } from "@/worker/simulator/synthetic-market";
import type { StopTimer, Timers } from "@/worker/timer";

/** Beat of the live market. */
const BEAT_MS = 10;
/** Steps of the past before the start. */
const PAST_STEP_MS = 500;
/** Trades per second of the past: enough for candles, little to hand out. */
const PAST_RATE = 8;
/** After a pause of the machine the market skips ahead instead of making up for more than this. */
const CATCH_UP_MS_MAX = 5_000;
const MINUTE_MS = 60_000;

export interface SyntheticRun {
  readonly trades: () => number;
  readonly stop: StopTimer;
}

/** Fills the past, then runs until stopped. */
export function runSynthetic(
  exchange: Exchange,
  poster: AlertPoster,
  { seed, rate, historyMinutes }: SyntheticArguments,
  clock: Clock,
  timers: Timers,
): SyntheticRun {
  const startAt = clock.now();
  const market = new SyntheticMarket({ seed, rate: PAST_RATE });
  exchange.list(market.listings(startAt));
  let trades = 0;
  const play = (from: EpochMs, to: EpochMs, isPast: boolean): void => {
    exchange.list(market.listings(from));
    const events = market.step(from, to);
    trades += events.filter((event) => event.kind === "trade").length;
    poster.take([...exchange.publish(events), ...exchange.advance(to)], isPast);
  };
  for (let at = startAt - historyMinutes * MINUTE_MS; at < startAt; at += PAST_STEP_MS) {
    play(at, Math.min(at + PAST_STEP_MS, startAt), true);
  }
  void poster.postLate();
  market.setRate(rate);
  let lastAt = startAt;
  const stop = timers.every(BEAT_MS, () => {
    const now = clock.now();
    if (now <= lastAt) return;
    play(Math.max(lastAt, now - CATCH_UP_MS_MAX), now, false);
    lastAt = now;
  });
  return { trades: () => trades, stop };
}
