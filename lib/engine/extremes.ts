/**
 * Highest and lowest accepted price since any earlier tick, without touching trades: a monotonic stack per side.
 * A tick pushes once and pops what it outdoes, so the cost per tick is constant however many trades ask later.
 */
import type { EpochMs, Ticks } from "@/lib/market/types";

/** Extreme of a span of ticks: the price and the last instant it traded. */
export interface Extreme {
  readonly price: Ticks;
  readonly at: EpochMs;
}

export interface StackState {
  readonly index: Float64Array;
  readonly price: Float64Array;
  readonly at: Float64Array;
}

const STACK_SIZE_START = 1_024;

/**
 * Highest price since an index; feed negated prices for the lowest. Never deeper than the prices of the range traded,
 * because prices fall from the bottom to the top. Typed columns: a push must not allocate.
 */
class ExtremeStack {
  #index = new Float64Array(STACK_SIZE_START);
  #price = new Float64Array(STACK_SIZE_START);
  #at = new Float64Array(STACK_SIZE_START);
  #depth = 0;

  push(index: number, price: Ticks, at: EpochMs): void {
    let depth = this.#depth;
    while (depth > 0 && (this.#price[depth - 1] ?? 0) <= price) depth -= 1;
    if (depth === this.#price.length) this.#grow();
    this.#index[depth] = index;
    this.#price[depth] = price;
    this.#at[depth] = at;
    this.#depth = depth + 1;
  }

  #grow(): void {
    this.load({ index: this.#index, price: this.#price, at: this.#at });
  }

  /** Position in the stack of the extreme since an index, -1 when no tick came since. */
  find(since: number): number {
    let low = 0;
    let high = this.#depth;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#index[middle] ?? 0) < since) low = middle + 1;
      else high = middle;
    }
    return low < this.#depth ? low : -1;
  }

  priceAt(position: number): Ticks {
    return this.#price[position] ?? Number.NaN;
  }

  timeAt(position: number): EpochMs {
    return this.#at[position] ?? Number.NaN;
  }

  save(): StackState {
    const depth = this.#depth;
    return { index: this.#index.slice(0, depth), price: this.#price.slice(0, depth), at: this.#at.slice(0, depth) };
  }

  load(state: StackState): void {
    const size = Math.max(STACK_SIZE_START, 2 * state.price.length);
    const column = (values: Float64Array) => {
      const made = new Float64Array(size);
      made.set(values);
      return made;
    };
    this.#depth = state.price.length;
    this.#index = column(state.index);
    this.#price = column(state.price);
    this.#at = column(state.at);
  }
}

export interface ExtremesState {
  readonly highs: StackState;
  readonly lows: StackState;
}

/** Extremes of one series since any tick index. */
export class Extremes {
  readonly #highs = new ExtremeStack();
  readonly #lows = new ExtremeStack();

  push(index: number, price: Ticks, at: EpochMs): void {
    this.#highs.push(index, price, at);
    this.#lows.push(index, -price, at);
  }

  /** Highest price of the ticks from an index on; null when there is none. */
  highestSince(index: number): Extreme | null {
    const position = this.#highs.find(index);
    return position < 0 ? null : { price: this.#highs.priceAt(position), at: this.#highs.timeAt(position) };
  }

  /** Lowest price of the ticks from an index on; null when there is none. */
  lowestSince(index: number): Extreme | null {
    const position = this.#lows.find(index);
    return position < 0 ? null : { price: -this.#lows.priceAt(position), at: this.#lows.timeAt(position) };
  }

  save(): ExtremesState {
    return { highs: this.#highs.save(), lows: this.#lows.save() };
  }

  static load(state: ExtremesState): Extremes {
    const made = new Extremes();
    made.#highs.load(state.highs);
    made.#lows.load(state.lows);
    return made;
  }
}
