import { describe, expect, it } from "vitest";
import { Desk, MINUTE, MONDAY_9, nqOptions, pointsOf, signalAlert } from "@/lib/engine/testing/desk";

const S_CANDLE = "20044/20050/20040/20048";

/** A desk with one finished minute and the clock at its end. */
function deskWithCandle(options = nqOptions(), start = MONDAY_9): Desk {
  const desk = new Desk(options, start);
  desk.candle(0, S_CANDLE);
  return desk;
}

describe("checks 1 to 3 (methodology 3, A-01, A-02)", () => {
  it("FUTURE_TIME and WRONG_SYMBOL leave no id; exactly 60 s ahead passes (A-38)", () => {
    const desk = deskWithCandle();
    const receivedAt = desk.minute(1);
    const deliver = (candleAt: number, symbol: string | null = null) =>
      desk.deliver({ receivedAt, deliveryId: null, alert: signalAlert("bullish", candleAt, { symbol }) });
    expect(deliver(desk.minute(3))).toMatchObject({ outcome: "rejected", code: "FUTURE_TIME" });
    expect(deliver(desk.minute(0), "ES1!")).toMatchObject({ outcome: "rejected", code: "WRONG_SYMBOL" });
    expect(desk.engine.records()).toEqual([]);
    expect(deliver(desk.minute(2))).toMatchObject({ outcome: "rejected", code: "NO_SIGNAL_CANDLE" });
    expect(desk.engine.counters).toMatchObject({ received: 3, signalsRejected: 3, signalsAccepted: 0 });
  });

  it.each(["NQ1!", "cme_mini:nq1!", "NQZ5", "X:NQ", "MNQ1!"])("A-34: %s fits", (symbol) => {
    const desk = deskWithCandle();
    expect(desk.signal("bullish", 0, desk.minute(1), { symbol }).outcome).toBe("accepted");
  });

  it("INV-14: the same signal again changes nothing, also after a rejection and after a cancellation", () => {
    const desk = deskWithCandle();
    const wrong = { biases: { m1: "Bearish", trendRegime: null, fvgBias: null } };
    expect(desk.signal("bullish", 0, undefined, wrong)).toMatchObject({ outcome: "rejected", code: "BIAS_MISMATCH" });
    expect(desk.signal("bullish", 0)).toMatchObject({ outcome: "duplicate", tradeId: "20251201_090000000_BULLISH" });
    expect(desk.engine.records().length).toBe(1);
  });

  it("telemetry is stored only and opens nothing (2.4)", () => {
    const desk = deskWithCandle();
    const values = { entry_price: 20_048 };
    const alert = {
      kind: "telemetry",
      format: "F5",
      event: "ENTRY",
      tradeId: "x",
      symbol: null,
      direction: null,
      values,
    } as const;
    expect(desk.deliver({ receivedAt: desk.minute(1), deliveryId: null, alert })).toMatchObject({
      outcome: "stored",
      code: "ENTRY",
    });
    expect(desk.engine.records()).toEqual([]);
  });
});

describe("checks 4 to 9 (methodology 3)", () => {
  it.each([
    ["m1", { m1: "bearish", trendRegime: null, fvgBias: null }, "BIAS_MISMATCH"],
    ["trend_regime", { m1: null, trendRegime: "Bearish", fvgBias: null }, "BIAS_MISMATCH"],
    ["fvg bias", { m1: null, trendRegime: "Bullish", fvgBias: "SELL" }, "BIAS_MISMATCH"],
    ["Neutral and unknown words", { m1: "Neutral", trendRegime: "CHOP", fvgBias: "" }, null],
  ])("A-17: %s", (_, biases, code) => {
    expect(deskWithCandle().signal("bullish", 0, undefined, { biases }).code).toBe(code);
  });

  it("INV-35: a phantom opposite alert does not cancel the pending signal", () => {
    const desk = deskWithCandle();
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20049/20045/20047");
    desk.signal("bearish", 1, undefined, { biases: { m1: "Bullish", trendRegime: null, fvgBias: null } });
    expect(desk.record(0).status).toBe("PENDING");
  });

  it("SE: Friday 20:00 New York reads ASIA but is MARKET_CLOSED", () => {
    const desk = deskWithCandle(nqOptions(), Date.parse("2025-12-06T01:00:00Z"));
    expect(desk.signal("bullish", 0).code).toBe("MARKET_CLOSED");
    expect(desk.record().session).toBe("ASIA");
  });

  it("check 6 takes the candle's open: 15:59 received at 16:00 is valid, 16:00 is not (INV-16)", () => {
    const desk = deskWithCandle(nqOptions(), Date.parse("2025-12-10T20:59:00Z"));
    expect(desk.signal("bearish", 0).code).toBeNull();
    expect(desk.record()).toMatchObject({ tradeId: "20251210_155900000_BEARISH", session: "NY PM" });
    desk.candle(1, "20048/20050/20046/20049");
    expect(desk.signal("bullish", 1).code).toBe("INVALID_SESSION");
    expect(desk.record(0)).toMatchObject({ status: "CANCELLED", cancelledBy: "20251210_160000000_BULLISH" });
    expect(desk.engine.pending()).toBeNull();
  });

  it.each([
    ["ST: +5.00 is fresh", 20_005, "5.00", true],
    ["ST: +5.25 is stale", 20_005.25, "5.25", false],
    ["ST: -5.25 is stale", 19_994.75, "-5.25", false],
  ])("%s", (_, last, deviation, check) => {
    const desk = new Desk();
    desk.candle(0, "20000/20001/19999/20000");
    desk.tick(desk.minute(1) + 500, last);
    desk.signal("bullish", 0, desk.minute(1) + 600, { price: "20000" });
    const record = desk.record();
    expect([record.status, record.stalenessCheck, pointsOf(record.priceDeviation)]).toEqual([
      "PENDING",
      check,
      deviation,
    ]);
  });

  it("A-15: a tick more than 5 s old is no live price; exactly 5 s is", () => {
    for (const [delay, price] of [
      [5_000, "20048.00"],
      [5_001, null],
    ] as const) {
      const desk = deskWithCandle();
      const lastAt = desk.engine.lastAccepted?.at ?? 0;
      desk.candle(1, "20048/20048/20048/20048");
      const newest = desk.engine.lastAccepted?.at ?? lastAt;
      desk.signal("bullish", 0, newest + delay);
      const { marketPriceAtReceipt, priceDeviation, stalenessCheck } = desk.record();
      expect(pointsOf(marketPriceAtReceipt)).toBe(price);
      expect([priceDeviation === null, stalenessCheck === null]).toEqual([price === null, price === null]);
    }
  });

  it("A-16: staleAction reject gives STALE and cancels nothing; off leaves the check null", () => {
    const desk = deskWithCandle(nqOptions({ staleAction: "reject" }));
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20049/20045/20047");
    desk.tick(desk.minute(2), 20_047);
    expect(desk.signal("bearish", 1, desk.minute(2) + 10, { price: "20100" }).code).toBe("STALE");
    expect(desk.record(0).status).toBe("PENDING");
    const off = deskWithCandle(nqOptions({ staleAction: "off" }));
    off.tick(off.minute(1), 20_048);
    off.signal("bullish", 0, off.minute(1) + 10, { price: "20000" });
    expect(off.record()).toMatchObject({ stalenessCheck: null, priceDeviation: 192, status: "PENDING" });
  });

  it.each([
    ["all frames agree", { "1H": "Bullish", "15M": "bull", "5M": "BUY" }, null],
    ["one is Neutral", { "1H": "Bullish", "15M": "Neutral", "5M": "Bullish" }, "HTF_NOT_ALIGNED"],
    ["one is missing", { "1H": "Bullish", "15M": "Bullish" }, "HTF_NOT_ALIGNED"],
    ["the literal ALIGNED", "ALIGNED", null],
    ["nothing was sent (A-37)", null, "HTF_NOT_ALIGNED"],
  ] as const)("check 8, required: %s", (_, htf, code) => {
    expect(deskWithCandle(nqOptions({ htfRequired: true })).signal("bullish", 0, undefined, { htf }).code).toBe(code);
  });

  it("A-18: up to 5 s early waits for the candle's end and is decided after its confirmation check", () => {
    const desk = deskWithCandle();
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20052/20047/20051");
    expect(desk.signal("bearish", 1, desk.minute(2) - 5_000)).toMatchObject({ outcome: "waiting" });
    expect(desk.record(0).status).toBe("PENDING");
    desk.tick(desk.minute(2), 20_051);
    expect(desk.record(0).status).toBe("CANCELLED");
    expect(desk.record(1)).toMatchObject({ status: "PENDING", receivedAt: desk.minute(2) - 5_000 });
  });

  it("A-18: earlier than that is NO_SIGNAL_CANDLE, also with a payload candle", () => {
    const desk = deskWithCandle();
    const signalCandle = { open: "1", high: "2", low: "1", close: "2" };
    desk.candle(1, "20048/20052/20047/20051");
    expect(desk.signal("bearish", 1, desk.minute(2) - 5_001, { signalCandle }).code).toBe("NO_SIGNAL_CANDLE");
  });

  it("check 9: payload OHLC stands in for a finished minute without a candle of ours", () => {
    const desk = deskWithCandle();
    const signalCandle = { open: "20048", high: "20050.1", low: "20046", close: "20049" };
    desk.signal("bullish", 2, desk.minute(3), { signalCandle });
    expect(desk.record()).toMatchObject({
      status: "PENDING",
      signalCandleSource: "payload",
      signalCandle: { high: 80_200 },
    });
    desk.candle(3, "20049/20052/20048/20051");
    desk.tick(desk.minute(4), 20_051);
    expect(desk.record()).toMatchObject({ status: "ACTIVE", barsToConfirmation: 1 });
  });
});

describe("one pending signal, late and early (methodology 3.1, 3.3)", () => {
  it("same direction while pending is ignored and flagged; an older candle is out of order (A-03)", () => {
    const desk = deskWithCandle();
    desk.candle(1, "20048/20049/20045/20047");
    desk.signal("bullish", 1);
    desk.candle(2, "20047/20049/20046/20048");
    expect(desk.signal("bullish", 2).code).toBe("IGNORED_SAME_DIRECTION");
    expect(desk.record(1).flags).toContain("suspected_lost_alert");
    expect(desk.signal("bearish", 0, desk.minute(3) + 2_000).code).toBe("OUT_OF_ORDER");
    expect(desk.record(0).status).toBe("PENDING");
  });

  it("A-21: a late signal is confirmed at once and tracked over the stored ticks", () => {
    const desk = deskWithCandle(nqOptions({ stopBufferPoints: 1 }));
    desk.candle(1, "20048/20053/20047/20052");
    desk.candle(2, "20052/20070/20050/20069");
    desk.candle(3, "20069/20069/20030/20031");
    desk.signal("bullish", 0, desk.minute(4) + 30_000);
    expect(desk.record()).toMatchObject({
      status: "CLOSED",
      confirmedAt: desk.minute(2),
      flags: expect.arrayContaining(["late", "late_confirmation"]),
    });
    expect(desk.record().trade).toMatchObject({ entryAt: desk.minute(2), beLeg: "BREAK_EVEN", noBeLeg: "STOP_LOSS" });
  });

  it("A-22: a known later opposing signal bounds the evaluation and otherwise cancels", () => {
    const desk = deskWithCandle();
    desk.candle(1, "20048/20049/20045/20047");
    desk.signal("bearish", 1);
    desk.candle(2, "20047/20047/20030/20031");
    desk.tick(desk.minute(3), 20_031);
    expect(desk.record(0).status).toBe("ACTIVE");
    desk.signal("bullish", 0, desk.minute(3) + 10_000);
    expect(desk.record(1)).toMatchObject({
      status: "CANCELLED",
      cancelledBy: desk.record(0).tradeId,
      cancelledAt: desk.minute(1),
    });
    expect(desk.engine.counters.signalsAccepted).toBe(2);
  });

  it("a late opposing signal outside the grace leaves the trade open, flagged missed_cancellation", () => {
    const desk = deskWithCandle();
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20052/20047/20051");
    desk.tick(desk.minute(2), 20_051);
    desk.signal("bearish", 1, desk.minute(2) + 20_000);
    expect(desk.record(0)).toMatchObject({ status: "ACTIVE", flags: expect.arrayContaining(["missed_cancellation"]) });
  });

  it("A-23: VOID and CLOSED stay as they are within the grace", () => {
    const desk = deskWithCandle(nqOptions({ stopBufferPoints: 0 }));
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20052/20047/20051");
    desk.tick(desk.minute(2), 20_040);
    expect(desk.record(0)).toMatchObject({ status: "VOID", reason: "INVALID_RISK" });
    desk.signal("bearish", 1, desk.minute(2) + 1_000);
    expect(desk.record(0).status).toBe("VOID");
  });

  it("INV-12: active trades never block new signals", () => {
    const desk = deskWithCandle();
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20052/20047/20051");
    desk.candle(2, "20051/20055/20050/20054");
    desk.signal("bullish", 2);
    expect([desk.record(0).status, desk.record(1).status]).toEqual(["ACTIVE", "PENDING"]);
  });
});

describe("time (INV-15, INV-18)", () => {
  it("ID: 2025-12-02T01:20Z is 20251201_202000000 in New York, and the record names the open of the candle", () => {
    const desk = deskWithCandle(nqOptions(), Date.parse("2025-12-02T01:20:00Z"));
    desk.signal("bullish", 0, undefined, { candleAt: desk.minute(0) + 59_999 });
    expect(desk.record()).toMatchObject({
      tradeId: "20251201_202000000_BULLISH",
      signalCandleAt: desk.minute(0),
      session: "ASIA",
    });
  });

  it("a pending signal survives the daily halt and confirms on the first candle after it", () => {
    const desk = deskWithCandle(nqOptions({ sessionFilter: "off" }), Date.parse("2025-12-10T21:55:00Z"));
    desk.signal("bullish", 0);
    desk.candles(
      1,
      "20048/20049/20046/20048 | 20048/20049/20046/20048 | 20048/20049/20046/20048 | 20048/20049/20046/20048",
    );
    desk.candle(65, "20050/20055/20049/20054");
    desk.tick(desk.minute(66), 20_054);
    expect(desk.record()).toMatchObject({ status: "ACTIVE", barsToConfirmation: 5, confirmedAt: desk.minute(66) });
    expect(desk.record().flags).toContain("entry_outside_session");
    expect(desk.minute(65) - desk.minute(0)).toBe(65 * MINUTE);
  });
});
