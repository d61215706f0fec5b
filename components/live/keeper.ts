/**
 * Keeper of the one stream of a browser: holds the newest state and passes events on to its tabs.
 * Runs in the SharedWorker, or in the tab that leads where there is none. Knows nothing of React.
 * A hidden tab gets facts only (a frozen tab would otherwise find a backlog of readings); on its return it gets the newest state once.
 * The stream is open while there is at least one tab.
 */
import { type ConnectionStatus, StreamConnection } from "@/components/live/connection";
import type { KeeperMessage, TabMessage } from "@/components/live/protocol";
import { random, systemClock } from "@/lib/clock";
import type { StreamEvent } from "@/lib/stream/events";
import { applyEvent, catchUpEvents, createLiveState } from "@/lib/stream/reduce";

/** Same-origin path of the worker's event stream (proxy.ts). */
export const streamPath = "/api/stream";

/** Readings are replaced by newer ones; a hidden tab can do without. */
const readings: ReadonlySet<StreamEvent["type"]> = new Set(["ticker", "candle", "mfe"]);

export type Post = (message: KeeperMessage) => void;

export interface KeeperTab {
  receive(message: TabMessage): void;
}

export interface Keeper {
  /** Adds a tab that is told through `post`; it starts hidden and says `visible` when it wants the flow. */
  join(post: Post): KeeperTab;
}

/** The part of `StreamConnection` the keeper uses. */
export type KeptConnection = Pick<StreamConnection, "start" | "stop" | "hurry" | "status">;

/** Makes the connection; a test passes its own. */
export type Connect = (
  onEvent: (event: StreamEvent) => void,
  onStatus: (status: ConnectionStatus) => void,
) => KeptConnection;

/** The real stream of this origin. */
export const connectToStream: Connect = (onEvent, onStatus) =>
  new StreamConnection({
    url: streamPath,
    open: (url) => new EventSource(url),
    now: () => systemClock.now(),
    random,
    setTimer: (run, ms) => setTimeout(run, ms),
    clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    onEvent,
    onStatus,
  });

export function createKeeper(connect: Connect = connectToStream): Keeper {
  const state = createLiveState();
  const tabs = new Map<Post, { visible: boolean }>();
  let shown: ConnectionStatus["state"] | null = null;

  const connection = connect(
    (event) => {
      applyEvent(state, event);
      for (const [post, tab] of tabs) {
        if (tab.visible || !readings.has(event.type)) post({ kind: "event", event });
      }
    },
    (status) => {
      const changed = status.state !== shown;
      shown = status.state;
      for (const [post, tab] of tabs) {
        if (tab.visible || changed) post({ kind: "status", status });
      }
    },
  );

  function catchUp(post: Post): void {
    for (const event of catchUpEvents(state, systemClock.now())) post({ kind: "event", event });
    post({ kind: "status", status: connection.status });
  }

  return {
    join(post) {
      return {
        receive(message) {
          switch (message.kind) {
            case "visible":
              tabs.set(post, { visible: true });
              connection.start();
              catchUp(post);
              return;
            case "hidden":
              tabs.set(post, { visible: false });
              connection.start();
              return;
            case "bye":
              tabs.delete(post);
              if (tabs.size === 0) connection.stop();
              return;
            case "hurry":
              connection.hurry();
          }
        },
      };
    },
  };
}
