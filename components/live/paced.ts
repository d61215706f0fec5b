/**
 * Runs something expensive at most once in a while: at once after a rest, else when the pause ends, then with what is newest.
 * Nothing asked for is lost: the last request is always followed by a run. Pure of the browser; the timer is passed in.
 */

export interface Paced {
  /** Something changed: runs now, or once when the pause ends. */
  ask(): void;
  /** Drops what waits; nothing runs afterwards. */
  stop(): void;
}

/** Runs its argument after `ms`; returns what takes it back. */
export type Later = (run: () => void, ms: number) => () => void;

/** @param run must read what is newest when it is called; `gapMs` is the least time between two runs, ms */
export function paced(run: () => void, gapMs: number, later: Later): Paced {
  let takeBack: (() => void) | null = null;
  let asked = false;

  function start(): void {
    asked = false;
    takeBack = later(() => {
      takeBack = null;
      if (asked) start();
    }, gapMs);
    run();
  }

  return {
    ask() {
      if (takeBack === null) start();
      else asked = true;
    },
    stop() {
      takeBack?.();
      takeBack = null;
      asked = false;
    },
  };
}

/** The page's own timer. */
export const pageTimer: Later = (run, ms) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};
