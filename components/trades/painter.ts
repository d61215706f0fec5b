/**
 * Who is painted when. A row in view is written with every change; one that is drawn only for the next flick of the wheel
 * waits: until it comes near the view, or until its turn. So the cost of a tick is that of the rows somebody can see.
 */

/** Between two rows out of view, ms: with the few that are drawn each is at most some half a second behind. */
const turnMs = 40;
/** A row counts as in view this far outside its scroller (browsers that know scroll margins), px. */
const nearPx = 48;

/** Paints of one row. Pure of the browser, so that its rules can be tested. */
export interface Painted {
  /** What the row shows has changed. */
  changed(): void;
  /** It came into view or left it. */
  seen(inView: boolean): void;
  stop(): void;
}

export interface Painters {
  /** @param paint writes the newest values; called at once for a row in view */
  add(paint: () => void): Painted;
  /** Rows out of view whose newest values are not written yet. */
  waiting(): number;
}

/** @param later runs its argument after `ms` */
export function createPainters(later: (run: () => void, ms: number) => void): Painters {
  /** In the order in which they began to wait. */
  const waiting = new Set<() => void>();
  let turning = false;

  function turn(): void {
    turning = false;
    const next = waiting.values().next().value;
    if (next === undefined) return;
    waiting.delete(next);
    next();
    if (waiting.size > 0) schedule();
  }

  function schedule(): void {
    if (turning) return;
    turning = true;
    later(turn, turnMs);
  }

  return {
    waiting: () => waiting.size,
    add(paint) {
      // Until somebody has looked, a row counts as seen: its first values stand at once.
      let inView = true;
      const own = (): void => paint();
      return {
        changed() {
          if (inView) paint();
          else {
            waiting.add(own);
            schedule();
          }
        },
        seen(now) {
          inView = now;
          if (now && waiting.delete(own)) paint();
        },
        stop: () => void waiting.delete(own),
      };
    },
  };
}

const painters = createPainters((run, ms) => void setTimeout(run, ms));
const observed = new WeakMap<Element, Painted>();
let observer: IntersectionObserver | null = null;

/** `scrollMargin` reaches into scrollers; browsers that do not know it paint a row when its first pixel shows. */
const nearness: IntersectionObserverInit & { readonly scrollMargin: string } = { scrollMargin: `${nearPx}px` };

function look(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) observed.get(target)?.seen(isIntersecting);
}

/**
 * Paints of `element` by its place on the screen. The caller says `changed` with every change and `stop` at the end;
 * an element has one painter at a time.
 */
export function paintedInView(element: Element, paint: () => void): Pick<Painted, "changed" | "stop"> {
  const painted = painters.add(paint);
  observer ??= new IntersectionObserver(look, nearness);
  observed.set(element, painted);
  observer.observe(element);
  return {
    changed: () => painted.changed(),
    stop() {
      painted.stop();
      observed.delete(element);
      observer?.unobserve(element);
    },
  };
}
