/**
 * The minute bars that stand in for lost ticks, kept with their place on the tape so that a late signal walks the
 * same road as one that was there. Bounded by name.
 */
import type { EpochMs } from "@/lib/market/types";
import type { BarMove } from "@/lib/trade/bar";

/** Bars kept for late signals: two weeks of minutes, as many as closed candles. Past it the oldest go. */
export const BARS_HELD_MAX = 20_000;

/** A bar and its place on the tape. */
export interface HeldBar extends BarMove {
  /** Index of the first tick after it. */
  readonly before: number;
}

/** The bars of a series, oldest first. */
export class HeldBars {
  #list: HeldBar[] = [];

  add(bar: HeldBar): void {
    this.#list.push(bar);
    if (this.#list.length > BARS_HELD_MAX) this.#list.shift();
  }

  /** Bars of minutes that opened at or after an instant. */
  since(at: EpochMs): readonly HeldBar[] {
    if (this.#list.length === 0) return [];
    return this.#list.filter(({ openAt }) => openAt >= at);
  }

  save(): readonly HeldBar[] {
    return [...this.#list];
  }

  static load(list: readonly HeldBar[]): HeldBars {
    const made = new HeldBars();
    made.#list = [...list];
    return made;
  }
}
