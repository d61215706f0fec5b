import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ContractView, FeedStatus, MfeReading, SignalView, StreamEvent, TickerReading } from "@/lib/stream/events";
import {
  applyEvent,
  catchUpEvents,
  closedCandlesMax,
  createLiveState,
  finishedSignalsMax,
  type LiveState,
} from "@/lib/stream/reduce";

const feed: FeedStatus = {
  state: "LIVE",
  source: "live",
  since: 0,
  reason: "",
  channels: [],
  refused: [],
  ticksPerSecond: 0,
  counters: {},
};

function snapshot(part: Partial<Extract<StreamEvent, { type: "snapshot" }>> = {}): StreamEvent {
  return {
    type: "snapshot",
    at: 0,
    bootId: "b",
    resumed: false,
    feed,
    contracts: [],
    tickers: [],
    candles: [],
    signals: [],
    notices: [],
    ...part,
  };
}

const ticker = (contractId: number, last: number): TickerReading => ({ contractId, last }) as TickerReading;
const candle = (contractId: number, openAt: number, close = 1) => ({
  contractId,
  openAt,
  open: 1,
  high: 9,
  low: 1,
  close,
  volume: 1,
  trades: 1,
  complete: true,
});
const signal = (id: string, status: string, receivedAt = 0): SignalView =>
  ({ id, contractId: 1, record: { status, receivedAt } }) as unknown as SignalView;
const reading = (id: string, last: number): MfeReading => ({ id, last }) as MfeReading;

function started(...events: readonly StreamEvent[]): LiveState {
  const state = createLiveState();
  for (const event of [snapshot(), ...events]) applyEvent(state, event);
  return state;
}

describe("what changed is named, and nothing else", () => {
  it("a ticker wakes its contract only", () => {
    const state = started();
    expect(applyEvent(state, { type: "ticker", tickers: [ticker(3, 10)] })).toEqual(["ticker:3"]);
    expect(state.tickers.get(3)?.last).toBe(10);
  });

  it("a signal whose status stays wakes itself, not the list", () => {
    const state = started({ type: "signal", signal: signal("a", "ACTIVE"), event: "ENTRY" });
    const ids = state.signalIds;
    expect(applyEvent(state, { type: "signal", signal: signal("a", "ACTIVE"), event: "TARGET" })).toEqual(["signal:a"]);
    expect(state.signalIds).toBe(ids);
  });

  it("a change of status makes a new list", () => {
    const state = started({ type: "signal", signal: signal("a", "PENDING"), event: "SIGNAL_CREATED" });
    const ids = state.signalIds;
    expect(applyEvent(state, { type: "signal", signal: signal("a", "ACTIVE"), event: "ENTRY" })).toContain("signals");
    expect(state.signalIds).not.toBe(ids);
  });

  it("a heartbeat changes nothing", () => {
    expect(applyEvent(started(), { type: "beat", at: 5 })).toEqual([]);
  });
});

describe("snapshots", () => {
  it("replace everything known and wake the readers of what is gone", () => {
    const state = started({ type: "ticker", tickers: [ticker(1, 10)] });
    const keys = applyEvent(state, snapshot({ tickers: [ticker(2, 20)] }));
    expect([...state.tickers.keys()]).toEqual([2]);
    expect(keys).toEqual(expect.arrayContaining(["ticker:1", "ticker:2"]));
  });

  it("one that could not resume opens a new epoch and drops closed candles, a resumed one keeps both", () => {
    const state = started({ type: "candle.closed", candle: candle(1, 60_000), corrected: false });
    const { epoch } = state;
    applyEvent(state, snapshot({ resumed: true }));
    expect(state.epoch).toBe(epoch);
    expect(state.closed.get(1)).toHaveLength(1);
    applyEvent(state, snapshot());
    expect(state.epoch).toBe(epoch + 1);
    expect(state.closed.has(1)).toBe(false);
  });
});

describe("contracts", () => {
  it("stand in the order of the product list, whatever order they came in", () => {
    const view = (root: string, lastTradeDate = "2026-12-18") =>
      ({ root, ticker: root, lastTradeDate }) as ContractView;
    const state = started({
      type: "contracts",
      contracts: [view("ES"), view("GC"), view("NQ", "2027-03-19"), view("NQ")],
    });
    expect(state.contracts.map((c) => c.root)).toEqual(["NQ", "NQ", "ES", "GC"]);
    expect(state.contracts[0]?.lastTradeDate).toBe("2026-12-18");
  });
});

describe("candles", () => {
  it("a closed candle ends the open one of its minute, not that of the next", () => {
    const state = started({ type: "candle", candles: [candle(1, 60_000)] });
    applyEvent(state, { type: "candle.closed", candle: candle(1, 60_000), corrected: false });
    expect(state.candles.has(1)).toBe(false);
    applyEvent(state, { type: "candle", candles: [candle(1, 120_000)] });
    applyEvent(state, { type: "candle.closed", candle: candle(1, 60_000, 7), corrected: true });
    expect(state.candles.get(1)?.openAt).toBe(120_000);
    expect(state.closed.get(1)?.map((c) => c.close)).toEqual([7]);
  });

  it("closed candles are bounded, oldest dropped", () => {
    const state = started();
    for (let minute = 0; minute < closedCandlesMax + 5; minute += 1) {
      applyEvent(state, { type: "candle.closed", candle: candle(1, minute * 60_000), corrected: false });
    }
    expect(state.closed.get(1)).toHaveLength(closedCandlesMax);
    expect(state.closed.get(1)?.[0]?.openAt).toBe(5 * 60_000);
  });
});

describe("signals", () => {
  it("running excursions of a trade go when it is over and do not come back", () => {
    const state = started({ type: "signal", signal: signal("a", "ACTIVE"), event: "ENTRY" });
    applyEvent(state, { type: "mfe", trades: [reading("a", 5)] });
    expect(state.mfe.get("a")?.last).toBe(5);
    applyEvent(state, { type: "signal", signal: signal("a", "CLOSED"), event: "EXIT_STOP_LOSS" });
    expect(applyEvent(state, { type: "mfe", trades: [reading("a", 6)] })).toEqual([]);
    expect(state.mfe.has("a")).toBe(false);
  });

  it("finished signals are bounded, open ones never dropped", () => {
    const state = started({ type: "signal", signal: signal("open", "PENDING", -1), event: "SIGNAL_CREATED" });
    for (let index = 0; index < finishedSignalsMax + 10; index += 1) {
      applyEvent(state, { type: "signal", signal: signal(`f${index}`, "REJECTED", index), event: "SIGNAL_REJECTED" });
    }
    expect(state.signals.size).toBe(finishedSignalsMax + 1);
    expect(state.signalIds.at(-1)).toBe("open");
    expect(state.signals.has("f0")).toBe(false);
  });
});

describe("catching up", () => {
  it("says nothing before the first snapshot", () => {
    expect(catchUpEvents(createLiveState(), 0)).toEqual([]);
  });

  it("brings a newcomer to the same state, whatever happened before", () => {
    const id = fc.constantFrom("a", "b", "c");
    const anyEvent: fc.Arbitrary<StreamEvent> = fc.oneof(
      fc
        .record({ contractId: fc.integer({ min: 1, max: 3 }), last: fc.nat() })
        .map(({ contractId, last }): StreamEvent => ({ type: "ticker", tickers: [ticker(contractId, last)] })),
      fc
        .record({ minute: fc.nat(5), closed: fc.boolean() })
        .map(
          ({ minute, closed }): StreamEvent =>
            closed
              ? { type: "candle.closed", candle: candle(1, minute * 60_000), corrected: false }
              : { type: "candle", candles: [candle(1, minute * 60_000)] },
        ),
      fc
        .record({ id, status: fc.constantFrom("PENDING", "ACTIVE", "CLOSED"), at: fc.nat(9) })
        .map((s): StreamEvent => ({ type: "signal", signal: signal(s.id, s.status, s.at), event: "x" })),
      fc.record({ id, last: fc.nat() }).map((m): StreamEvent => ({ type: "mfe", trades: [reading(m.id, m.last)] })),
      fc.nat(9).map(
        (n): StreamEvent => ({
          type: "notice",
          notice: { id: n, code: "c", at: n, severity: "info", message: "m" },
        }),
      ),
      fc.constant(snapshot({ tickers: [ticker(1, 1)] })),
    );
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const state = started(...events);
        const newcomer = createLiveState();
        for (const event of catchUpEvents(state, 0)) applyEvent(newcomer, event);
        const { epoch: _epoch, closed: _closed, ...rest } = newcomer;
        expect(state).toMatchObject(rest);
        expect(newcomer.signals.size).toBe(state.signals.size);
        expect(newcomer.mfe.size).toBe(state.mfe.size);
      }),
    );
  });
});
