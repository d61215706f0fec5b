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
  readonly index: readonly number[];
  readonly price: readonly number[];
  readonly at: readonly number[];
}

/** Highest price since an index; feed negated prices for the lowest. */
class ExtremeStack {
  #index: number[] = [];
  #price: number[] = [];
  #at: number[] = [];

  push(index: number, price: Ticks, at: EpochMs): void {
    let top = this.#price.length - 1;
    while (top >= 0 && (this.#price[top] ?? 0) <= price) top -= 1;
    top += 1;
    this.#index.length = this.#price.length = this.#at.length = top;
    this.#index.push(index);
    this.#price.push(price);
    this.#at.push(at);
  }

  /** Position in the stack of the extreme since an index, -1 when no tick came since. */
  find(since: number): number {
    let low = 0;
    let high = this.#index.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#index[middle] ?? 0) < since) low = middle + 1;
      else high = middle;
    }
    return low < this.#index.length ? low : -1;
  }

  priceAt(position: number): Ticks {
    return this.#price[position] ?? Number.NaN;
  }

  timeAt(position: number): EpochMs {
    return this.#at[position] ?? Number.NaN;
  }

  save(): StackState {
    return { index: [...this.#index], price: [...this.#price], at: [...this.#at] };
  }

  load(state: StackState): void {
    this.#index = [...state.index];
    this.#price = [...state.price];
    this.#at = [...state.at];
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
