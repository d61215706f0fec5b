/** Reads an event stream over HTTP and hands on the JSON of each event. Knows nothing of what the events mean. */
import { get } from "node:http";

/** Opens the stream; returns the function that ends it. Ends the process' run with an error when the stream breaks. */
export function readStream(
  url: string,
  onEvent: (data: string) => void,
  onBroken: (error: Error) => void,
  headers: Readonly<Record<string, string>> = {},
): () => void {
  let ended = false;
  let rest = "";
  const broken = (error: Error): void => {
    if (!ended) onBroken(error);
  };
  const request = get(url, { headers }, (response) => {
    if (response.statusCode !== 200) broken(new Error(`${url}: expected 200, got ${response.statusCode}`));
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => {
      const messages = (rest + chunk).split("\n\n");
      rest = messages.pop() ?? "";
      for (const message of messages) {
        const start = message.indexOf("data: ");
        if (start >= 0) onEvent(message.slice(start + "data: ".length));
      }
    });
    response.on("error", broken);
    response.on("end", () => broken(new Error(`${url}: the stream ended`)));
  });
  request.on("error", broken);
  return () => {
    ended = true;
    request.destroy();
  };
}

/** Latencies in ms by whole tenths, so that hours of them take no memory. */
export class Latencies {
  private readonly counts = new Map<number, number>();
  private total = 0;

  add(ms: number): void {
    const tenth = Math.max(0, Math.round(ms * 10));
    this.counts.set(tenth, (this.counts.get(tenth) ?? 0) + 1);
    this.total += 1;
  }

  get count(): number {
    return this.total;
  }

  /** The value below which a part (0..1) of the latencies lies; NaN without any. */
  at(part: number): number {
    let seen = 0;
    for (const [tenth, count] of [...this.counts].sort(([a], [b]) => a - b)) {
      seen += count;
      if (seen >= this.total * part) return tenth / 10;
    }
    return Number.NaN;
  }
}
