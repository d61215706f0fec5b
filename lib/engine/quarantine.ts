/**
 * Suspicious ticks waiting for judgement (methodology 8.2, A-09). A run grows while all its ticks lie within the jump
 * of each other; a tick outside starts a new run; an accepted tick drops it. Long and wide enough, it is released.
 * Its size is bounded by what trades within RELEASE_SPAN_MS_MIN: the tick that reaches the span releases the run.
 */
import type { EpochMs, Ticks } from "@/lib/market/types";
import type { TickRef } from "@/lib/trade/types";

/** A run is released when it has at least this many ticks ... */
export const RELEASE_TICKS_MIN = 20;
/** ... and at least this much time lies between its first and its last. */
export const RELEASE_SPAN_MS_MIN = 5_000;

export interface WaitingTick {
  readonly at: EpochMs;
  readonly price: Ticks;
  readonly size: number;
  readonly ref: TickRef;
}

/** The current run of suspicious ticks of one series. */
export class Quarantine {
  #run: WaitingTick[] = [];
  #highest = 0;
  #lowest = 0;

  get waiting(): number {
    return this.#run.length;
  }

  /** Forgets the run: the price came back, or another level is tried. */
  drop(): void {
    if (this.#run.length > 0) this.#run = [];
  }

  /** Takes a suspicious tick. @returns the whole run, oldest first, when this tick makes it believable; else null */
  add(tick: WaitingTick, jumpTicks: Ticks): readonly WaitingTick[] | null {
    const highest = Math.max(this.#highest, tick.price);
    const lowest = Math.min(this.#lowest, tick.price);
    if (this.#run.length === 0 || highest - lowest > jumpTicks) {
      this.#run = [tick];
      this.#highest = tick.price;
      this.#lowest = tick.price;
    } else {
      this.#run.push(tick);
      this.#highest = highest;
      this.#lowest = lowest;
    }
    const first = this.#run[0];
    if (first === undefined || this.#run.length < RELEASE_TICKS_MIN || tick.at - first.at < RELEASE_SPAN_MS_MIN) {
      return null;
    }
    const released = this.#run;
    this.#run = [];
    return released;
  }

  /** Hands out the run that begins with a tick, for an admin accepts it (8.2). @returns null when another or none waits */
  take(firstRef: TickRef): readonly WaitingTick[] | null {
    const run = this.#run;
    if (run[0]?.ref !== firstRef) return null;
    this.#run = [];
    return run;
  }

  save(): readonly WaitingTick[] {
    return [...this.#run];
  }

  static load(run: readonly WaitingTick[]): Quarantine {
    const made = new Quarantine();
    made.#run = [...run];
    made.#highest = run.reduce((highest, tick) => Math.max(highest, tick.price), 0);
    made.#lowest = run.reduce((lowest, tick) => Math.min(lowest, tick.price), Number.MAX_SAFE_INTEGER);
    return made;
  }
}
