/**
 * SharedWorker entry: one event stream for all tabs of a browser. Its own timers are not throttled with a hidden tab.
 * Only wiring; the behaviour is the keeper's.
 */
import { createKeeper } from "@/components/live/keeper";
import type { TabMessage } from "@/components/live/protocol";

interface ConnectScope {
  onconnect: ((event: MessageEvent) => void) | null;
}

const keeper = createKeeper();

// The DOM types describe a page; in here the global is a SharedWorkerGlobalScope.
(globalThis as unknown as ConnectScope).onconnect = (event) => {
  const port = event.ports[0];
  if (port === undefined) return;
  const tab = keeper.join((message) => port.postMessage(message));
  port.onmessage = (message: MessageEvent<TabMessage>) => tab.receive(message.data);
};
