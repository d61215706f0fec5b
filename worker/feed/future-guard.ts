/**
 * Keeps trades out that claim to happen later than they are received. One of them would move the tape's clock there, and every
 * true trade after it would be late. When nothing but such trades comes, it is the clocks that differ, not the trades: then
 * they pass, in order, and the difference is remembered. Pure; holds a handful of trades at most.
 */
import type { WireTrade } from "@/worker/feed/types";

/** A trade may be this much ahead of its receipt beyond the known difference of the clocks. */
export const aheadMsMax = 60_000;
/** As many in a row, with no other between, show that the clocks differ (as many as a run of prices needs, methodology 8.2). */
export const aheadRunMin = 20;

export interface Admission {
  /** Trades to hand on, in order. */
  readonly passed: WireTrade[];
  /** Trades that were alone with their time. */
  readonly refused: WireTrade[];
}

/** The guard of one feed. */
export class FutureGuard {
  #waiting: WireTrade[] = [];
  #difference = 0;

  /** Judges the trades of a frame; one that is ahead may be held until a later frame decides about it. */
  admit(trades: readonly WireTrade[]): Admission {
    if (this.#waiting.length === 0 && !trades.some((trade) => this.#isAhead(trade))) {
      return { passed: [...trades], refused: [] };
    }
    const admission: Admission = { passed: [], refused: [] };
    for (const trade of trades) this.#judge(trade, admission);
    return admission;
  }

  /** The connection is gone: what waited is in REST's answer, if it is true. */
  forget(): void {
    this.#waiting = [];
  }

  #isAhead({ exchangeAt, receivedAt }: WireTrade): boolean {
    return exchangeAt - receivedAt > this.#difference + aheadMsMax;
  }

  #judge(trade: WireTrade, { passed, refused }: Admission): void {
    if (!this.#isAhead(trade)) {
      refused.push(...this.#waiting);
      this.#waiting = [];
      passed.push(trade);
      return;
    }
    this.#waiting.push(trade);
    if (this.#waiting.length < aheadRunMin) return;
    this.#difference = Math.max(...this.#waiting.map(({ exchangeAt, receivedAt }) => exchangeAt - receivedAt));
    passed.push(...this.#waiting);
    this.#waiting = [];
  }
}
