import { describe, expect, it } from "vitest";
import type { SeriesContext } from "@/lib/db/series";
import type { Fact, SignalRecord } from "@/lib/engine/types";
import { priceScale } from "@/lib/market/price";
import { streamEvents } from "@/worker/publish";

const context: SeriesContext = {
  ...{ contractId: 1, root: "NQ", ticker: "NQZ6", scale: priceScale("0.25"), source: "simulated" },
  ...{ profile: "spec", engineVersion: "1" },
};
const contextOf = (contractId: number): SeriesContext | undefined => (contractId === 1 ? context : undefined);

/** Only the fields that the mapping reads. */
function signal(tradeId: string, status: SignalRecord["status"]): Fact {
  return { kind: "signal", record: { tradeId, status } as SignalRecord };
}

function event(tradeId: string, type: "SIGNAL_CREATED" | "CONFIRMED" | "ENTRY"): Fact {
  return { kind: "event", tradeId, seq: 0, type, at: 0, price: null, ref: null, data: {} };
}

function events(...facts: Fact[]): unknown[] {
  return streamEvents(
    facts.map((fact) => ({ contractId: 1, fact })),
    [],
    contextOf,
  ).map((one) => (one.type === "signal" ? [one.event, one.signal.id, one.signal.record.status] : one.type));
}

describe("facts on the stream", () => {
  it("name what happened, each with the newest record of the batch", () => {
    const facts = [
      signal("a", "PENDING"),
      event("a", "SIGNAL_CREATED"),
      event("a", "CONFIRMED"),
      signal("a", "CONFIRMED"),
    ];
    expect(events(...facts)).toEqual([
      ["SIGNAL_CREATED", "NQZ6.a", "CONFIRMED"],
      ["CONFIRMED", "NQZ6.a", "CONFIRMED"],
    ]);
  });

  it("carry their place in the history, so that a page can tell what it has shown", () => {
    const touched: Fact = {
      kind: "event",
      tradeId: "a",
      seq: 4,
      type: "TARGET",
      at: 9,
      price: 7,
      ref: 1,
      data: { target: 2 },
    };
    const [event] = streamEvents(
      [signal("a", "ACTIVE"), touched].map((fact) => ({ contractId: 1, fact })),
      [],
      contextOf,
    );
    expect(event).toMatchObject({ step: { seq: 4, type: "TARGET", at: 9, price: 7, target: 2, leg: null } });
  });

  it("send a record that changed without an event once", () => {
    expect(events(signal("a", "ACTIVE"), signal("a", "ACTIVE"), signal("b", "ACTIVE"))).toEqual([
      ["CHANGED", "NQZ6.a", "ACTIVE"],
      ["CHANGED", "NQZ6.b", "ACTIVE"],
    ]);
  });

  it("keep their order, carry closed candles and leave path points out", () => {
    const candle = { openAt: 0, open: 1, high: 1, low: 1, close: 1, volume: 1, trades: 1, complete: true };
    const path: Fact = { kind: "path", tradeId: "a", seq: 0, at: 0, price: 1, side: "adverse" };
    expect(
      events({ kind: "candle", candle, corrected: false }, path, signal("a", "ACTIVE"), event("a", "ENTRY")),
    ).toEqual(["candle.closed", ["ENTRY", "NQZ6.a", "ACTIVE"]]);
  });

  it("of a contract this process does not know are not sent", () => {
    expect(streamEvents([{ contractId: 9, fact: signal("a", "ACTIVE") }], [], contextOf)).toEqual([]);
  });
});
