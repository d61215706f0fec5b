import { describe, expect, it } from "vitest";
import { Desk, nqOptions, ticksOf } from "@/lib/engine/testing/desk";
import type { SignalRecord } from "@/lib/engine/types";
import { confirmationTests, decisionSpan, recordedRules, walkOf } from "@/lib/lab/decision";

/** EX-01: the second candle closes exactly at the level, the third beyond it. */
function ex01(): { desk: Desk; record: SignalRecord } {
  const desk = new Desk(nqOptions());
  desk.candles(0, "20010/20014/20004/20006 | 20006/20009/19998/20000 | 20000/20012/19996/20010");
  desk.signal("bullish", 2);
  desk.candles(3, "20010/20011/19992/19995 | 19995/20012/19994.50/20012 | 20012/20020/20009/20018.50");
  desk.tick(desk.minute(6), 20_019);
  return { desk, record: desk.record() };
}

describe("the confirmation, candle by candle", () => {
  it("says of each what was missing, in ticks (EX-01)", () => {
    const { desk, record } = ex01();
    const tests = confirmationTests(record, desk.engine.closedCandles());
    expect(tests.map(({ verdict, beyond }) => [verdict, beyond])).toEqual([
      ["short", ticksOf(19_995) - ticksOf(20_012)],
      ["equal", 0],
      ["confirms", ticksOf(20_018.5) - ticksOf(20_012)],
    ]);
  });

  it("a candle that a gap has touched was not asked", () => {
    const { desk, record } = ex01();
    const touched = desk.engine
      .closedCandles()
      .map((candle) => (candle.openAt === desk.minute(3) ? { ...candle, complete: false } : candle));
    expect(confirmationTests(record, touched)[0]?.verdict).toBe("incomplete");
  });

  it("a cancelled signal asked nobody from its cancellation on (EX-13)", () => {
    const desk = new Desk(nqOptions());
    desk.candles(0, "20045/20050/20040/20045");
    desk.signal("bullish", 0);
    desk.candles(1, "20045/20050/20044/20049 | 20040/20046/20036/20040");
    desk.signal("bearish", 2);
    desk.candles(3, "20040/20053/20040/20052");
    const record = desk.record();
    expect(record.status).toBe("CANCELLED");
    const tests = confirmationTests(record, desk.engine.closedCandles());
    expect(tests.map(({ candle }) => candle.openAt)).toEqual([desk.minute(1)]);
    expect(decisionSpan(record, desk.minute(9))).toEqual({ from: desk.minute(0), until: desk.minute(2) });
  });
});

describe("the stop, walked through again", () => {
  it("gives what was decided, by the rules the decision recorded", () => {
    const { desk, record } = ex01();
    const rules = recordedRules(record);
    expect(rules).toEqual({ leftSearchCandles: 5, symmetricDoublePivot: true });
    if (rules === null) return;
    const told = walkOf(record, desk.engine.closedCandles(), rules);
    expect(told?.agrees).toBe(true);
    expect(told?.walk.placement).toMatchObject({ scenario: "A", anchorAt: desk.minute(3) });
  });

  it("says when a candle corrected since no longer gives it", () => {
    const { desk, record } = ex01();
    const corrected = desk.engine
      .closedCandles()
      .map((candle) => (candle.openAt === desk.minute(4) ? { ...candle, low: ticksOf(19_980) } : candle));
    const told = walkOf(record, corrected, { leftSearchCandles: 5, symmetricDoublePivot: true });
    expect(told?.agrees).toBe(false);
  });

  it("tells nothing when the candles it was placed on are not stored, all or some of them", () => {
    const { desk, record } = ex01();
    const rules = { leftSearchCandles: 5, symmetricDoublePivot: true };
    const all = desk.engine.closedCandles();
    expect(walkOf(record, [], rules)).toBeNull();
    const between = all.find(({ openAt }) => openAt > record.signalCandleAt);
    expect(between).toBeDefined();
    expect(
      walkOf(
        record,
        all.filter((candle) => candle !== between),
        rules,
      ),
    ).toBeNull();
  });

  it("a signal without a confirmation has no stop to walk to", () => {
    const desk = new Desk(nqOptions());
    desk.candles(0, "20045/20050/20040/20045");
    desk.signal("bullish", 0);
    expect(walkOf(desk.record(), [], { leftSearchCandles: 5, symmetricDoublePivot: true })).toBeNull();
  });
});
