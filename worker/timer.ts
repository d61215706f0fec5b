/**
 * Timers as an argument: what waits or repeats takes these two functions, so that a test moves the time by hand.
 * Holds no rule about when anything happens.
 */

/** Stops a timer; calling it twice is harmless. */
export type StopTimer = () => void;

/** Where waiting comes from. */
export interface Timers {
  /** Calls `task` once after `delayMs`. */
  after(delayMs: number, task: () => void): StopTimer;
  /** Calls `task` every `periodMs`. */
  every(periodMs: number, task: () => void): StopTimer;
}

/** The machine's timers. */
export const systemTimers: Timers = {
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
  every(periodMs, task) {
    const timer = setInterval(task, periodMs);
    return () => clearInterval(timer);
  },
};

/** Resolves after `delayMs`. */
export function delay(timers: Timers, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    timers.after(delayMs, resolve);
  });
}
