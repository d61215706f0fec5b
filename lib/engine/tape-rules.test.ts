import { describe, expect, it } from "vitest";
import { SeriesEngine } from "@/lib/engine/series-engine";
import { Desk, MONDAY_9, nqOptions, ticksOf } from "@/lib/engine/testing/desk";

const options = nqOptions();

/** Twenty ticks over 5 s around a price, the first at `at`. */
function run(desk: Desk, at: number, points: number, count = 20, span = 5_000): string[] {
  return Array.from({ length: count }, (_, index) =>
    desk.tick(at + Math.floor((span * index) / (count - 1)), points + (index % 3)),
  );
}

/** A bullish trade entered at minute 2, 20051. */
function openTrade(): Desk {
  const desk = new Desk();
  desk.candle(0, "20044/20050/20040/20048");
  desk.signal("bullish", 0);
  desk.candle(1, "20048/20052/20047/20051");
  desk.tick(desk.minute(2), 20_051);
  return desk;
}

describe("anomalies and quarantine (methodology 8.1, 8.2, A-09)", () => {
  it("exactly the limit is accepted, a tick more is suspicious", () => {
    const desk = new Desk();
    desk.tick(MONDAY_9, 20_000);
    expect(desk.tick(MONDAY_9 + 1, 20_050)).toBe("accepted");
    expect(desk.tick(MONDAY_9 + 2, 20_100.25)).toBe("suspicious");
    expect(desk.engine.counters).toMatchObject({ accepted: 2, suspicious: 1 });
  });

  it("20 ticks over 5 s are released in order with their own times", () => {
    const desk = new Desk();
    desk.tick(MONDAY_9, 20_000);
    expect(run(desk, MONDAY_9 + 57_000, 20_300).at(-1)).toBe("accepted");
    expect(desk.engine.counters).toMatchObject({ accepted: 21, suspicious: 0 });
    expect(desk.engine.closedCandles()).toHaveLength(1);
    expect(desk.engine.closedCandles()[0]).toMatchObject({ high: ticksOf(20_302), trades: 13 });
    expect(desk.engine.openCandle()).toMatchObject({ openAt: MONDAY_9 + 60_000, trades: 8 });
  });

  it.each([
    ["19 ticks", 19, 6_000],
    ["4.999 s", 25, 4_999],
  ])("%s are not enough", (_, count, span) => {
    const desk = new Desk();
    desk.tick(MONDAY_9, 20_000);
    expect(run(desk, MONDAY_9 + 100, 20_300, count, span).at(-1)).toBe("suspicious");
  });

  it("a return to the old level drops the run, another level starts a new one", () => {
    const desk = new Desk();
    desk.tick(MONDAY_9, 20_000);
    run(desk, MONDAY_9 + 100, 20_300, 15, 4_000);
    desk.tick(MONDAY_9 + 4_200, 20_001);
    expect(run(desk, MONDAY_9 + 4_300, 20_300, 15, 4_000).at(-1)).toBe("suspicious");
    run(desk, MONDAY_9 + 8_400, 20_500, 10, 1_000);
    expect(desk.engine.counters).toMatchObject({ accepted: 2, suspicious: 40 });
  });

  it("a run over minutes makes their candles, confirms on them and enters on its own ticks", () => {
    const desk = new Desk();
    desk.candle(0, "20044/20050/20040/20048");
    desk.signal("bullish", 0);
    run(desk, desk.minute(1) + 58_000, 20_300);
    expect(desk.record()).toMatchObject({ status: "ACTIVE", confirmedAt: desk.minute(2), barsToConfirmation: 1 });
    expect(desk.record().trade?.entryAt).toBe(desk.minute(2) + 105);
  });

  it("a release into a closed minute extends its candle without confirming anything again", () => {
    const desk = new Desk();
    desk.candle(0, "20044/20050/20040/20048");
    desk.signal("bullish", 0);
    desk.tick(desk.minute(1), 20_048);
    run(desk, desk.minute(1) + 55_500, 20_300, 20, 4_400);
    desk.tick(desk.minute(2) + 700, 20_301);
    expect(desk.engine.closedCandles()[1]).toMatchObject({ close: ticksOf(20_301), trades: 21 });
    expect(desk.facts.some((fact) => fact.kind === "candle" && fact.corrected)).toBe(true);
    expect(desk.record().status).toBe("PENDING");
  });

  it("8.2: an admin accepts the waiting run, in order and with its own times; another or none is refused", () => {
    const desk = openTrade();
    // The desk numbers its ticks from 1; the run begins with the next one.
    const firstRef = (desk.record().trade?.entryRef ?? 0) + 1;
    run(desk, desk.minute(2) + 58_000, 20_300, 5, 3_000);
    const accept = (ref: number, at: number) =>
      desk.engine.ask({ kind: "accept", firstRef: ref, by: "eve", reason: "the exchange repriced" }, at);
    expect(accept(firstRef + 1, desk.minute(3) + 4_000)).toMatchObject({ done: false });
    expect(desk.engine.counters).toMatchObject({ suspicious: 5 });
    // Nothing but the run traded in minute 3, and the clock is past its end.
    expect(accept(firstRef, desk.minute(4) + 500)).toEqual({ done: true, sentence: "5 prices accepted." });
    expect(desk.engine.counters).toMatchObject({ suspicious: 0 });
    expect(desk.engine.closedCandles().at(-1)).toMatchObject({ openAt: desk.minute(3), low: ticksOf(20_300) });
    expect(desk.engine.openCandle()).toBeNull();
    expect(desk.record().trade).toMatchObject({ highest: ticksOf(20_302) });
    const notices = desk.engine.drain().flatMap((fact) => (fact.kind === "notice" ? [fact] : []));
    expect(notices).toMatchObject([
      {
        code: "QUARANTINE_RELEASED",
        message: "5 suspicious ticks were accepted as a new price level by eve: the exchange repriced",
        data: { by: "eve", refs: [0, 1, 2, 3, 4].map((step) => firstRef + step) },
      },
    ]);
    expect(accept(firstRef, desk.minute(4) + 600)).toMatchObject({ done: false });
    expect(desk.tick(desk.minute(4) + 700, 20_310)).toBe("accepted");
  });

  it("8.2: a run that came back to the old level is no longer there to be accepted", () => {
    const desk = openTrade();
    const firstRef = (desk.record().trade?.entryRef ?? 0) + 1;
    run(desk, desk.minute(2) + 100, 20_300, 5, 3_000);
    desk.tick(desk.minute(2) + 4_000, 20_050);
    const answer = desk.engine.ask({ kind: "accept", firstRef, by: "eve", reason: "?" }, desk.minute(2) + 5_000);
    expect(answer).toMatchObject({ done: false, sentence: expect.stringContaining("came back to its old level") });
  });

  it("A-08: a closed instant between two ticks re-bases, silence alone does not", () => {
    const desk = new Desk(options, Date.parse("2025-12-02T21:59:00Z"));
    desk.tick(desk.minute(0), 20_000);
    expect(desk.tick(desk.minute(61), 20_400)).toBe("accepted");
    expect(desk.tick(desk.minute(600), 20_900)).toBe("suspicious");
  });
});

describe("rows that count for nothing (A-04, A-05, A-07, A-39)", () => {
  it("a backward time, a repeated sequence and an off-grid price are rejected", () => {
    const engine = new SeriesEngine(options);
    expect(engine.tick(1_000, 100, 1, 7, 1)).toBe("accepted");
    expect(engine.tick(999, 100, 1, 8, 2)).toBe("rejected");
    expect(engine.tick(1_000, 101, 1, 7, 3)).toBe("rejected");
    expect(engine.tick(2_000, Number.NaN, 1, 9, 4)).toBe("rejected");
    expect(engine.tick(2_000, 0, 1, 10, 5)).toBe("rejected");
    expect(engine.tick(2_000, 101, 1, 8, 6)).toBe("rejected");
    expect(engine.tick(1_999, 101, 1, 11, 7)).toBe("rejected");
    expect(engine.counters).toMatchObject({ read: 7, accepted: 1, rejected: 6, firstAt: 1_000, lastAt: 2_000 });
  });

  it("a rejected row still closes the candle it passed", () => {
    const engine = new SeriesEngine(options);
    engine.tick(MONDAY_9, 100, 1, null, 1);
    engine.tick(MONDAY_9 + 60_000, Number.NaN, 1, null, 2);
    expect([engine.closedCandles().length, engine.openCandle()]).toEqual([1, null]);
  });

  it("sequences past 2^53 are told apart", () => {
    const engine = new SeriesEngine(options);
    expect(engine.tick(1, 100, 1, 9_007_199_254_740_993n, 1)).toBe("accepted");
    expect(engine.tick(1, 100, 1, 9_007_199_254_740_992n, 2)).toBe("accepted");
    expect(engine.tick(1, 100, 1, 9_007_199_254_740_993n, 3)).toBe("rejected");
    expect(engine.tick(1, 100, 1, 5n, 4)).toBe("accepted");
    expect(engine.tick(1, 100, 1, 5, 5)).toBe("rejected");
  });

  it("size 0 is an ordinary tick (A-11)", () => {
    const engine = new SeriesEngine(options);
    engine.tick(MONDAY_9, 100, 0, null, 1);
    expect(engine.openCandle()).toMatchObject({ volume: 0, trades: 1 });
  });
});

describe("gaps, retirement and closing by hand", () => {
  it("8.3: an unhealed gap makes its candles incomplete, so that they cannot confirm, and flags what is tracked", () => {
    const desk = new Desk();
    desk.candle(0, "20044/20050/20040/20048");
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20060/20047/20059");
    desk.engine.gap(desk.minute(1) + 10_000, desk.minute(1) + 20_000, false);
    desk.tick(desk.minute(2), 20_059);
    expect(desk.record()).toMatchObject({ status: "PENDING", flags: expect.arrayContaining(["tracking_gap"]) });
    expect(desk.engine.closedCandles()[1]?.complete).toBe(false);
  });

  it("10.4: retirement closes trades at the last price, cancels the pending signal, and nothing follows", () => {
    const desk = new Desk();
    desk.candle(0, "20044/20050/20040/20048");
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20052/20047/20051");
    desk.candle(2, "20051/20055/20050/20054");
    desk.signal("bearish", 2);
    desk.tick(desk.minute(3) + 2_000, 20_053);
    desk.engine.retire(desk.minute(3) + 3_000);
    expect(desk.record(0)).toMatchObject({
      status: "CLOSED",
      trade: { exitReason: "ROLL", exitPrice: ticksOf(20_053), noBeLeg: "OTHER", beLeg: "OTHER" },
    });
    expect(desk.record(1)).toMatchObject({ status: "CANCELLED", reason: "contract_retired" });
    expect(desk.engine.liveTrades()).toEqual([]);
  });

  it("7.7: an analyst closes one trade at the last price, once; the event says who and why", () => {
    const desk = openTrade();
    const ask = { kind: "close", tradeId: desk.record().tradeId, by: "ada@desk.test", reason: "news" } as const;
    const at = desk.minute(2) + 1;
    expect(desk.engine.ask(ask, at)).toEqual({ done: true, sentence: "Closed at 20051.00." });
    expect(desk.engine.ask(ask, at + 1)).toEqual({
      done: false,
      sentence: "The trade had ended by hand before, at 20051.00.",
    });
    expect(desk.record()).toMatchObject({
      status: "CLOSED",
      trade: { exitReason: "MANUAL", closedAt: at, exitPrice: ticksOf(20_051), beLeg: "OTHER", noBeLeg: "OTHER" },
    });
    const exits = desk.engine.drain().flatMap((fact) => (fact.kind === "event" ? [fact] : []));
    expect(exits).toMatchObject([{ type: "EXIT_MANUAL", at, data: { by: "ada@desk.test", reason: "news" } }]);
    // What comes after it is not its own any more.
    desk.tick(desk.minute(2) + 5_000, 20_070);
    expect(desk.record().trade?.exitPrice).toBe(ticksOf(20_051));
  });

  it.each([
    ["an unknown id", (desk: Desk) => void desk, "nobody", /knows no such trade/],
    ["a pending signal", (desk: Desk) => void desk.signal("bullish", 1), null, /still waits for its confirmation/],
    ["a rejected signal", (desk: Desk) => void desk.signal("bullish", 9), null, /was rejected/],
  ])("7.7: %s is refused with the reason and nothing changes", (_, prepare, id, sentence) => {
    const desk = openTrade();
    prepare(desk);
    const tradeId = id ?? desk.engine.records().at(-1)?.tradeId ?? "";
    const before = desk.engine.records();
    const answer = desk.engine.ask({ kind: "close", tradeId, by: "ada", reason: "news" }, desk.minute(2) + 1_500);
    expect(answer).toMatchObject({ done: false, sentence: expect.stringMatching(sentence) });
    expect(desk.engine.records()).toEqual(before);
    expect(desk.engine.drain()).toEqual([]);
  });

  it("a late signal that needs dropped ticks is flagged tracking_gap", () => {
    const desk = new Desk({ ...options, tapeTicksMax: 0 });
    desk.candle(0, "20044/20050/20040/20048");
    desk.candle(1, "20048/20052/20047/20051");
    for (let index = 0; index < 140_000; index += 1)
      desk.engine.tick(desk.minute(2) + index, ticksOf(20_051), 1, null, index);
    desk.signal("bullish", 0, desk.minute(5));
    expect(desk.record().flags).toContain("tracking_gap");
  });
});
