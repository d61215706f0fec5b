/**
 * The open trades of one series, indexed so that a tick costs the same with none and with ten thousand: the next level
 * above and below of every trade lies in a heap, and extremes between levels come from the monotonic stacks (extremes.ts).
 * A trade is brought up to date when one of its levels is reached, when it is read, and for its path once a minute.
 */
import { type Extreme, Extremes, type ExtremesState } from "@/lib/engine/extremes";
import { LevelHeap } from "@/lib/engine/level-heap";
import type { SignalState } from "@/lib/engine/signal-state";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { applyBar, type BarEffect, type BarMove } from "@/lib/trade/bar";
import {
  applyTick,
  distanceOf,
  extendAdverse,
  extendFavourable,
  isOpen,
  nextDown,
  nextUp,
  priceAt,
  type Trade,
  type TradeChange,
} from "@/lib/trade/trade";

interface OpenTrade {
  readonly signal: SignalState;
  readonly trade: Trade;
  readonly slot: number;
  /** Index of the first tick that counts for its extremes. */
  readonly startIndex: number;
  /** Extremes of the path written so far. */
  pathHigh: Ticks;
  pathLow: Ticks;
  gone: boolean;
}

/** What the book tells the engine. */
export interface BookListener {
  onChange(signal: SignalState, change: TradeChange, at: EpochMs, price: Ticks, ref: number): void;
  onBar(signal: SignalState, bar: BarMove, effect: BarEffect): void;
  onPath(signal: SignalState, extreme: Extreme, side: "high" | "low"): void;
}

export interface TradeBookState {
  readonly extremes: ExtremesState;
  readonly pathMark: number;
  readonly open: readonly { ordinal: number; startIndex: number; pathHigh: Ticks; pathLow: Ticks }[];
}

export class TradeBook {
  readonly #listener: BookListener;
  readonly #above = new LevelHeap();
  readonly #below = new LevelHeap();
  readonly #slots: (OpenTrade | null)[] = [];
  readonly #free: number[] = [];
  readonly #bySignal = new Map<SignalState, OpenTrade>();
  #extremes = new Extremes();
  /** By first tick, oldest first; closed ones are skipped and swept out. */
  #byStart: OpenTrade[] = [];
  /** Tick index up to which paths are written. */
  #pathMark = 0;

  constructor(listener: BookListener) {
    this.#listener = listener;
  }

  get size(): number {
    return this.#bySignal.size;
  }

  /** Open trades in order of receipt. */
  signals(): SignalState[] {
    return [...this.#bySignal.keys()].sort((left, right) => left.ordinal - right.ordinal);
  }

  /** Takes in a trade that is up to date with all ticks so far. @param startIndex first tick that counts for its extremes */
  add(signal: SignalState, trade: Trade, startIndex: number): void {
    const slot = this.#free.pop() ?? this.#slots.length;
    const best = priceAt(trade, trade.favourable);
    const worst = priceAt(trade, trade.adverse);
    const open = {
      signal,
      trade,
      slot,
      startIndex,
      pathHigh: Math.max(best, worst),
      pathLow: Math.min(best, worst),
      gone: false,
    };
    this.#insert(open);
  }

  #insert(open: OpenTrade): void {
    this.#slots[open.slot] = open;
    this.#bySignal.set(open.signal, open);
    let position = this.#byStart.length;
    while (position > 0 && (this.#byStart[position - 1]?.startIndex ?? 0) > open.startIndex) position -= 1;
    this.#byStart.splice(position, 0, open);
    this.#relevel(open);
  }

  /** Lets a trade go: it closed, or its signal was cancelled. */
  remove(signal: SignalState): void {
    const open = this.#bySignal.get(signal);
    if (open === undefined) return;
    open.gone = true;
    this.#bySignal.delete(signal);
    this.#above.set(open.slot, Number.POSITIVE_INFINITY);
    this.#below.set(open.slot, Number.POSITIVE_INFINITY);
    this.#slots[open.slot] = null;
    this.#free.push(open.slot);
    if (this.#byStart.length > 16 && this.#byStart.length > 2 * this.#bySignal.size) {
      this.#byStart = this.#byStart.filter((each) => !each.gone);
    }
  }

  #relevel(open: OpenTrade): void {
    const up = priceAt(open.trade, nextUp(open.trade));
    const down = priceAt(open.trade, nextDown(open.trade));
    const [high, low] = open.trade.sign === 1 ? [up, down] : [down, up];
    this.#above.set(open.slot, high);
    this.#below.set(open.slot, -low);
  }

  /** One accepted tick: only trades whose next level it reaches are looked at, in trade order. */
  onTick(at: EpochMs, price: Ticks, ref: number): void {
    if (price < this.#above.top && -price < this.#below.top) return;
    const reached: number[] = [];
    this.#above.takeReached(price, reached);
    this.#below.takeReached(-price, reached);
    const trades = new Set<OpenTrade>();
    for (const slot of reached) {
      const open = this.#slots[slot];
      if (open !== null && open !== undefined) trades.add(open);
    }
    for (const open of [...trades].sort((left, right) => left.signal.ordinal - right.signal.ordinal)) {
      this.#apply(open, at, price, ref);
    }
  }

  /** Applies a tick to one trade at once, whatever its levels (its first tick in entryMode confirmationClose). */
  applyTo(signal: SignalState, at: EpochMs, price: Ticks, ref: number): void {
    const open = this.#bySignal.get(signal);
    if (open !== undefined) this.#apply(open, at, price, ref);
  }

  #apply(open: OpenTrade, at: EpochMs, price: Ticks, ref: number): void {
    this.#catchUp(open);
    const changes = applyTick(open.trade, price, at);
    if (isOpen(open.trade)) {
      this.#relevel(open);
    } else {
      this.#writeStandingPath(open);
      this.remove(open.signal);
    }
    for (const change of changes) this.#listener.onChange(open.signal, change, at, price, ref);
  }

  /** A finished minute whose ticks are lost: every open trade takes it, in trade order. Rare, so all are looked at. */
  onBar(bar: BarMove): void {
    for (const signal of this.signals()) {
      const open = this.#bySignal.get(signal);
      if (open === undefined) continue;
      this.#catchUp(open);
      const effect = applyBar(open.trade, bar);
      this.#writeStandingPath(open);
      if (isOpen(open.trade)) this.#relevel(open);
      else this.remove(signal);
      this.#listener.onBar(signal, bar, effect);
    }
  }

  /** After the tick was applied to trades, it counts for the extremes of all that are open. */
  pushExtreme(index: number, price: Ticks, at: EpochMs): void {
    this.#extremes.push(index, price, at);
  }

  /** Brings the extremes of a trade up to the ticks pushed so far. */
  catchUp(signal: SignalState): void {
    const open = this.#bySignal.get(signal);
    if (open !== undefined) this.#catchUp(open);
  }

  #catchUp(open: OpenTrade): void {
    const high = this.#extremes.highestSince(open.startIndex);
    const low = this.#extremes.lowestSince(open.startIndex);
    if (high === null || low === null) return;
    const [best, worst] = open.trade.sign === 1 ? [high, low] : [low, high];
    extendFavourable(open.trade, distanceOf(open.trade, best.price), best.at);
    extendAdverse(open.trade, distanceOf(open.trade, worst.price), worst.at);
  }

  /**
   * Writes the new extremes since the last call, at most one a side and trade: called at every candle close.
   * A later start never sees a higher high than an earlier one, so the search stops at the first trade without news.
   */
  writePaths(ticksSoFar: number): void {
    const high = this.#extremes.highestSince(this.#pathMark);
    const low = this.#extremes.lowestSince(this.#pathMark);
    if (high !== null && low !== null) {
      this.#writeSide("high", (open) => open.startIndex < this.#pathMark && high.price <= open.pathHigh);
      this.#writeSide("low", (open) => open.startIndex < this.#pathMark && low.price >= open.pathLow);
    }
    this.#pathMark = ticksSoFar;
  }

  #writeSide(side: "high" | "low", hasNoNews: (open: OpenTrade) => boolean): void {
    for (let position = this.#byStart.length - 1; position >= 0; position -= 1) {
      const open = this.#byStart[position];
      if (open === undefined || open.gone) continue;
      if (hasNoNews(open)) return;
      const since = open.startIndex;
      const extreme = side === "high" ? this.#extremes.highestSince(since) : this.#extremes.lowestSince(since);
      if (extreme !== null) this.#writePoint(open, extreme, side);
    }
  }

  #writePoint(open: OpenTrade, extreme: Extreme, side: "high" | "low"): void {
    if (side === "high") {
      if (extreme.price <= open.pathHigh) return;
      open.pathHigh = extreme.price;
    } else {
      if (extreme.price >= open.pathLow) return;
      open.pathLow = extreme.price;
    }
    this.#listener.onPath(open.signal, extreme, side);
  }

  /** The extremes of a trade as they stand: when it closes and after a bar. */
  #writeStandingPath(open: OpenTrade): void {
    const { trade } = open;
    const best = { price: priceAt(trade, trade.favourable), at: trade.favourableAt };
    const worst = { price: priceAt(trade, trade.adverse), at: trade.adverseAt };
    this.#writePoint(open, trade.sign === 1 ? best : worst, "high");
    this.#writePoint(open, trade.sign === 1 ? worst : best, "low");
  }

  /** Writes the last extremes of a trade that is closed from outside and lets it go. */
  finish(signal: SignalState): void {
    const open = this.#bySignal.get(signal);
    if (open === undefined) return;
    this.#catchUp(open);
    this.#writeStandingPath(open);
    this.remove(signal);
  }

  save(): TradeBookState {
    return {
      extremes: this.#extremes.save(),
      pathMark: this.#pathMark,
      open: this.#byStart
        .filter((open) => !open.gone)
        .map(({ signal, startIndex, pathHigh, pathLow }) => ({
          ordinal: signal.ordinal,
          startIndex,
          pathHigh,
          pathLow,
        })),
    };
  }

  /** Fills an empty book. @param signalOf signal by ordinal */
  load(state: TradeBookState, signalOf: (ordinal: number) => SignalState): void {
    this.#extremes = Extremes.load(state.extremes);
    this.#pathMark = state.pathMark;
    for (const { ordinal, startIndex, pathHigh, pathLow } of state.open) {
      const signal = signalOf(ordinal);
      if (signal.trade === null) throw new RangeError(`snapshot: signal ${signal.tradeId} has no trade`);
      const slot = this.#slots.length;
      this.#insert({ signal, trade: signal.trade, slot, startIndex, pathHigh, pathLow, gone: false });
    }
  }
}
