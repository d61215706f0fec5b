/**
 * The simulated exchange: socket and REST on one port, one market behind both.
 * Whatever is published is remembered first and then sent, so REST never knows less than the socket.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { Clock } from "@/lib/clock";
import type { EpochMs } from "@/lib/market/types";
import type { Channel } from "@/worker/feed/types";
import { BarBuilder } from "@/worker/simulator/bars";
import { ClientSession } from "@/worker/simulator/client-session";
import type { Listing, MarketEvent, SimBar } from "@/worker/simulator/events";
import { History } from "@/worker/simulator/history";
import { answerRest, type RestAnswer } from "@/worker/simulator/rest-server";
import type { RestContext } from "@/worker/simulator/rest-types";
import { encodeEvent } from "@/worker/simulator/wire";
import type { Timers } from "@/worker/timer";

export const exchangeLimits = {
  /** Open sockets, authenticated or not. */
  clientsMax: 100,
  /** Largest request of a client. */
  requestBytesMax: 262_144,
  /** Events in one frame. */
  frameEventsMax: 250,
} as const;

export interface ExchangeOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The only key accepted; null accepts any that is not empty. */
  readonly key: string | null;
  /** Channels outside the plan of every key. */
  readonly denied: readonly Channel[];
  /** Channels that stream but have no history; default none. */
  readonly deniedHistory?: readonly Channel[];
  readonly clock: Clock;
  readonly timers: Timers;
  /** Trades remembered per contract. */
  readonly tradesMax: number;
  /** What `GET /sim/status` says beside the clients. */
  readonly status: () => Readonly<Record<string, unknown>>;
}

export class Exchange {
  readonly history: History;
  readonly #options: ExchangeOptions;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #sessions = new Set<ClientSession>();
  readonly #bars = new BarBuilder();
  #listings: readonly Listing[] = [];
  #resolveFirst: () => void = () => {};
  /** Resolves when a client has subscribed for the first time. */
  readonly firstSubscribed: Promise<void>;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.history = new History(options.tradesMax);
    this.firstSubscribed = new Promise((resolve) => {
      this.#resolveFirst = resolve;
    });
    this.#server = createServer((request, response) => {
      const { status, body } = this.#answer(request);
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
    this.#sockets = new WebSocketServer({ noServer: true, maxPayload: exchangeLimits.requestBytesMax });
    this.#server.on("upgrade", (request, socket, head) => {
      const isFull = this.#sockets.clients.size >= exchangeLimits.clientsMax;
      if (isFull || !/^\/futures(?:[/?]|$)/.test(request.url ?? "")) socket.destroy();
      else this.#sockets.handleUpgrade(request, socket, head, (client) => this.#accept(client));
    });
  }

  /** Contracts the exchange lists; more may come, none goes. */
  list(listings: readonly Listing[]): void {
    this.#listings = listings;
  }

  get listings(): readonly Listing[] {
    return this.#listings;
  }

  /** Sockets that have subscribed to something. */
  get subscribers(): number {
    return [...this.#sessions].filter((session) => session.subscribed).length;
  }

  /** The most bytes any client has not yet read. */
  get bufferedBytes(): number {
    return Math.max(0, ...[...this.#sessions].map((session) => session.bufferedBytes));
  }

  /** Remembers and sends events in order; aggregates that end are sent where they fall. Returns the closed bars. */
  publish(events: readonly MarketEvent[]): SimBar[] {
    const closed: SimBar[] = [];
    const all: MarketEvent[] = [];
    for (const event of events) {
      if (event.kind === "trade") {
        const bars = this.#bars.add(event);
        closed.push(...bars);
        all.push(...bars);
      }
      all.push(event);
    }
    this.#send(all);
    return closed;
  }

  /** Closes aggregates whose window ends at or before `at`, and sends them. */
  advance(at: EpochMs): SimBar[] {
    const closed = this.#bars.advance(at);
    this.#send(closed);
    return closed;
  }

  /** Listens; resolves with the port. Rejects with a plain sentence when the port is taken. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (error: NodeJS.ErrnoException) => {
        const isTaken = error.code === "EADDRINUSE";
        reject(isTaken ? new Error(`port ${this.#options.port} is in use; choose another with --port`) : error);
      });
      this.#server.listen(this.#options.port, "127.0.0.1", () => {
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(socket: WebSocket): void {
    const { key, denied, timers } = this.#options;
    const session = new ClientSession(socket, {
      ...{ key, denied, timers },
      onAuthenticated: (newest) => {
        for (const other of this.#sessions) if (other !== newest && other.key === newest.key) other.evict();
      },
      onSubscribed: () => this.#resolveFirst(),
    });
    this.#sessions.add(session);
    socket.on("close", () => this.#sessions.delete(session));
    // A broken client ends by its close event; there is nothing else to do about it.
    socket.on("error", () => socket.terminate());
  }

  #answer(request: IncomingMessage): RestAnswer {
    const address = `http://${request.headers.host ?? "127.0.0.1"}${request.url ?? "/"}`;
    if (!URL.canParse(address)) return { status: 400, body: '{"status":"ERROR","error":"expected an address"}' };
    const authorization = request.headers.authorization ?? "";
    return answerRest(this.#restContext(), { method: request.method ?? "", url: new URL(address), authorization });
  }

  #restContext(): RestContext {
    const { key, denied, deniedHistory = [], clock, status } = this.#options;
    return {
      ...{
        key,
        denied: [...denied, ...deniedHistory],
        history: this.history,
        listings: this.#listings,
        now: clock.now(),
      },
      status: { ...status(), clients: this.subscribers },
    };
  }

  #send(events: readonly MarketEvent[]): void {
    for (const event of events) this.history.record(event);
    if (this.#sessions.size === 0) return;
    for (let start = 0; start < events.length; start += exchangeLimits.frameEventsMax) {
      const encoded = events.slice(start, start + exchangeLimits.frameEventsMax).map(encodeEvent);
      for (const session of this.#sessions) session.send(encoded);
    }
  }
}
