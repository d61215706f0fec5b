/** What a tab and the keeper of the shared stream say to each other. Structured-clone safe. */
import type { ConnectionStatus } from "@/components/live/connection";
import type { StreamEvent } from "@/lib/stream/events";

/** Tab → keeper. `hidden` asks for facts only; `visible` for the newest of everything, then the flow. */
export type TabMessage =
  | { readonly kind: "visible" }
  | { readonly kind: "hidden" }
  | { readonly kind: "bye" }
  | { readonly kind: "hurry" };

/** Keeper → tab. */
export type KeeperMessage =
  | { readonly kind: "event"; readonly event: StreamEvent }
  | { readonly kind: "status"; readonly status: ConnectionStatus };

/** A way for a tab to get events. `send` after `close` does nothing. */
export interface LiveTransport {
  send(message: TabMessage): void;
  close(): void;
}

export type OnKeeperMessage = (message: KeeperMessage) => void;
