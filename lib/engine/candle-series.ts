/**
 * The one-minute candles of one series: the open one as plain numbers (it is touched by every tick) and the closed ones
 * as a list without empty minutes. When a candle closes is the engine's decision; nothing here moves a clock.
 */
import { candleEnd, minuteOf } from "@/lib/market/candle";
import type { Candle, EpochMs, MinuteBar, Ticks } from "@/lib/market/types";

/** Columns of a saved candle. */
const COLUMNS = 9;

export interface CandleSeriesState {
  readonly first: number;
  /** Closed candles, COLUMNS numbers each. */
  readonly closed: Float64Array;
  readonly open: Candle | null;
  readonly missingUntil: EpochMs;
}

/** Closed and open candles; indexes of closed candles count from 0 for ever. */
export class CandleSeries {
  readonly #candlesMax: number;
  #closed: Candle[] = [];
  #first = 0;
  #hasOpen = false;
  #openAt = 0;
  #open = 0;
  #high = 0;
  #low = 0;
  #close = 0;
  #volume = 0;
  #trades = 0;
  #complete = true;
  #backfilled = false;
  /** End of the newest gap: a candle that begins before it has lost its first trades. */
  #missingUntil = 0;
  /** End of the open candle; Infinity when none is open. Read on every tick. */
  endsAt = Number.POSITIVE_INFINITY;

  /** @param candlesMax closed candles held at least before the oldest go */
  constructor(candlesMax: number) {
    this.#candlesMax = candlesMax;
  }

  /** Closed candles there have been, and the open one. */
  get count(): number {
    return this.#first + this.#closed.length + (this.#hasOpen ? 1 : 0);
  }

  /** Index after the newest closed candle. */
  get length(): number {
    return this.#first + this.#closed.length;
  }

  /**
   * Adds an accepted tick. The open candle must not end at or before it (the engine closes it first).
   * @returns the corrected candle when the tick belongs to a minute that is closed already, else null
   */
  add(at: EpochMs, price: Ticks, size: number): Candle | null {
    if (this.#hasOpen) {
      if (at >= this.#openAt) {
        if (price > this.#high) this.#high = price;
        if (price < this.#low) this.#low = price;
        this.#close = price;
        this.#volume += size;
        this.#trades += 1;
        return null;
      }
      throw new RangeError(`candles: tick at ${at} lies before the open candle of ${this.#openAt}`);
    }
    const openAt = minuteOf(at);
    const last = this.#closed.at(-1);
    if (last !== undefined && last.openAt >= openAt) return this.#extendLast(last, price, size);
    this.#start(openAt, price, size);
    return null;
  }

  #start(openAt: EpochMs, price: Ticks, size: number): void {
    this.#hasOpen = true;
    this.#openAt = openAt;
    this.#open = this.#high = this.#low = this.#close = price;
    this.#volume = size;
    this.#trades = 1;
    this.#complete = openAt >= this.#missingUntil;
    this.#backfilled = false;
    this.endsAt = candleEnd(openAt);
  }

  #extendLast(last: Candle, price: Ticks, size: number): Candle {
    const extended = {
      ...last,
      high: Math.max(last.high, price),
      low: Math.min(last.low, price),
      close: price,
      volume: last.volume + size,
      trades: last.trades + 1,
    };
    this.#closed[this.#closed.length - 1] = extended;
    return extended;
  }

  /** The open candle as a value, or null. */
  open(): Candle | null {
    if (!this.#hasOpen) return null;
    return {
      openAt: this.#openAt,
      open: this.#open,
      high: this.#high,
      low: this.#low,
      close: this.#close,
      volume: this.#volume,
      trades: this.#trades,
      complete: this.#complete,
      ...(this.#backfilled ? { backfilled: true } : {}),
    };
  }

  /** The candle of a minute, open or closed; null when there is none. */
  of(openAt: EpochMs): Candle | null {
    return this.#hasOpen && this.#openAt === openAt ? this.open() : this.closedAt(openAt);
  }

  /** End of the newest span whose ticks are lost and that no bar stands in for; 0 when there is none. */
  get missingUntil(): EpochMs {
    return this.#missingUntil;
  }

  /**
   * Takes a finished minute whose ticks are lost: what was seen of it is kept, the rest is the bar's.
   * @param closes whether the minute is still to be closed by the clock; else it is put among the closed ones
   * @returns the closed candle it made or changed, null when it is the open one
   */
  takeBar(bar: MinuteBar, closes: boolean): Candle | null {
    const candle = mergeBar(this.of(bar.openAt), bar);
    if (closes) {
      this.#load(candle);
      return null;
    }
    const index = this.firstAtOrAfter(bar.openAt) - this.#first;
    const isThere = this.#closed[index]?.openAt === bar.openAt;
    this.#closed.splice(index, isThere ? 1 : 0, candle);
    return candle;
  }

  #load(candle: Candle): void {
    this.#start(candle.openAt, candle.open, candle.volume);
    this.#high = candle.high;
    this.#low = candle.low;
    this.#close = candle.close;
    this.#trades = candle.trades;
    this.#complete = candle.complete;
    this.#backfilled = candle.backfilled === true;
  }

  /** Closes the open candle. @returns it, or null when none was open */
  close(): Candle | null {
    const candle = this.open();
    if (candle === null) return null;
    this.#hasOpen = false;
    this.endsAt = Number.POSITIVE_INFINITY;
    this.#closed.push(candle);
    if (this.#closed.length > 2 * this.#candlesMax) {
      this.#first += this.#closed.length - this.#candlesMax;
      this.#closed = this.#closed.slice(-this.#candlesMax);
    }
    return candle;
  }

  /** Closed candle by index; undefined when it is not held. */
  get(index: number): Candle | undefined {
    return this.#closed[index - this.#first];
  }

  /** Index of the first closed candle that opened at or after an instant; `length` when there is none. */
  firstAtOrAfter(openAt: EpochMs): number {
    let low = 0;
    let high = this.#closed.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#closed[middle]?.openAt ?? 0) < openAt) low = middle + 1;
      else high = middle;
    }
    return this.#first + low;
  }

  /** Closed candle of a minute, or null. */
  closedAt(openAt: EpochMs): Candle | null {
    const candle = this.get(this.firstAtOrAfter(openAt));
    return candle?.openAt === openAt ? candle : null;
  }

  /** Closed candles by index, `from` included, `until` excluded, as far as held. */
  slice(from: number, until: number): Candle[] {
    return this.#closed.slice(Math.max(0, from - this.#first), Math.max(0, until - this.#first));
  }

  /** Marks the candles a gap touched (8.3), the one still to begin in its last minute included. @returns the closed ones that changed */
  markIncomplete(from: EpochMs, until: EpochMs): Candle[] {
    const changed: Candle[] = [];
    for (let index = this.firstAtOrAfter(minuteOf(from)); index < this.length; index += 1) {
      const candle = this.get(index);
      if (candle === undefined || candle.openAt >= until) break;
      if (!candle.complete) continue;
      const marked = { ...candle, complete: false };
      this.#closed[index - this.#first] = marked;
      changed.push(marked);
    }
    if (this.#hasOpen && this.#openAt < until && this.endsAt > from) this.#complete = false;
    this.#missingUntil = Math.max(this.#missingUntil, until);
    return changed;
  }

  save(): CandleSeriesState {
    const closed = new Float64Array(this.#closed.length * COLUMNS);
    this.#closed.forEach((candle, index) => {
      const { openAt, open, high, low, close, volume, trades, complete, backfilled } = candle;
      const marks = [complete ? 1 : 0, backfilled === true ? 1 : 0];
      closed.set([openAt, open, high, low, close, volume, trades, ...marks], index * COLUMNS);
    });
    return { first: this.#first, closed, open: this.open(), missingUntil: this.#missingUntil };
  }

  static load(state: CandleSeriesState, candlesMax: number): CandleSeries {
    const made = new CandleSeries(candlesMax);
    made.#first = state.first;
    made.#missingUntil = state.missingUntil;
    for (let at = 0; at < state.closed.length; at += COLUMNS) {
      const [openAt = 0, open = 0, high = 0, low = 0, close = 0, volume = 0, trades = 0, complete = 0, backfilled = 0] =
        state.closed.subarray(at, at + COLUMNS);
      const mark = backfilled === 1 ? { backfilled: true as const } : {};
      made.#closed.push({ openAt, open, high, low, close, volume, trades, complete: complete === 1, ...mark });
    }
    if (state.open !== null) made.#load(state.open);
    return made;
  }
}

/** What was seen of a minute and its bar: never narrower than what was seen, the first price as seen when it was. */
function mergeBar(seen: Candle | null, bar: MinuteBar): Candle {
  const made = { ...bar, complete: true, backfilled: true } as const;
  if (seen === null) return made;
  return {
    ...made,
    open: seen.complete ? seen.open : bar.open,
    high: Math.max(seen.high, bar.high),
    low: Math.min(seen.low, bar.low),
    volume: Math.max(seen.volume, bar.volume),
    trades: Math.max(seen.trades, bar.trades),
  };
}
