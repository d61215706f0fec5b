/**
 * The least a process between the exchange's socket and a browser can do: receive a frame, write it out as an event.
 * No rules, no database, one reader. What the worker is measured against.
 */
import { createServer, type ServerResponse } from "node:http";
import WebSocket from "ws";
import { systemClock } from "@/lib/clock";
import { authRequest, type Subscription, subscribeRequest } from "@/worker/feed/messages";

/** Serves every frame of the exchange on a port as `{"at": receipt, "frame": [...]}`. */
export function serveBaseline(exchangeUrl: string, tickers: readonly string[], port: number): void {
  const readers = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    request.socket.setNoDelay(true);
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    response.flushHeaders();
    readers.add(response);
    response.once("close", () => readers.delete(response));
  });
  server.listen(port, "127.0.0.1", () => {
    const socket = new WebSocket(exchangeUrl);
    socket.on("message", (data) => {
      const text = String(data);
      if (text.includes('"connected"')) socket.send(authRequest("baseline"));
      else if (text.includes('"auth_success"')) {
        const wanted = tickers.flatMap((ticker): Subscription[] => [`T.${ticker}`, `Q.${ticker}`]);
        socket.send(subscribeRequest(wanted));
      } else {
        const event = `data: {"at":${systemClock.now()},"frame":${text}}\n\n`;
        for (const reader of readers) reader.write(event);
      }
    });
    process.stdout.write("ready\n");
  });
}
