/**
 * What a series engine has to tell: facts in the order they happened, each changed signal once with its newest state.
 * Output only, never state: a snapshot is taken after a drain.
 */
import type { SignalState } from "@/lib/engine/signal-state";
import type { Fact, SignalRecord, TradeEventType } from "@/lib/engine/types";
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";
import type { TickRef } from "@/lib/trade/types";

export class FactLog {
  #facts: Fact[] = [];
  #changed = new Set<SignalState>();

  candle(candle: Candle, corrected: boolean): void {
    this.#facts.push({ kind: "candle", candle, corrected });
  }

  /** Appends to the history of a signal; its record follows at the next drain. */
  event(
    signal: SignalState,
    type: TradeEventType,
    at: EpochMs,
    data: Readonly<Record<string, unknown>>,
    tick: { readonly price: Ticks; readonly ref: TickRef | null } | null = null,
  ): void {
    const { tradeId } = signal;
    const seq = signal.eventSeq;
    signal.eventSeq += 1;
    this.#facts.push({
      kind: "event",
      tradeId,
      seq,
      type,
      at,
      price: tick?.price ?? null,
      ref: tick?.ref ?? null,
      data,
    });
    this.#changed.add(signal);
  }

  path(signal: SignalState, at: EpochMs, price: Ticks, side: "favourable" | "adverse"): void {
    const seq = signal.pathSeq;
    signal.pathSeq += 1;
    this.#facts.push({ kind: "path", tradeId: signal.tradeId, seq, at, price, side });
  }

  notice(code: string, at: EpochMs, message: string, data: Readonly<Record<string, unknown>>): void {
    this.#facts.push({ kind: "notice", code, at, message, data });
  }

  /** Marks a signal whose record changed without an event. */
  touch(signal: SignalState): void {
    this.#changed.add(signal);
  }

  get isEmpty(): boolean {
    return this.#facts.length === 0 && this.#changed.size === 0;
  }

  /** Hands out all facts since the last drain; the records of changed signals follow the history that changed them. */
  drain(recordOf: (signal: SignalState) => SignalRecord): Fact[] {
    if (this.isEmpty) return [];
    const facts = this.#facts;
    for (const signal of this.#changed) facts.push({ kind: "signal", record: recordOf(signal) });
    this.#facts = [];
    this.#changed = new Set();
    return facts;
  }
}
