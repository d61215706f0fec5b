/**
 * The synthetic market: correlated index futures with believable books, sizes and bursts, round the clock.
 * Advanced by explicit steps of time, so a test or a warm-up runs hours in a moment. Pure given its seed; no timers.
 */
import { productOf } from "@/lib/market/contract";
import { priceScale } from "@/lib/market/price";
import { frontContract } from "@/lib/market/roll";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { HOUR_MS } from "@/lib/market/zone";
import { dayShape } from "@/worker/simulator/day-shape";
import type { Listing, MarketEvent } from "@/worker/simulator/events";
import { FairValues, INDEX_ROOTS, type IndexRoot } from "@/worker/simulator/fair-value";
import { Rng } from "@/worker/simulator/rng";

/** Part of all trades that goes to a root's front contract, and its usual spread and size at the best price. */
const LIVELINESS: Readonly<Record<IndexRoot, { share: number; spreadTicks: number; depth: number }>> = {
  NQ: { share: 0.4, spreadTicks: 2, depth: 6 },
  ES: { share: 0.34, spreadTicks: 1, depth: 60 },
  YM: { share: 0.12, spreadTicks: 2, depth: 8 },
  RTY: { share: 0.12, spreadTicks: 2, depth: 9 },
};
/** Part of a root's trades that happens in the next contract. */
const NEXT_SHARE = 0.02;
/** Yearly carry: a contract trades above the index by this part per year to its last trading day. */
const CARRY_PER_YEAR = 0.039;
const YEAR_MS = 31_557_600_000;
const QUOTES_PER_TRADE = 3;
/** Trades of one sweep at most; they share a millisecond. */
const SWEEP_TRADES_MAX = 6;
const SWEEP_CHANCE = 0.06;
/** Room for trades of one contract within a millisecond, so that numbers follow the clock over restarts. */
const SEQUENCES_PER_MS = 1_000;
/** Trades come in clusters: the rate of a contract swings around its mean with this time constant and (log) strength. */
const CLUSTER_FADE_S = 4;
const CLUSTER_STRENGTH = 0.6;

interface Book {
  readonly listing: Listing;
  readonly root: IndexRoot;
  /** Price over the index, e.g. 1.003. */
  carry: number;
  share: number;
  readonly tickPoints: number;
  bid: Ticks;
  ask: Ticks;
  /** Logarithm of the present clustering of trades, 0 on average. */
  swing: number;
  lastAt: EpochMs;
  ordinal: number;
}

export interface SyntheticOptions {
  readonly seed: number;
  /** Trades per second over all contracts, on average; null follows the time of day. */
  readonly rate: number | null;
}

/** Trades per second at average liveliness when no rate is given. */
const USUAL_RATE = 24;

export class SyntheticMarket {
  readonly #rng: Rng;
  readonly #fair: FairValues;
  #rate: number | null;
  #books: Book[] = [];
  #listedHour = Number.NaN;

  constructor({ seed, rate }: SyntheticOptions) {
    this.#rng = new Rng(seed);
    this.#fair = new FairValues(this.#rng, seed);
    this.#rate = rate;
  }

  /** Changes the rate from the next step on; null follows the time of day. */
  setRate(rate: number | null): void {
    this.#rate = rate;
  }

  /** Contracts listed at an instant: the front and the next of each root; those listed before stay. */
  listings(at: EpochMs): Listing[] {
    const hour = Math.floor(at / HOUR_MS);
    if (hour !== this.#listedHour) {
      this.#listedHour = hour;
      for (const root of INDEX_ROOTS) this.#list(root, at);
    }
    return this.#books.map((book) => book.listing);
  }

  /** Everything that happens in [from, to), in order of time. Spans of some milliseconds; longer ones are one big step. */
  step(from: EpochMs, to: EpochMs): MarketEvent[] {
    this.listings(from);
    const shape = dayShape(from);
    this.#fair.step(to - from, shape.volatility);
    const rate = this.#rate ?? USUAL_RATE * shape.trades;
    const events = this.#books.flatMap((book) => this.#trade(book, from, to, rate));
    return events.sort((a, b) => timeOf(a) - timeOf(b));
  }

  #list(root: IndexRoot, at: EpochMs): void {
    const product = productOf(root);
    if (product === undefined) throw new Error(`${root}: expected a product of the desk`);
    const { name, venue, tickSize, pointValue } = product;
    const scale = priceScale(tickSize);
    for (const rank of [1, 2]) {
      const { ticker, lastTradeDate } = frontContract(root, at, undefined, rank);
      if (this.#books.some((book) => book.listing.ticker === ticker)) continue;
      this.#books.push({
        listing: { ticker, root, name, venue, lastTradeDate, tickSize, pointValue, scale },
        ...{ root, carry: 1, share: 0, tickPoints: scale.units / 10 ** scale.decimals },
        ...{ bid: 0, ask: 0, swing: 0, lastAt: 0, ordinal: 0 },
      });
    }
    const front = frontContract(root, at).ticker;
    for (const book of this.#books.filter((candidate) => candidate.root === root)) {
      const years = Math.max(0, Date.parse(book.listing.lastTradeDate) - at) / YEAR_MS;
      book.carry = 1 + CARRY_PER_YEAR * years;
      book.share = LIVELINESS[root].share * (book.listing.ticker === front ? 1 : NEXT_SHARE);
    }
  }

  #trade(book: Book, from: EpochMs, to: EpochMs, rate: number): MarketEvent[] {
    const seconds = (to - from) / 1000;
    const fade = Math.exp(-seconds / CLUSTER_FADE_S);
    book.swing = book.swing * fade + CLUSTER_STRENGTH * Math.sqrt(1 - fade * fade) * this.#rng.normal();
    // Minus half the variance: on average the factor is 1 and the rate is kept.
    const cluster = Math.exp(book.swing - CLUSTER_STRENGTH ** 2 / 2);
    this.#quoteAround(book, to);
    const orders = this.#rng.poisson((rate * book.share * cluster * seconds) / MEAN_TRADES_PER_ORDER);
    const times = Array.from({ length: orders }, () => from + Math.floor(this.#rng.uniform() * (to - from))).sort(
      (a, b) => a - b,
    );
    return times.flatMap((at) => this.#order(book, at));
  }

  /** Best prices around fair value; they never cross and keep the usual spread. */
  #quoteAround(book: Book, at: EpochMs): void {
    const fair = (this.#fair.at(book.root, at) * book.carry) / book.tickPoints;
    const { spreadTicks } = LIVELINESS[book.root];
    const spread = Math.max(1, spreadTicks + (this.#rng.uniform() < 0.2 ? 1 : 0) - (this.#rng.uniform() < 0.3 ? 1 : 0));
    book.bid = Math.floor(fair - spread / 2 + 0.5);
    book.ask = book.bid + spread;
  }

  /** One market order: a trade, sometimes a sweep of several in one millisecond, with the quotes around it. */
  #order(book: Book, at: EpochMs): MarketEvent[] {
    const isBuy = this.#rng.uniform() < 0.5;
    const isSweep = this.#rng.uniform() < SWEEP_CHANCE;
    const count = isSweep ? 2 + Math.floor(this.#rng.uniform() * (SWEEP_TRADES_MAX - 1)) : 1;
    const events: MarketEvent[] = [];
    for (let index = 0; index < count; index += 1) {
      const slip = index >= 3 ? 1 : 0;
      const price = isBuy ? book.ask + slip : book.bid - slip;
      events.push({
        kind: "trade",
        listing: book.listing,
        at,
        price,
        size: this.#size(),
        sequence: sequenceOf(book, at),
      });
      for (let quote = 0; quote < QUOTES_PER_TRADE; quote += 1) events.push(this.#quote(book, at));
    }
    return events;
  }

  #quote(book: Book, at: EpochMs): MarketEvent {
    const { depth } = LIVELINESS[book.root];
    const size = () => 1 + Math.floor(depth * this.#rng.uniform() * 2);
    const { listing, bid, ask } = book;
    return { kind: "quote", listing, at, bid, bidSize: size(), ask, askSize: size() };
  }

  /** Mostly one contract, sometimes a few, rarely a block. */
  #size(): number {
    const draw = this.#rng.uniform();
    if (draw < 0.62) return 1;
    if (draw < 0.8) return 2;
    return Math.min(250, 2 + Math.floor(1 / (1 - this.#rng.uniform()) ** 0.8));
  }
}

const MEAN_TRADES_PER_ORDER = 1 - SWEEP_CHANCE + (SWEEP_CHANCE * (2 + SWEEP_TRADES_MAX)) / 2;

const timeOf = (event: MarketEvent): EpochMs => (event.kind === "bar" ? event.closeAt : event.at);

/** The number follows from the clock, so an exchange started again never repeats the numbers of other instants. */
function sequenceOf(book: Book, at: EpochMs): number {
  book.ordinal = at === book.lastAt ? book.ordinal + 1 : 0;
  book.lastAt = at;
  return at * SEQUENCES_PER_MS + book.ordinal;
}
