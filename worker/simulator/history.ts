/**
 * What the exchange remembers of each contract, so that REST answers for everything that was streamed.
 * Bounded: past a named maximum the oldest rows go. Trades live in typed arrays, for a recorded day has millions.
 */
import type { EpochMs, Ticks } from "@/lib/market/types";
import type { MarketEvent, SimBar, SimQuote, SimTrade } from "@/worker/simulator/events";

export const historyLimits = {
  /** Trades kept per contract; past it the oldest quarter is dropped. */
  tradesMax: 4_194_304,
  quotesMax: 10_000,
  minuteBarsMax: 20_000,
} as const;

export interface PastTrade {
  readonly at: EpochMs;
  readonly price: Ticks;
  readonly size: number;
  readonly sequence: number;
}

const FIRST_CAPACITY = 1_024;

/** Trades of one contract in order of arrival, addressed by an ordinal that never changes while they are kept. */
export class TradeLog {
  readonly #max: number;
  #at = new Float64Array(FIRST_CAPACITY);
  #price = new Float64Array(FIRST_CAPACITY);
  #size = new Float64Array(FIRST_CAPACITY);
  #sequence = new Float64Array(FIRST_CAPACITY);
  #length = 0;
  #dropped = 0;

  constructor(max: number = historyLimits.tradesMax) {
    this.#max = max;
  }

  /** Ordinal of the oldest trade kept. */
  get first(): number {
    return this.#dropped;
  }

  /** Ordinal after the newest trade. */
  get end(): number {
    return this.#dropped + this.#length;
  }

  push({ at, price, size, sequence }: PastTrade): void {
    if (this.#length >= this.#max) this.#drop(Math.max(1, this.#max >> 2));
    if (this.#length === this.#at.length) this.#grow();
    this.#at[this.#length] = at;
    this.#price[this.#length] = price;
    this.#size[this.#length] = size;
    this.#sequence[this.#length] = sequence;
    this.#length += 1;
  }

  /** Exchange time of the trade with an ordinal; NaN when it is not kept. Cheap, for scans. */
  timeOf(ordinal: number): EpochMs {
    return this.#at[ordinal - this.#dropped] ?? Number.NaN;
  }

  /** The trade with an ordinal, undefined when it was dropped or is not there yet. */
  get(ordinal: number): PastTrade | undefined {
    const index = ordinal - this.#dropped;
    const at = index < this.#length ? this.#at[index] : undefined;
    if (at === undefined) return undefined;
    const [price = 0, size = 0, sequence = 0] = [this.#price[index], this.#size[index], this.#sequence[index]];
    return { at, price, size, sequence };
  }

  #columns(change: (column: Float64Array) => Float64Array<ArrayBuffer>): void {
    this.#at = change(this.#at);
    this.#price = change(this.#price);
    this.#size = change(this.#size);
    this.#sequence = change(this.#sequence);
  }

  #grow(): void {
    const capacity = Math.min(this.#max, this.#at.length * 2);
    this.#columns((column) => {
      const grown = new Float64Array(capacity);
      grown.set(column);
      return grown;
    });
  }

  #drop(count: number): void {
    this.#columns((column) => {
      const kept = new Float64Array(column.length);
      kept.set(column.subarray(count));
      return kept;
    });
    this.#length -= count;
    this.#dropped += count;
  }
}

interface Past {
  readonly trades: TradeLog;
  readonly quotes: SimQuote[];
  readonly minuteBars: SimBar[];
  volume: number;
  lastTrade: SimTrade | null;
}

export class History {
  readonly #past = new Map<string, Past>();
  readonly #tradesMax: number;

  constructor(tradesMax: number = historyLimits.tradesMax) {
    this.#tradesMax = tradesMax;
  }

  /** Keeps an event. 1-second bars are not kept. */
  record(event: MarketEvent): void {
    const past = this.of(event.listing.ticker);
    if (event.kind === "trade") {
      past.trades.push(event);
      past.volume += event.size;
      past.lastTrade = event;
    } else if (event.kind === "quote") keepLast(past.quotes, event, historyLimits.quotesMax);
    else if (event.channel === "AM") keepLast(past.minuteBars, event, historyLimits.minuteBarsMax);
  }

  /** What is remembered of a ticker; empty for one nothing happened to. */
  of(ticker: string): Past {
    const known = this.#past.get(ticker);
    if (known !== undefined) return known;
    const past = { trades: new TradeLog(this.#tradesMax), quotes: [], minuteBars: [], volume: 0, lastTrade: null };
    this.#past.set(ticker, past);
    return past;
  }
}

/** Appends; trims a quarter at a time so that trimming is rare. */
function keepLast<T>(list: T[], item: T, max: number): void {
  list.push(item);
  if (list.length > max) list.splice(0, Math.max(1, max >> 2));
}
