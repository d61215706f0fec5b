/** Says within one page which entries' reviews were just changed, so that a list beside an entry can read them again. */

type Listener = (signalIds: readonly string[]) => void;
const listeners = new Set<Listener>();

/** Calls `listener` after each change; returns what ends it. */
export function onReviewed(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells everybody who listens. */
export function announceReviewed(signalIds: readonly string[]): void {
  for (const listener of listeners) listener(signalIds);
}
