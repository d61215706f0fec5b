import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EventTrade, type NextEvent, nextEvents, steadyOrder } from "@/lib/trade/next-event";
import { tradeRecord } from "@/lib/trade/record";
import { applyTick, openTrade } from "@/lib/trade/trade";

const open: EventTrade = {
  entryPrice: 1000,
  risk: 100,
  beTriggerPrice: 1100,
  beTriggeredAt: null,
  beLeg: "OPEN",
  noBeLeg: "OPEN",
};
const short = (events: readonly NextEvent[]): string[] =>
  events.map(({ kind, target, price, distance }) => `${kind}${target || ""} ${price} ${distance}`);

describe("what can happen next", () => {
  it("not armed: trigger and stop; the first target is the trigger", () => {
    expect(short(nextEvents(open, "bullish", 1040, 60))).toEqual(["be-trigger 1100 60", "stop 900 140"]);
  });

  it("bearish is the mirror", () => {
    const bearish = { ...open, beTriggerPrice: 900 };
    expect(short(nextEvents(bearish, "bearish", 960, 60))).toEqual(["be-trigger 900 60", "stop 1100 140"]);
  });

  it("armed: the break-even exit at the entry, the next target never touched, the stop", () => {
    const armed = { ...open, beTriggeredAt: 1, beLeg: "TRIGGERED" } as const;
    expect(short(nextEvents(armed, "bullish", 1010, 184))).toEqual([
      "be-exit 1000 10",
      "stop 900 110",
      "target2 1200 190",
    ]);
  });

  it("a break-even leg that is out waits for nothing; the other goes on", () => {
    const out = { ...open, beTriggeredAt: 1, beLeg: "BREAK_EVEN" } as const;
    expect(short(nextEvents(out, "bullish", 1250, 270))).toEqual(["target3 1300 50", "stop 900 350"]);
  });

  it("a trigger beyond 1R leaves the first target its own place", () => {
    const late = { ...open, beTriggerPrice: 1150 };
    expect(short(nextEvents(late, "bullish", 1040, 60)).slice(0, 2)).toEqual([
      "target1 1100 60",
      "be-trigger 1150 110",
    ]);
  });

  it("after 20R only the stops are left; a closed trade has nothing left", () => {
    const far = { ...open, beTriggeredAt: 1, beLeg: "TRIGGERED" } as const;
    expect(nextEvents(far, "bullish", 3000, 2050).map(({ kind }) => kind)).toEqual(["be-exit", "stop"]);
    expect(nextEvents({ ...open, noBeLeg: "STOP_LOSS" }, "bullish", 800, 0)).toEqual([]);
  });
});

/** A trade after a walk of prices, as the engine leaves it. */
const walks = fc.record({
  direction: fc.constantFrom("bullish", "bearish" as const),
  risk: fc.integer({ min: 4, max: 200 }),
  offsetTicks: fc.integer({ min: -3, max: 3 }),
  steps: fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: 60 }),
});

describe("held against the engine's own tick algorithm", () => {
  it("a tick at the named distance makes the named thing happen, one short of it makes nothing happen", () => {
    fc.assert(
      fc.property(walks, ({ direction, risk, offsetTicks, steps }) => {
        const rule = { triggerNumerator: 1, triggerDenominator: 1, offsetTicks };
        const play = () => openTrade(direction, { at: 0, price: 10_000, ref: null }, risk, rule);
        const reached = (extra: number | null) => {
          const trade = play();
          let price = 10_000;
          for (const step of steps) {
            price += step;
            applyTick(trade, price, 1);
          }
          return { trade, price, changes: extra === null ? [] : applyTick(trade, extra, 2) };
        };
        const { trade, price } = reached(null);
        const record = tradeRecord(trade);
        const [next] = nextEvents(record, direction, price, record.noBeMfe);
        if (next === undefined) {
          expect(trade.noBeLeg).not.toBe("OPEN");
          return;
        }
        const happened = (at: number) => reached(at).changes.map(({ type }) => type);
        const wanted = {
          stop: "EXIT_STOP_LOSS",
          "be-exit": "EXIT_BREAK_EVEN",
          "be-trigger": "BE_TRIGGERED",
          target: "TARGET",
        };
        expect(Math.abs(next.price - price)).toBe(next.distance);
        expect(happened(next.price)).toContain(wanted[next.kind]);
        const towards = Math.sign(next.price - price);
        if (next.distance > 0) expect(happened(next.price - towards)).toEqual([]);
      }),
    );
  });
});

describe("the order on the board", () => {
  const slack = () => 0.05;

  it("small moves change nothing, a large one moves its row", () => {
    const keys = new Map([
      ["a", 0.1],
      ["b", 0.13],
    ]);
    const held = new Map<string, number>();
    const look = () => steadyOrder(["a", "b"], (id) => keys.get(id) ?? 9, held, slack);
    expect(look()).toEqual(["a", "b"]);
    keys.set("b", 0.09);
    expect(look()).toEqual(["a", "b"]);
    keys.set("b", 0.02);
    expect(look()).toEqual(["b", "a"]);
  });

  it("is never out of order by more than the slack of both, and forgets what is gone", () => {
    const frames = fc.array(fc.dictionary(fc.constantFrom(..."abcdef"), fc.double({ min: 0, max: 3, noNaN: true })), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(frames, (list) => {
        const held = new Map<string, number>();
        for (const keys of list) {
          const ids = Object.keys(keys);
          const key = (id: string): number => keys[id] ?? 0;
          const ordered = steadyOrder(ids, key, held, slack);
          expect([...ordered].sort()).toEqual([...ids].sort());
          expect([...held.keys()].sort()).toEqual([...ids].sort());
          for (let i = 1; i < ordered.length; i += 1) {
            expect(key(ordered[i] ?? "") - key(ordered[i - 1] ?? "")).toBeGreaterThanOrEqual(-0.1 - 1e-9);
          }
        }
      }),
    );
  });
});
