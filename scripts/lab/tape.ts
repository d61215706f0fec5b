/**
 * A made-up tape for filling a Signal Lab: one-minute bursts of trades with the day's shape of the simulated exchange,
 * volatility that clusters and a drift that turns. Far cheaper than the exchange itself (no book, no quotes), because a
 * season has a million trades. Everything follows from the seed.
 */
import type { EpochMs, Ticks } from "@/lib/market/types";
import { MINUTE_MS } from "@/lib/market/zone";
import { dayShape } from "@/worker/simulator/day-shape";
import type { Rng } from "@/worker/simulator/rng";

/** Mean trades of a minute of average liveliness. */
const TRADES_PER_MINUTE = 14;
/** Standard deviation of the move of an average minute, as a part of the price: 18 % a year. */
const MINUTE_VOLATILITY = 0.000305;
/** Volatility wanders around 1 and forgets half of it in about an hour. */
const CLUSTER_KEEP = 0.988;
const CLUSTER_STRENGTH = 0.09;
/** A drift in standard deviations of a minute; a new one comes about every forty minutes. */
const TURN_CHANCE = 0.025;
const DRIFT_STRENGTH = 0.16;
/** Price is drawn back to its average of about a day: trades that run for weeks stay rare. */
const AVERAGE_MINUTES = 1_380;
const PULL_PER_MINUTE = 0.0025;
/** Part of trades that moves several deviations at once. */
const BURST_CHANCE = 0.004;
const BURST_FACTOR = 4;

/** One minute of trades in order; the arrays are reused by the next minute. */
export interface TapeMinute {
  readonly at: number[];
  readonly price: Ticks[];
  high: Ticks;
  low: Ticks;
  close: Ticks;
}

/** The tape of one contract. */
export class Tape {
  readonly #rng: Rng;
  readonly #minute: TapeMinute = { at: [], price: [], high: 0, low: 0, close: 0 };
  #price: Ticks;
  #cluster = 0;
  #drift = 0;
  #average: number;

  constructor(rng: Rng, price: Ticks) {
    this.#rng = rng;
    this.#price = price;
    this.#average = price;
  }

  /** The trades of the minute that opens at `openAt`; a quiet minute has none. */
  minute(openAt: EpochMs): TapeMinute {
    const rng = this.#rng;
    const shape = dayShape(openAt);
    const minute = this.#minute;
    minute.at.length = 0;
    minute.price.length = 0;
    this.#cluster = this.#cluster * CLUSTER_KEEP + CLUSTER_STRENGTH * rng.normal();
    if (rng.uniform() < TURN_CHANCE) this.#drift = DRIFT_STRENGTH * rng.normal();
    this.#average += (this.#price - this.#average) / AVERAGE_MINUTES;
    const trades = rng.poisson(TRADES_PER_MINUTE * shape.trades);
    if (trades === 0) return minute;
    const deviation = this.#price * MINUTE_VOLATILITY * shape.volatility * Math.exp(this.#cluster);
    const step = deviation / Math.sqrt(trades);
    const pull = PULL_PER_MINUTE * (this.#average - this.#price);
    const drift = (this.#drift * deviation + pull) / trades;
    for (let index = 0; index < trades; index += 1) {
      const burst = rng.uniform() < BURST_CHANCE ? BURST_FACTOR : 1;
      this.#price = Math.max(1, Math.round(this.#price + drift + burst * step * rng.normal()));
      minute.at.push(openAt + Math.floor(((index + rng.uniform()) * MINUTE_MS) / trades));
      minute.price.push(this.#price);
    }
    minute.high = Math.max(...minute.price);
    minute.low = Math.min(...minute.price);
    minute.close = this.#price;
    return minute;
  }
}
