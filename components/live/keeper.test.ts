import { beforeEach, describe, expect, it } from "vitest";
import { type ConnectionStatus, initialStatus } from "@/components/live/connection";
import { createKeeper, type Keeper } from "@/components/live/keeper";
import type { KeeperMessage } from "@/components/live/protocol";
import type { StreamEvent } from "@/lib/stream/events";

let emit: (event: StreamEvent) => void;
let report: (status: ConnectionStatus) => void;
let running: boolean;
let keeper: Keeper;

beforeEach(() => {
  running = false;
  keeper = createKeeper((onEvent, onStatus) => {
    emit = onEvent;
    report = onStatus;
    return {
      start: () => {
        running = true;
      },
      stop: () => {
        running = false;
      },
      hurry: () => {},
      status: initialStatus,
    };
  });
});

function tab() {
  const got: KeeperMessage[] = [];
  const joined = keeper.join((message) => got.push(message));
  return {
    send: joined.receive,
    types: () => got.map((message) => (message.kind === "event" ? message.event.type : message.kind)),
    forget: () => got.splice(0),
  };
}

const snapshot: StreamEvent = {
  type: "snapshot",
  at: 0,
  bootId: "b",
  resumed: false,
  feed: {
    state: "LIVE",
    source: "live",
    since: 0,
    reason: "",
    channels: [],
    refused: [],
    ticksPerSecond: 0,
    counters: {},
  },
  contracts: [],
  tickers: [],
  candles: [],
  signals: [],
  notices: [],
};
const ticker: StreamEvent = { type: "ticker", tickers: [] };
const notice: StreamEvent = { type: "notice", notice: { id: 1, code: "c", at: 0, severity: "info", message: "m" } };

describe("one stream for all tabs", () => {
  it("runs while there is a tab", () => {
    const [first, second] = [tab(), tab()];
    expect(running).toBe(false);
    first.send({ kind: "visible" });
    second.send({ kind: "hidden" });
    first.send({ kind: "bye" });
    expect(running).toBe(true);
    second.send({ kind: "bye" });
    expect(running).toBe(false);
  });

  it("every visible tab gets every event", () => {
    const [first, second] = [tab(), tab()];
    first.send({ kind: "visible" });
    second.send({ kind: "visible" });
    emit(snapshot);
    emit(ticker);
    expect(first.types()).toEqual(["status", "snapshot", "ticker"]);
    expect(second.types()).toEqual(["status", "snapshot", "ticker"]);
  });

  it("a tab that joins later starts from the newest state", () => {
    const first = tab();
    first.send({ kind: "visible" });
    emit(snapshot);
    const late = tab();
    late.send({ kind: "visible" });
    expect(late.types()).toEqual(["snapshot", "mfe", "status"]);
  });
});

describe("a hidden tab", () => {
  it("gets facts but no readings, and the newest state once when it returns", () => {
    const hidden = tab();
    hidden.send({ kind: "visible" });
    emit(snapshot);
    hidden.send({ kind: "hidden" });
    hidden.forget();
    for (let index = 0; index < 100; index += 1) emit(ticker);
    emit(notice);
    expect(hidden.types()).toEqual(["notice"]);
    hidden.forget();
    hidden.send({ kind: "visible" });
    expect(hidden.types()).toEqual(["snapshot", "mfe", "status"]);
  });

  it("is told when the stream is lost, not about each heartbeat", () => {
    const hidden = tab();
    hidden.send({ kind: "hidden" });
    report({ ...initialStatus, state: "open" });
    report({ ...initialStatus, state: "open", latencyMs: 3 });
    report({ ...initialStatus, state: "lost" });
    expect(hidden.types()).toEqual(["status", "status"]);
  });
});
