/**
 * How this tab gets the stream: a SharedWorker where the browser has it; else one tab leads (Web Locks) and tells the
 * others (BroadcastChannel); else every tab has its own stream. All three speak the keeper's protocol.
 */
import { createKeeper, type KeeperTab } from "@/components/live/keeper";
import type { KeeperMessage, LiveTransport, OnKeeperMessage, TabMessage } from "@/components/live/protocol";
import { random } from "@/lib/clock";

const channelName = "excursion-live";
const lockName = "excursion-live-leader";

/** Bus messages of the leader fallback. `from`/`to` name a tab. */
type BusMessage =
  | { readonly to: "leader"; readonly from: string; readonly message: TabMessage }
  | { readonly to: string; readonly message: KeeperMessage }
  | { readonly to: "all"; readonly elected: true };

function viaSharedWorker(onMessage: OnKeeperMessage): LiveTransport {
  const worker = new SharedWorker(new URL("./shared-worker.ts", import.meta.url), {
    type: "module",
    name: "excursion",
  });
  worker.port.onmessage = (event: MessageEvent<KeeperMessage>) => onMessage(event.data);
  return { send: (message) => worker.port.postMessage(message), close: () => worker.port.close() };
}

/** The tab that gets the lock keeps the stream until it closes; the next in line takes over by itself. */
function viaLeader(onMessage: OnKeeperMessage): LiveTransport {
  const self = `tab-${random()}`;
  const bus = new BroadcastChannel(channelName);
  const release = new AbortController();
  let last: TabMessage | null = null;
  let local: KeeperTab | null = null;
  let stepDown: (() => void) | null = null;

  void navigator.locks
    .request(lockName, { signal: release.signal }, () => {
      const keeper = createKeeper();
      const others = new Map<string, KeeperTab>();
      local = keeper.join(onMessage);
      if (last !== null) local.receive(last);
      bus.addEventListener("message", (event: MessageEvent<BusMessage>) => {
        if (!("from" in event.data)) return;
        const { from, message } = event.data;
        const tab = others.get(from) ?? keeper.join((reply) => bus.postMessage({ to: from, message: reply }));
        others.set(from, tab);
        tab.receive(message);
      });
      bus.postMessage({ to: "all", elected: true });
      return new Promise<void>((resolve) => {
        stepDown = resolve;
      });
    })
    .catch((error: unknown) => {
      // Aborted while waiting in line: the tab closed before its turn came.
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    });

  function send(message: TabMessage): void {
    if (message.kind === "visible" || message.kind === "hidden") last = message;
    if (local !== null) local.receive(message);
    else bus.postMessage({ to: "leader", from: self, message });
  }
  bus.addEventListener("message", (event: MessageEvent<BusMessage>) => {
    if (local !== null) return;
    if ("elected" in event.data) {
      if (last !== null) send(last);
    } else if (event.data.to === self && !("from" in event.data)) onMessage(event.data.message);
  });
  return {
    send,
    close() {
      local?.receive({ kind: "bye" });
      stepDown?.();
      release.abort();
      bus.close();
    },
  };
}

function viaOwnStream(onMessage: OnKeeperMessage): LiveTransport {
  const tab = createKeeper().join(onMessage);
  return { send: (message) => tab.receive(message), close: () => tab.receive({ kind: "bye" }) };
}

/** Opens the best transport this browser offers. */
export function openTransport(onMessage: OnKeeperMessage): LiveTransport {
  if (typeof SharedWorker === "function") return viaSharedWorker(onMessage);
  if (typeof BroadcastChannel === "function" && "locks" in navigator) return viaLeader(onMessage);
  return viaOwnStream(onMessage);
}
