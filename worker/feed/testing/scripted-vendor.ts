/** A socket server in this process that says exactly what a test tells it to, and notes what it was told. For tests. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

/** One connection as the vendor sees it. */
export class VendorSide {
  readonly socket: WebSocket;
  readonly #inbox: string[] = [];
  readonly #waiting: ((text: string) => void)[] = [];
  readonly closed: Promise<number>;

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = once(socket, "close").then(([code]) => Number(code));
    socket.on("message", (data: Buffer) => {
      const text = data.toString("utf8");
      const next = this.#waiting.shift();
      if (next === undefined) this.#inbox.push(text);
      else next(text);
    });
  }

  /** The next message of the client. */
  async heard(): Promise<{ action: string; params: string }> {
    const text = this.#inbox.shift() ?? (await new Promise<string>((resolve) => this.#waiting.push(resolve)));
    return JSON.parse(text) as { action: string; params: string };
  }

  /** Messages that nobody has asked for yet. */
  get unheard(): number {
    return this.#inbox.length;
  }

  say(...events: unknown[]): void {
    this.socket.send(JSON.stringify(events));
  }

  status(status: string, message = ""): void {
    this.say({ ev: "status", status, message });
  }

  /** Confirms subscriptions, one event each. */
  confirm(...subscriptions: string[]): void {
    this.say(...subscriptions.map((name) => ({ ev: "status", status: "success", message: `subscribed to: ${name} ` })));
  }

  /** Greets, takes the key and confirms whatever is asked for. */
  async welcome(): Promise<void> {
    this.status("connected", "Connected Successfully");
    await this.heard();
    this.status("auth_success", "authenticated");
    const { params } = await this.heard();
    this.confirm(...params.split(","));
  }
}

export class ScriptedVendor {
  readonly #server: WebSocketServer;
  readonly #arrived: VendorSide[] = [];
  readonly #waiting: ((side: VendorSide) => void)[] = [];

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on("connection", (socket) => {
      const side = new VendorSide(socket);
      const next = this.#waiting.shift();
      if (next === undefined) this.#arrived.push(side);
      else next(side);
    });
  }

  static async start(): Promise<ScriptedVendor> {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1", autoPong: true });
    await once(server, "listening");
    return new ScriptedVendor(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/futures`;
  }

  /** The next connection of a client. */
  connection(): Promise<VendorSide> {
    const arrived = this.#arrived.shift();
    return arrived === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(arrived);
  }

  async close(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
