/**
 * All signals of one series in order of receipt, and the few the engine asks for: the pending one (at most one, 3.3),
 * those that may still be voided by the grace, those waiting for their candle or for their first tick.
 */
import type { SignalState } from "@/lib/engine/signal-state";
import { candleEnd } from "@/lib/market/candle";
import type { EpochMs } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";

export interface SignalBookState {
  readonly signals: readonly SignalState[];
  readonly pending: number | null;
  readonly waitingForCandle: readonly number[];
  readonly waitingForTick: readonly number[];
  readonly recentlyConfirmed: readonly number[];
}

/** Signals by candle, ascending; equal candles in order of arrival. */
class CandleOrder {
  readonly #list: SignalState[] = [];

  #firstAfter(candleAt: EpochMs): number {
    let low = 0;
    let high = this.#list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#list[middle]?.signalCandleAt ?? 0) <= candleAt) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(signal: SignalState): void {
    this.#list.splice(this.#firstAfter(signal.signalCandleAt), 0, signal);
  }

  nearestAfter(candleAt: EpochMs): SignalState | null {
    return this.#list[this.#firstAfter(candleAt)] ?? null;
  }
}

export class SignalBook {
  readonly list: SignalState[] = [];
  readonly #byId = new Map<string, SignalState>();
  readonly #cancelling: Readonly<Record<Direction, CandleOrder>> = {
    bullish: new CandleOrder(),
    bearish: new CandleOrder(),
  };
  /** The one signal waiting for its confirmation. */
  pending: SignalState | null = null;
  /** Received up to 5 s before their candle's end; in order of that end, then of receipt. */
  waitingForCandle: SignalState[] = [];
  /** Confirmed, no tick since; in order of confirmation. */
  waitingForTick: SignalState[] = [];
  /** Confirmed and not yet out of reach of the grace. */
  #recentlyConfirmed: SignalState[] = [];

  /** Whether an id is known (check 3, A-02). */
  byId(tradeId: string): SignalState | undefined {
    return this.#byId.get(tradeId);
  }

  register(signal: SignalState): void {
    this.list.push(signal);
    this.#byId.set(signal.tradeId, signal);
  }

  /** Lets a signal wait for the end of its candle. */
  defer(signal: SignalState): void {
    this.waitingForCandle.push(signal);
    this.waitingForCandle.sort(
      (left, right) => left.signalCandleAt - right.signalCandleAt || left.ordinal - right.ordinal,
    );
  }

  /** End of the next candle a signal waits for; Infinity when none does. */
  nextDecisionAt(): EpochMs {
    const [next] = this.waitingForCandle;
    return next === undefined ? Number.POSITIVE_INFINITY : candleEnd(next.signalCandleAt);
  }

  /** Remembers that a signal can cancel late opposing ones. */
  rememberCancelling(signal: SignalState): void {
    signal.cancelsLate = true;
    this.#cancelling[signal.direction].add(signal);
  }

  /** Nearest known signal of a direction with a later candle that cancels late ones. */
  nearestCancelling(direction: Direction, candleAt: EpochMs): SignalState | null {
    return this.#cancelling[direction].nearestAfter(candleAt);
  }

  rememberConfirmed(signal: SignalState): void {
    this.#recentlyConfirmed.push(signal);
  }

  /** Confirmed signals still within the grace at a receipt; receipts never go back, so the others are forgotten. */
  withinGrace(receivedAt: EpochMs, graceMs: number): readonly SignalState[] {
    this.#recentlyConfirmed = this.#recentlyConfirmed.filter(
      ({ status, confirmedAt }) =>
        (status === "CONFIRMED" || status === "ACTIVE") && confirmedAt !== null && receivedAt <= confirmedAt + graceMs,
    );
    return [...this.#recentlyConfirmed];
  }

  stopWaiting(signal: SignalState): void {
    this.waitingForTick = this.waitingForTick.filter((each) => each !== signal);
  }

  save(): SignalBookState {
    const ordinals = (signals: readonly SignalState[]) => signals.map(({ ordinal }) => ordinal);
    return {
      signals: this.list,
      pending: this.pending?.ordinal ?? null,
      waitingForCandle: ordinals(this.waitingForCandle),
      waitingForTick: ordinals(this.waitingForTick),
      recentlyConfirmed: ordinals(this.#recentlyConfirmed),
    };
  }

  /** Signal by its position in order of receipt. @throws RangeError when there is none */
  at(ordinal: number): SignalState {
    const signal = this.list[ordinal];
    if (signal === undefined) throw new RangeError(`signals: none with ordinal ${ordinal}`);
    return signal;
  }

  static load(state: SignalBookState): SignalBook {
    const book = new SignalBook();
    for (const signal of state.signals) {
      book.register(signal);
      if (signal.cancelsLate) book.rememberCancelling(signal);
    }
    const at = (ordinal: number) => book.at(ordinal);
    book.pending = state.pending === null ? null : at(state.pending);
    book.waitingForCandle = state.waitingForCandle.map(at);
    book.waitingForTick = state.waitingForTick.map(at);
    book.#recentlyConfirmed = state.recentlyConfirmed.map(at);
    return book;
  }
}
