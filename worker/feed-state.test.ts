import { describe, expect, it } from "vitest";
import type { FeedStatus, FeedStatusEvent } from "@/worker/feed/types";
import { FeedStateMachine, staleAfterMs } from "@/worker/feed-state";

const start = 1_000_000;

function connection(status: FeedStatus, reason: string = status): FeedStatusEvent {
  return { type: "status", status, code: "FEED-OK", reason, channels: ["T"], refused: [], retryAt: null, at: start };
}

function make(): FeedStateMachine {
  return new FeedStateMachine("live", start);
}

describe("the state of the feed", () => {
  it("is CONNECTING until data flows for the first time, then named after the source", () => {
    const machine = make();
    machine.update(start, true, {});
    expect(machine.current.state).toBe("CONNECTING");
    machine.connectionChanged(connection("subscribed"));
    machine.backfillChanged(true);
    machine.update(start, true, {});
    expect(machine.current.state).toBe("CONNECTING");
    machine.backfillChanged(false);
    expect(machine.update(start, true, {})).toBe(true);
    expect(machine.current.state).toBe("LIVE");
  });

  it.each([
    ["delayed", "DELAYED"],
    ["simulated", "SIMULATED"],
    ["replay", "REPLAY"],
  ] as const)("of a %s feed says %s and never LIVE", (mode, state) => {
    const machine = new FeedStateMachine(mode, start);
    machine.connectionChanged(connection("subscribed"));
    machine.update(start, true, {});
    expect(machine.current.state).toBe(state);
  });

  it("is STALE when an open market is silent for longer than 5 s, and live again with the next tick", () => {
    const machine = make();
    machine.connectionChanged(connection("subscribed"));
    machine.update(start + staleAfterMs, true, {});
    expect(machine.current.state).toBe("LIVE");
    machine.update(start + staleAfterMs + 1, true, {});
    expect(machine.current).toMatchObject({ state: "STALE", since: start + staleAfterMs + 1 });
    machine.ticked(1, start + 9000);
    machine.update(start + 9000, true, {});
    expect(machine.current.state).toBe("LIVE");
  });

  it("is CLOSED, not STALE, while the market is closed", () => {
    const machine = make();
    machine.connectionChanged(connection("subscribed"));
    machine.update(start + 60_000, false, {});
    expect(machine.current.state).toBe("CLOSED");
  });

  it("is DISCONNECTED with the connection's reason from the loss until the hole is filled", () => {
    const machine = make();
    machine.connectionChanged(connection("subscribed"));
    machine.update(start, true, {});
    machine.connectionChanged(connection("disconnected", "no answer to a ping"));
    machine.update(start + 1, true, {});
    expect(machine.current).toMatchObject({ state: "DISCONNECTED", reason: "no answer to a ping", since: start + 1 });
    machine.connectionChanged(connection("subscribed"));
    machine.backfillChanged(true);
    machine.update(start + 2, true, {});
    expect(machine.current.state).toBe("DISCONNECTED");
    machine.backfillChanged(false);
    machine.update(start + 3, true, {});
    expect(machine.current.state).toBe("LIVE");
  });

  it.each(["fatal", "waiting"] as const)("is DISCONNECTED at once when the vendor refuses (%s)", (status) => {
    const machine = make();
    machine.connectionChanged(connection(status, "the vendor refused the API key"));
    machine.update(start, true, {});
    expect(machine.current).toMatchObject({ state: "DISCONNECTED", reason: "the vendor refused the API key" });
  });

  it("counts numbers without calling them a change", () => {
    const machine = make();
    machine.connectionChanged(connection("subscribed"));
    machine.update(start, true, {});
    machine.ticked(50, start + 100);
    expect(machine.update(start + 5000, true, { trades: 50 })).toBe(false);
    expect(machine.current).toMatchObject({ ticksPerSecond: 10, counters: { trades: 50 } });
  });
});
