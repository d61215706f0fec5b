import { describe, expect, it } from "vitest";
import { formatReport } from "@/lib/engine/report";
import { SeriesEngine } from "@/lib/engine/series-engine";
import { Desk, nqOptions, signalAlert, ticksOf } from "@/lib/engine/testing/desk";

const S_CANDLE = "20044/20050/20040/20048";

/** A desk whose bullish signal has confirmed and entered at 20051.25 on minute 2. */
function deskWithTrade(options = nqOptions()): Desk {
  const desk = new Desk(options);
  desk.candle(0, S_CANDLE);
  desk.signal("bullish", 0);
  desk.candle(1, "20048/20052/20047/20051");
  desk.tick(desk.minute(2) + 300, 20_051.25);
  return desk;
}

describe("what must never happen (methodology 12)", () => {
  it("INV-11: nothing is evaluated before the entry tick, on the confirmation candle", () => {
    const desk = new Desk(nqOptions({ stopBufferPoints: 0 }));
    desk.candle(0, S_CANDLE);
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20080/20030/20051");
    desk.engine.advance(desk.minute(2));
    expect(desk.record()).toMatchObject({ status: "CONFIRMED", trade: null });
    desk.tick(desk.minute(2), 20_051.25);
    expect(desk.record().trade).toMatchObject({
      highest: ticksOf(20_051.25),
      lowest: ticksOf(20_051.25),
      beMfe: 0,
      mae: 0,
    });
  });

  it("INV-19: entry is the first trade of the next candle in spec and the close of c in indicator, and stays", () => {
    expect(deskWithTrade().record().trade).toMatchObject({ entryPrice: ticksOf(20_051.25) });
    const indicator = deskWithTrade(nqOptions({ sessionFilter: "enforce" }, "indicator"));
    const { trade, stopLoss } = indicator.record();
    expect(trade).toMatchObject({ entryPrice: ticksOf(20_051), entryAt: indicator.minute(2), entryRef: null });
    indicator.candle(3, "20051/20060/20051/20059");
    expect(indicator.record()).toMatchObject({
      stopLoss,
      trade: { entryPrice: trade?.entryPrice, entryAt: trade?.entryAt },
    });
  });

  it("INV-20: without older candles the stop leans on the signal candle, never on an invented one", () => {
    expect(deskWithTrade().record()).toMatchObject({
      stopScenario: "C_SIGNAL",
      stopAnchorPrice: ticksOf(20_040),
      stopLoss: ticksOf(20_015),
    });
  });

  it("INV-25: readings move with the ticks and the history is appended to, never rewritten", () => {
    const desk = deskWithTrade();
    const told = desk.facts.filter((fact) => fact.kind === "event").length;
    desk.tick(desk.minute(2) + 400, 20_060);
    expect(desk.engine.liveTrades()).toMatchObject([{ last: ticksOf(20_060), noBeMfe: 35, mae: 0 }]);
    expect(desk.facts.filter((fact) => fact.kind === "event").length).toBe(told);
    desk.candle(3, "20060/20090/20060/20089");
    expect(desk.history()).toEqual(["SIGNAL_CREATED", "CONFIRMED", "ENTRY", "TARGET", "BE_TRIGGERED"]);
    const path = desk.facts.flatMap((fact) => (fact.kind === "path" ? [[fact.seq, fact.side, fact.price]] : []));
    expect(path).toEqual([[0, "favourable", ticksOf(20_060)]]);
  });

  it("a path has the last extremes when the trade closes", () => {
    const desk = deskWithTrade();
    desk.tick(desk.minute(2) + 400, 20_080);
    desk.tick(desk.minute(2) + 500, 20_040);
    desk.tick(desk.minute(2) + 600, 20_014);
    expect(desk.record()).toMatchObject({
      status: "CLOSED",
      trade: { exitPrice: ticksOf(20_014), slippage: 4, gapExit: true },
    });
    const path = desk.facts.flatMap((fact) => (fact.kind === "path" ? [[fact.side, fact.price]] : []));
    expect(path).toEqual([
      ["favourable", ticksOf(20_080)],
      ["adverse", ticksOf(20_014)],
    ]);
  });

  it("INV-26: a cancelled signal keeps its own time and is not pending", () => {
    const desk = new Desk();
    desk.candle(0, S_CANDLE);
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20049/20045/20047");
    desk.signal("bearish", 1);
    expect(desk.record(0)).toMatchObject({
      status: "CANCELLED",
      signalCandleAt: desk.minute(0),
      cancelledAt: desk.minute(1),
    });
    expect(desk.engine.pending()?.tradeId).toBe(desk.record(1).tradeId);
  });

  it("INV-32: engines of two contracts share nothing; a jump between them is no anomaly", () => {
    const [near, far] = [new Desk(), new Desk()];
    near.candle(0, S_CANDLE);
    far.candle(0, "20299/20305/20295/20303");
    near.signal("bullish", 0);
    near.candle(1, "20048/20052/20047/20051");
    expect([near.engine.counters.suspicious, far.engine.counters.suspicious]).toEqual([0, 0]);
    expect(far.engine.records()).toEqual([]);
  });

  it("INV-33: an alert that comes late is marked, and one applied late sees the price of its receipt", () => {
    const desk = new Desk();
    desk.candle(0, S_CANDLE);
    desk.tick(desk.minute(1) + 1_000, 20_049);
    desk.tick(desk.minute(1) + 30_000, 20_060);
    const alert = signalAlert("bullish", desk.minute(0), { price: "20049" });
    desk.deliver({ receivedAt: desk.minute(1) + 2_000, effectiveAt: desk.minute(1) + 40_000, deliveryId: 7, alert });
    expect(desk.record()).toMatchObject({ deliveryId: 7, marketPriceAtReceipt: ticksOf(20_049), stalenessCheck: true });
    expect(desk.signal("bearish", 0, desk.minute(1) + 90_001).outcome).toBe("accepted");
    expect(desk.record(1).flags).toContain("late");
  });
});

describe("the report (replay format)", () => {
  it("an input without anything has nulls and empty lists", () => {
    const engine = new SeriesEngine(nqOptions());
    const { counters, candleCount, config } = engine;
    const text = formatReport({
      profile: "spec",
      scale: config.scale,
      counters,
      candleCount,
      signals: engine.records(),
    });
    expect(JSON.parse(text)).toEqual({
      format: 1,
      profile: "spec",
      ticks: { read: 0, accepted: 0, suspicious: 0, rejected: 0, first_ms: null, last_ms: null },
      candles: { timeframe: "1m", count: 0 },
      signals: [],
      deliveries: { received: 0, accepted: 0, duplicate: 0, rejected: 0, stored_only: 0 },
    });
  });

  it("an early signal whose candle never ends is rejected when the input ends (check 9)", () => {
    const desk = new Desk();
    desk.tick(desk.minute(0), 20_000);
    desk.signal("bullish", 0, desk.minute(1) - 10);
    desk.engine.finish();
    expect(desk.record()).toMatchObject({ status: "REJECTED", reason: "NO_SIGNAL_CANDLE" });
  });

  it("a fresh engine survives a snapshot, and a broken one is refused", () => {
    const bytes = new SeriesEngine(nqOptions()).snapshot();
    expect(SeriesEngine.restore(nqOptions(), bytes).counters.read).toBe(0);
    expect(() => SeriesEngine.restore(nqOptions(), bytes.subarray(0, 40))).toThrow(RangeError);
    expect(() => SeriesEngine.restore(nqOptions(), new Uint8Array(2))).toThrow(/expected a header/);
  });
});
