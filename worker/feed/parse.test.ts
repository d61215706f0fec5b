import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatPrice, priceScale } from "@/lib/market/price";
import { type ParsedFrame, parseFrame } from "@/worker/feed/parse";
import type { RejectReason } from "@/worker/feed/types";

const scale = priceScale("0.25");
const receivedAt = 1_795_186_800_200;
const parse = (text: string): ParsedFrame =>
  parseFrame(text, (ticker) => (ticker === "NQZ6" ? { id: 7, scale } : undefined), receivedAt);
const parseEvents = (...events: unknown[]): ParsedFrame => parse(JSON.stringify(events));

const trade = { ev: "T", sym: "NQZ6", p: 25104.25, s: 2, t: 1_795_186_800_123, q: 27_317_882 };
const quote = { ev: "Q", sym: "NQZ6", bp: 25104, bs: 7, bt: 1, ap: 25104.25, as: 4, at: 2, t: 1_795_186_800_122 };
const minute = {
  ...{ ev: "AM", sym: "NQZ6", v: 1830, dv: "45940777.50", n: 951 },
  ...{ o: "25104.00", c: "25106.25", h: "25108.00", l: "25101.50", s: 1_795_186_800_000, e: 1_795_186_860_000 },
};

describe("documented examples", () => {
  test("a trade becomes ticks with the vendor's sequence", () => {
    expect(parseEvents(trade).trades).toEqual([
      { contractId: 7, exchangeAt: trade.t, receivedAt, price: 100_417, size: 2, sequence: 27_317_882 },
    ]);
  });

  test("a quote keeps both sides", () => {
    expect(parseEvents(quote).quotes).toEqual([
      { contractId: 7, exchangeAt: quote.t, receivedAt, bid: 100_416, bidSize: 7, ask: 100_417, askSize: 4 },
    ]);
  });

  test("aggregates come with prices as text and say their interval by their window", () => {
    expect(parseEvents(minute, { ...minute, ev: "A", e: minute.s + 1000 }).aggregates).toMatchObject([
      { interval: "1m", open: 100_416, high: 100_432, low: 100_406, close: 100_425, volume: 1830, trades: 951 },
      { interval: "1s" },
    ]);
  });

  test("one frame may mix channels, tickers and status", () => {
    const frame = parseEvents(
      { ev: "status", status: "success", message: "subscribed to: T.NQZ6" },
      trade,
      quote,
      minute,
    );
    expect(frame.statuses).toEqual([{ status: "success", message: "subscribed to: T.NQZ6" }]);
    expect([frame.trades.length, frame.quotes.length, frame.aggregates.length]).toEqual([1, 1, 1]);
    expect(frame.rejects).toEqual([]);
  });
});

describe("numbers or text", () => {
  test.each([[25104.25], ["25104.25"], ["25104.250"], [25104.250000000004]])("price %s is the same price", (p) => {
    expect(parseEvents({ ...trade, p }).trades[0]?.price).toBe(100_417);
  });

  test("a trade of size 0 is an ordinary trade", () => {
    expect(parseEvents({ ...trade, s: 0 }).trades[0]?.size).toBe(0);
  });

  test("a trade without a sequence is kept, its sequence is null", () => {
    const { q: _, ...bare } = trade;
    expect(parseEvents(bare).trades[0]?.sequence).toBeNull();
  });
});

describe("one-sided books", () => {
  test.each([
    [{ ev: "Q", sym: "NQZ6", bp: 25104, bs: 7, t: quote.t }, 100_416, null],
    [{ ...quote, bp: 0, bs: 0 }, null, 100_417],
    [{ ev: "Q", sym: "NQZ6", bs: 0, as: 0, t: quote.t }, null, null],
  ])("%j", (event, bid, ask) => {
    expect(parseEvents(event).quotes).toMatchObject([{ bid, ask }]);
  });
});

const BAD_EVENTS: readonly (readonly [unknown, RejectReason])[] = [
  [42, "not-an-object"],
  [null, "not-an-object"],
  [[trade], "not-an-object"],
  [{ sym: "NQZ6" }, "missing-event"],
  [{ ev: "FMV", sym: "NQZ6" }, "unknown-event"],
  [{ ev: "toString", sym: "NQZ6" }, "unknown-event"],
  [{ ...trade, sym: "NQZ7" }, "unknown-symbol"],
  [{ ...trade, sym: undefined }, "unknown-symbol"],
  [{ ...trade, p: undefined }, "missing-price"],
  [{ ...trade, p: "" }, "missing-price"],
  [{ ...trade, p: null }, "missing-price"],
  [{ ...trade, p: "NaN" }, "bad-price"],
  [{ ...trade, p: [1] }, "bad-price"],
  [{ ...trade, p: 25104.3 }, "off-tick-price"],
  [{ ...trade, p: "25104.30" }, "off-tick-price"],
  [{ ...trade, p: -25104.25 }, "non-positive-price"],
  [{ ...trade, p: 0 }, "non-positive-price"],
  [{ ...trade, s: -1 }, "bad-size"],
  [{ ...trade, s: 1.5 }, "bad-size"],
  [{ ...trade, s: undefined }, "bad-size"],
  [{ ...trade, t: "yesterday" }, "bad-time"],
  [{ ...trade, t: 1_795_186_800 }, "bad-time"],
  [{ ...trade, t: undefined }, "bad-time"],
  [{ ...trade, q: -4 }, "bad-sequence"],
  [{ ...trade, q: "x" }, "bad-sequence"],
  [{ ev: "Q", sym: "NQZ6", t: quote.t }, "missing-price"],
  [{ ...quote, ap: 25104.3 }, "off-tick-price"],
  [{ ...minute, h: "25100.00" }, "bad-range"],
  [{ ...minute, e: minute.s + 5 }, "bad-time"],
  [{ ...minute, o: undefined }, "missing-price"],
];

describe("refusals", () => {
  test.each(BAD_EVENTS)("%j is refused as %s and its neighbours are kept", (event, reason) => {
    const frame = parseEvents(trade, event, { ...trade, q: trade.q + 1 });
    expect(frame.rejects).toEqual([reason]);
    expect(frame.trades).toHaveLength(2);
  });

  test.each([
    ["", "malformed-json"],
    ["[", "malformed-json"],
    ['[{"ev":"T","sym":"NQ', "malformed-json"],
    ["NaN", "not-an-array"],
    ["{}", "not-an-array"],
    ['"T"', "not-an-array"],
  ])("the frame %j is refused as %s", (text, reason) => {
    expect(parse(text).rejects).toEqual([reason]);
  });

  test("a bare NaN costs its own event only, text that says NaN stays text", () => {
    const good = JSON.stringify(trade);
    const frame = parse(`[${good},${good.replace("25104.25", "NaN")},${good.replace("NQZ6", "NaN")},${good}]`);
    expect(frame.trades).toHaveLength(2);
    expect(frame.rejects).toEqual(["missing-price", "unknown-symbol"]);
  });

  test("unknown fields are counted and change nothing", () => {
    const frame = parseEvents({ ...trade, x: 1, conditions: [] });
    expect(frame.trades).toHaveLength(1);
    expect(frame.unknownFields).toBe(2);
  });
});

describe("invariants", () => {
  test("no text makes the parser throw", () => {
    fc.assert(fc.property(fc.string(), (text) => void parse(text)));
  });

  test("no JSON makes the parser throw, and each event is kept or refused exactly once", () => {
    const field = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("T", "Q", "A", "AM", "status", "NQZ6", 25104.25, 1_795_186_800_000),
    );
    const event = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom("ev", "sym", "p", "s", "t", "q", "bp", "o"), field),
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const frame = parseEvents(...events);
        const kept = frame.trades.length + frame.quotes.length + frame.aggregates.length + frame.statuses.length;
        expect(kept + frame.rejects.length).toBe(events.length);
      }),
    );
  });

  test("every price on the grid survives the wire as a number and as text", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000_000 }), (ticks) => {
        const text = formatPrice(ticks, scale);
        expect(parseEvents({ ...trade, p: text }).trades[0]?.price).toBe(ticks);
        expect(parseEvents({ ...trade, p: Number(text) }).trades[0]?.price).toBe(ticks);
      }),
    );
  });
});
