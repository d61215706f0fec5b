/** A clock and timers moved by hand: nothing waits for real time, and order is exact. For tests. */
import type { Clock } from "@/lib/clock";
import type { EpochMs } from "@/lib/market/types";
import type { StopTimer, Timers } from "@/worker/timer";

interface Task {
  dueAt: EpochMs;
  readonly periodMs: number | null;
  readonly run: () => void;
}

export class HandTime implements Clock, Timers {
  #at: EpochMs;
  readonly #tasks = new Set<Task>();

  constructor(at: EpochMs) {
    this.#at = at;
  }

  now(): EpochMs {
    return this.#at;
  }

  after(delayMs: number, run: () => void): StopTimer {
    return this.#add({ dueAt: this.#at + delayMs, periodMs: null, run });
  }

  every(periodMs: number, run: () => void): StopTimer {
    return this.#add({ dueAt: this.#at + periodMs, periodMs, run });
  }

  /** Timers that are set, soonest first, as waits from now. */
  pending(): number[] {
    return [...this.#tasks].map((task) => task.dueAt - this.#at).sort((a, b) => a - b);
  }

  /** Moves the time on and runs what falls due, in order. */
  advance(ms: number): void {
    const end = this.#at + ms;
    for (;;) {
      const next = [...this.#tasks].filter((task) => task.dueAt <= end).sort((a, b) => a.dueAt - b.dueAt)[0];
      if (next === undefined) break;
      this.#at = next.dueAt;
      if (next.periodMs === null) this.#tasks.delete(next);
      else next.dueAt += next.periodMs;
      next.run();
    }
    this.#at = end;
  }

  #add(task: Task): StopTimer {
    this.#tasks.add(task);
    return () => void this.#tasks.delete(task);
  }
}
