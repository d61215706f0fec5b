/**
 * The page's live state, outside React. Events change it at once; readers are told at most once per animation frame,
 * and only those of the keys that changed. A hidden tab has no frames: it keeps the newest and paints once on return.
 */
import { type ConnectionStatus, initialStatus } from "@/components/live/connection";
import type { KeeperMessage } from "@/components/live/protocol";
import type { StreamEvent } from "@/lib/stream/events";
import { applyEvent, createLiveState, type LiveKey, type LiveState } from "@/lib/stream/reduce";

/** Keys readers can subscribe to: those of the stream plus the state of the connection itself. */
export type StoreKey = LiveKey | "connection";

export interface LiveStore {
  readonly state: LiveState;
  connection(): ConnectionStatus;
  receive(message: KeeperMessage): void;
  /** Calls `listener` with every event as it is applied: for what happens once (alerts), not for what is shown. */
  onEvent(listener: (event: StreamEvent) => void): () => void;
  /** Calls `listener` after a change of `key`, in the next frame; returns the unsubscribe function. */
  subscribe(key: StoreKey, listener: () => void): () => void;
}

/** `nextFrame` is requestAnimationFrame in a page. */
export function createLiveStore(nextFrame: (run: () => void) => void): LiveStore {
  const state = createLiveState();
  const listeners = new Map<StoreKey, Set<() => void>>();
  const eventListeners = new Set<(event: StreamEvent) => void>();
  const dirty = new Set<StoreKey>();
  let connection = initialStatus;
  let scheduled = false;

  function flush(): void {
    scheduled = false;
    const keys = [...dirty];
    dirty.clear();
    for (const key of keys) {
      for (const listener of listeners.get(key) ?? []) listener();
    }
  }

  function mark(keys: readonly StoreKey[]): void {
    for (const key of keys) dirty.add(key);
    if (scheduled || dirty.size === 0) return;
    scheduled = true;
    nextFrame(flush);
  }

  return {
    state,
    connection: () => connection,
    receive(message) {
      if (message.kind === "event") {
        mark(applyEvent(state, message.event));
        for (const listener of eventListeners) listener(message.event);
        return;
      }
      connection = message.status;
      mark(["connection"]);
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    subscribe(key, listener) {
      const set = listeners.get(key) ?? new Set();
      listeners.set(key, set);
      set.add(listener);
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(key);
      };
    },
  };
}
