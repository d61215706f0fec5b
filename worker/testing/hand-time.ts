/** A clock and timers moved by hand. */
import type { StopTimer, Timers } from "@/worker/timer";

interface Task {
  at: number;
  readonly period: number | null;
  readonly run: () => void;
}

/** Time stands still until `advance`. */
export class HandTime implements Timers {
  at: number;
  private readonly tasks = new Set<Task>();

  constructor(at = 1_000_000) {
    this.at = at;
  }

  now(): number {
    return this.at;
  }

  after(delayMs: number, run: () => void): StopTimer {
    return this.add({ at: this.at + delayMs, period: null, run });
  }

  every(period: number, run: () => void): StopTimer {
    return this.add({ at: this.at + period, period, run });
  }

  /** Moves on, running what falls due, in order. */
  advance(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const next = [...this.tasks].sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.at = next.at;
      if (next.period === null) this.tasks.delete(next);
      else next.at += next.period;
      next.run();
    }
    this.at = end;
  }

  private add(task: Task): StopTimer {
    this.tasks.add(task);
    return () => this.tasks.delete(task);
  }
}
