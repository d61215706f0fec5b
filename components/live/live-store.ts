/**
 * The one live store of this page and its transport. Started by the root layout, so navigation never touches it.
 */
import type { LiveTransport } from "@/components/live/protocol";
import { createLiveStore, type LiveStore } from "@/components/live/store";
import { openTransport } from "@/components/live/transport";

let store: LiveStore | null = null;

/** The page's store; on the server an empty one that never changes. */
export function liveStore(): LiveStore {
  store ??= createLiveStore((run) => requestAnimationFrame(run));
  return store;
}

/** Connects the store to the stream; returns the function that disconnects it. */
export function startLive(): () => void {
  const transport: LiveTransport = openTransport((message) => liveStore().receive(message));
  const tellVisibility = (): void => transport.send({ kind: document.hidden ? "hidden" : "visible" });
  const tellBye = (): void => transport.send({ kind: "bye" });
  const tellHurry = (): void => transport.send({ kind: "hurry" });
  tellVisibility();
  document.addEventListener("visibilitychange", tellVisibility);
  // A page kept for the back button comes back with `pageshow` and wants the flow again.
  window.addEventListener("pageshow", tellVisibility);
  window.addEventListener("pagehide", tellBye);
  window.addEventListener("online", tellHurry);
  return () => {
    document.removeEventListener("visibilitychange", tellVisibility);
    window.removeEventListener("pageshow", tellVisibility);
    window.removeEventListener("pagehide", tellBye);
    window.removeEventListener("online", tellHurry);
    transport.send({ kind: "bye" });
    transport.close();
  };
}
