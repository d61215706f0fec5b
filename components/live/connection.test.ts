import { beforeEach, describe, expect, it } from "vitest";
import {
  attemptMax,
  backoffFirstMs,
  backoffMax,
  backoffMs,
  brokenSilenceMax,
  type ConnectionStatus,
  type EventSourceLike,
  StreamConnection,
  silenceMax,
} from "@/components/live/connection";
import type { StreamEvent } from "@/lib/stream/events";

/** Time that moves only when told; timers fire in order of their time. */
class FakeTime {
  now = 1_000_000;
  #next = 1;
  readonly #timers = new Map<number, { at: number; run: () => void }>();

  set = (run: () => void, ms: number): number => {
    const id = this.#next++;
    this.#timers.set(id, { at: this.now + ms, run });
    return id;
  };

  clear = (id: unknown): void => {
    this.#timers.delete(id as number);
  };

  pass(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) break;
      this.#timers.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].run();
    }
    this.now = end;
  }
}

class FakeSource implements EventSourceLike {
  closed = false;
  readonly url: string;
  readonly #listeners = new Map<string, (event: MessageEvent<string>) => void>();

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.closed = true;
  }

  emit(type: string, body: unknown, lastEventId = ""): void {
    this.#listeners.get(type)?.({ data: JSON.stringify(body), lastEventId } as MessageEvent<string>);
  }

  fail(): void {
    this.emit("error", null);
  }
}

let time: FakeTime;
let sources: FakeSource[];
let events: StreamEvent[];
let statuses: ConnectionStatus[];
let connection: StreamConnection;

const newest = (): FakeSource => {
  const source = sources.at(-1);
  if (source === undefined) throw new Error("no attempt was made");
  return source;
};
const beat = (lead = 0): void => newest().emit("beat", { at: time.now + lead });

beforeEach(() => {
  time = new FakeTime();
  sources = [];
  events = [];
  statuses = [];
  connection = new StreamConnection({
    url: "/api/stream",
    open: (url) => {
      const source = new FakeSource(url);
      sources.push(source);
      return source;
    },
    now: () => time.now,
    random: () => 0.5,
    setTimer: time.set,
    clearTimer: time.clear,
    onEvent: (event) => events.push(event),
    onStatus: (status) => statuses.push(status),
  });
  connection.start();
});

describe("what is shown", () => {
  it("is open with the first event and stays open while heartbeats come", () => {
    expect(connection.status.state).toBe("connecting");
    for (let second = 0; second < 10; second += 1) {
      beat();
      time.pass(1000);
    }
    expect(connection.status.state).toBe("open");
    expect(statuses.some((status) => status.state === "lost")).toBe(false);
  });

  it("is lost after silence, within three seconds, and says since when the last event came", () => {
    beat();
    const lastEventAt = time.now;
    time.pass(silenceMax - 1);
    expect(connection.status.state).toBe("open");
    time.pass(1);
    expect(connection.status).toMatchObject({ state: "lost", since: lastEventAt, latencyMs: null });
    expect(silenceMax).toBeLessThanOrEqual(3000);
  });

  it("is lost half a second after a stream broke, unless the next one is there", () => {
    beat();
    newest().fail();
    time.pass(brokenSilenceMax - 1);
    expect(connection.status.state).toBe("open");
    time.pass(1);
    expect(connection.status.state).toBe("lost");
  });

  it("does not flicker when a stream ends and the next one is there at once", () => {
    beat();
    newest().fail();
    time.pass(backoffFirstMs);
    beat();
    expect(statuses.some((status) => status.state === "lost")).toBe(false);
    expect(sources).toHaveLength(2);
  });

  it("recovers by itself with the first event of a later attempt", () => {
    beat();
    newest().fail();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      time.pass(backoffMax);
      newest().fail();
    }
    expect(connection.status.state).toBe("lost");
    time.pass(backoffMax);
    beat();
    expect(connection.status).toMatchObject({ state: "open", attempts: 0 });
  });
});

describe("reopening", () => {
  it("carries the id of the last event", () => {
    newest().emit("beat", { at: 1 }, "boot-7");
    newest().fail();
    time.pass(backoffMax);
    expect(newest().url).toBe("/api/stream?lastEventId=boot-7");
  });

  it("makes one attempt at a time: the old source is closed and deaf", () => {
    beat();
    const old = newest();
    old.fail();
    old.fail();
    time.pass(backoffFirstMs);
    expect(sources).toHaveLength(2);
    expect(old.closed).toBe(true);
    old.emit("ticker", { tickers: [] });
    expect(events).toEqual([]);
  });

  it("gives up an attempt that never says anything and tries again", () => {
    time.pass(attemptMax + backoffMax);
    expect(sources.length).toBeGreaterThanOrEqual(2);
    expect(sources[0]?.closed).toBe(true);
  });

  it("reopens a stream that went silent without an error (sleep, dead proxy)", () => {
    beat();
    time.pass(silenceMax + backoffFirstMs);
    expect(sources).toHaveLength(2);
  });

  it("waits longer each time, at most the maximum, never in step with others", () => {
    expect(backoffMs(0, 0)).toBe(backoffFirstMs / 2);
    expect(backoffMs(1, 0)).toBe(backoffFirstMs);
    expect(backoffMs(50, 1)).toBe(backoffMax);
    expect(backoffMs(3, 0.1)).not.toBe(backoffMs(3, 0.9));
  });

  it("hurries when the network is back", () => {
    newest().fail();
    connection.hurry();
    expect(sources).toHaveLength(2);
  });

  it("stops for good when told", () => {
    connection.stop();
    time.pass(60_000);
    expect(sources).toHaveLength(1);
    expect(newest().closed).toBe(true);
  });
});

describe("clock", () => {
  it("takes the fastest heartbeat as the difference of the clocks and the rest as latency", () => {
    beat(500);
    beat(470);
    expect(connection.status).toMatchObject({ offsetMs: 500, latencyMs: 30 });
  });
});

describe("bad events", () => {
  it("are counted and dropped", () => {
    newest().emit("ticker", { wrong: 1 });
    expect(connection.status.undecodable).toBe(1);
    expect(events).toEqual([]);
    expect(connection.status.state).toBe("open");
  });
});
