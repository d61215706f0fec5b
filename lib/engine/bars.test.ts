import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SeriesEngine } from "@/lib/engine/series-engine";
import { Desk, MINUTE, MONDAY_9, nqOptions, pointsOf, signalAlert, ticksOf } from "@/lib/engine/testing/desk";
import { minuteOf } from "@/lib/market/candle";
import type { MinuteBar } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";

/** EX-01 up to its confirmation: stop 19967.00, entry 20019.00, risk 52.00. */
const EX_01 = [
  "20010/20014/20004/20006",
  "20006/20009/19998/20000",
  "20000/20012/19996/20010",
  "20010/20011/19992/19995",
  "19995/20012/19994.50/20012",
  "20012/20020/20009/20018.50",
];

describe("a span whose ticks are lost (methodology 8.3)", () => {
  it("bars are evidence: they confirm, place the stop and enter at their open, as EX-01 does with ticks", () => {
    const desk = new Desk();
    desk.candles(0, EX_01.slice(0, 3).join("|"));
    desk.signal("bullish", 2);
    EX_01.slice(3).forEach((text, index) => void desk.bar(3 + index, text));
    desk.bar(6, "20019/20030/20018/20025");
    expect(desk.prices()).toMatchObject({ status: "ACTIVE", scenario: "A", stop: "19967.00", entry: "20019.00" });
    expect(desk.record().trade).toMatchObject({ entryAt: desk.minute(6), entryRef: null });
    expect(desk.record().flags).toContain("bar_level");
    expect(desk.record().confirmationCandle).toMatchObject({ complete: true, backfilled: true });
    expect(desk.history()).toEqual(["SIGNAL_CREATED", "CONFIRMED", "ENTRY", "FLAGGED"]);
    expect(desk.facts.find((fact) => fact.kind === "event" && fact.type === "ENTRY")).toMatchObject({
      price: ticksOf(20_019),
      ref: null,
    });
  });

  it("PX-5c in the engine: the stop bar spans +1R, the trade and a notice say intrabar_ambiguous", () => {
    const desk = new Desk();
    desk.candles(0, EX_01.join("|"));
    desk.signal("bullish", 2);
    desk.tick(desk.minute(6), 20_019);
    desk.bar(7, "20020/20080/19960/19965");
    const { status, flags, trade } = desk.record();
    expect([status, flags.includes("intrabar_ambiguous")]).toEqual(["CLOSED", true]);
    expect(pointsOf(trade?.exitPrice)).toBe("19967.00");
    expect(trade).toMatchObject({ noBeMfe: 0, beLeg: "STOP_LOSS", slippage: null });
    expect(desk.history().slice(-4)).toEqual(["FLAGGED", "FLAGGED", "EXIT_STOP_LOSS", "EXIT_STOP_LOSS"]);
    expect(desk.facts.some((fact) => fact.kind === "notice" && fact.code === "INTRABAR_AMBIGUOUS")).toBe(true);
  });

  it("of the minute the loss began in only what lies beyond the seen ticks counts", () => {
    const desk = new Desk();
    desk.candles(0, EX_01.join("|"));
    desk.signal("bullish", 2);
    desk.tick(desk.minute(6), 20_040);
    desk.tick(desk.minute(6) + 1_000, 20_019.5);
    // Entered at 20040; 20060 came before the loss on nobody's tape: the bar's low is the seen one.
    desk.bar(6, "20040/20060/20019.50/20050");
    expect(desk.excursion()).toEqual({ be: "0.2740", noBe: "0.2740", mae: "-0.2808" });
    expect(desk.engine.closedCandles().at(-1)).toMatchObject({ backfilled: true, complete: true, trades: 4 });
  });

  it("a minute the clock has closed already is corrected or added, and may confirm then", () => {
    const desk = new Desk();
    desk.candles(0, EX_01.slice(0, 5).join("|"));
    desk.signal("bullish", 2);
    desk.engine.advance(desk.minute(7));
    desk.engine.drain();
    expect(desk.prices().status).toBe("PENDING");
    desk.bar(5, EX_01[5] ?? "");
    expect(desk.prices()).toMatchObject({ status: "CONFIRMED", stop: "19967.00", bars: 3 });
    expect(desk.facts.at(-3)).toMatchObject({ kind: "candle", corrected: true });
  });

  it("a late signal walks the bars like one that was there", () => {
    const [there, late] = [new Desk(), new Desk()];
    for (const desk of [there, late]) {
      desk.candles(0, EX_01.slice(0, 3).join("|"));
      if (desk === there) desk.signal("bullish", 2);
      EX_01.slice(3).forEach((text, index) => void desk.bar(3 + index, text));
      desk.bar(6, "20019/20030/20018/20025");
      desk.candle(7, "20025/20072/20024/20070");
      if (desk === late) desk.signal("bullish", 2, desk.minute(7) + 40_000);
    }
    const { trade } = late.record();
    expect(trade).toEqual(there.record().trade);
    expect(late.record().flags).toEqual(expect.arrayContaining(["bar_level", "late_confirmation"]));
  });

  it("after bars a jump is measured from the last bar's close, after a longer loss not at all (8.1)", () => {
    const desk = new Desk();
    desk.tick(desk.minute(0), 20_000);
    desk.bar(1, "20100/20110/20090/20100");
    expect(desk.tick(desk.minute(2), 20_160)).toBe("suspicious");
    expect(desk.tick(desk.minute(2) + 1_000, 20_140)).toBe("accepted");
    desk.engine.gap(desk.minute(2) + 1_000, desk.minute(3) + 1_001, false);
    expect(desk.tick(desk.minute(3) + 2_000, 20_400)).toBe("accepted");
    desk.engine.gap(desk.minute(3) + 2_000, desk.minute(3) + 30_000, false);
    expect(desk.tick(desk.minute(3) + 31_000, 20_200)).toBe("suspicious");
  });

  it("ticks of a minute a bar has told of are late", () => {
    const desk = new Desk();
    desk.tick(desk.minute(0), 20_000);
    desk.bar(0, "20000/20010/19990/20005");
    expect(desk.tick(desk.minute(0) + 30_000, 20_009)).toBe("rejected");
    expect(desk.tick(desk.minute(1), 20_009)).toBe("accepted");
  });
});

interface Move {
  readonly wait: number;
  readonly move: number;
  readonly alert: Direction | null;
}

const moves = fc.array(
  fc.record({
    wait: fc.integer({ min: 1, max: 15_000 }),
    move: fc.integer({ min: -6, max: 6 }),
    alert: fc.option(fc.constantFrom<Direction>("bullish", "bearish"), { freq: 8 }),
  }),
  { minLength: 80, maxLength: 250, size: "max" },
);

interface Tick {
  readonly at: number;
  readonly price: number;
  readonly alert: Direction | null;
}

function ticksOfStory(story: readonly Move[]): Tick[] {
  let [at, price] = [MONDAY_9, 80_000];
  return story.map(({ wait, move, alert }) => {
    at += wait;
    price += move;
    return { at, price, alert };
  });
}

/** Plays the story; the ticks of `lost` minutes come as bars, their alerts at their time all the same. */
function play(ticks: readonly Tick[], isLost: (openAt: number) => boolean, restart = false): SeriesEngine {
  // No grace: whether a trade ended before an alert of the same minute is what a bar cannot tell.
  const options = nqOptions({ stopBufferPoints: 0.25, confirmVoidGraceMs: 0 });
  let engine = new SeriesEngine(options);
  let bar: MinuteBar | null = null;
  const close = (before: number): void => {
    if (bar === null || bar.openAt + MINUTE > before) return;
    engine.bar(bar);
    bar = null;
    if (!restart) return;
    engine.drain();
    engine = SeriesEngine.restore(options, engine.snapshot());
  };
  ticks.forEach(({ at, price, alert }, index) => {
    const openAt = minuteOf(at);
    close(at);
    if (!isLost(openAt)) engine.tick(at, price, 1, null, index);
    else if (bar === null) bar = { openAt, open: price, high: price, low: price, close: price, volume: 1, trades: 1 };
    else {
      const { high, low, volume, trades } = bar;
      const range = { high: Math.max(high, price), low: Math.min(low, price) };
      bar = { ...bar, ...range, close: price, volume: volume + 1, trades: trades + 1 };
    }
    if (alert !== null)
      engine.deliver({ receivedAt: at + 1, deliveryId: null, alert: signalAlert(alert, openAt - MINUTE) });
  });
  close(Number.POSITIVE_INFINITY);
  engine.advance((ticks.at(-1)?.at ?? MONDAY_9) + MINUTE);
  engine.drain();
  return engine;
}

describe("bars in place of ticks, whole stories", () => {
  const span = fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 4 }));

  it("candles, confirmations, stops and entries are those of the ticks; excursions in favour are never larger", () => {
    let [entries, stops] = [0, 0];
    fc.assert(
      fc.property(moves, span, (story, [start, length]) => {
        const ticks = ticksOfStory(story);
        const from = MONDAY_9 + start * MINUTE;
        const isLost = (openAt: number) => openAt >= from && openAt < from + length * MINUTE;
        const [whole, patched] = [play(ticks, () => false), play(ticks, isLost)];
        const plain = (engine: SeriesEngine) =>
          engine.closedCandles().map(({ backfilled: _mark, ...candle }) => candle);
        expect(plain(patched)).toEqual(plain(whole));
        const [expected, actual] = [whole.records(), patched.records()];
        actual.forEach((record, index) => {
          const other = expected[index];
          const { trade } = record;
          expect([record.status, record.stopLoss, record.confirmedAt, record.cancelledBy, trade?.entryPrice]).toEqual([
            ...[other?.status, other?.stopLoss, other?.confirmedAt, other?.cancelledBy, other?.trade?.entryPrice],
          ]);
          if (trade === null || other?.trade == null) return;
          expect(trade.noBeLeg).toBe(other.trade.noBeLeg);
          expect(trade.noBeMfe).toBeLessThanOrEqual(other.trade.noBeMfe);
          expect(trade.mae).toBeLessThanOrEqual(other.trade.mae);
          if (record.flags.includes("bar_level")) entries += 1;
          if (record.flags.includes("bar_level") && trade.noBeLeg === "STOP_LOSS") stops += 1;
        });
        expect(actual.length).toBe(expected.length);
      }),
      { numRuns: 300 },
    );
    expect([entries > 50, stops > 20]).toEqual([true, true]);
  });

  it("a snapshot taken between bars continues the same", () => {
    fc.assert(
      fc.property(moves, span, (story, [start, length]) => {
        const ticks = ticksOfStory(story);
        const from = MONDAY_9 + start * MINUTE;
        const isLost = (openAt: number) => openAt >= from && openAt < from + length * MINUTE;
        const [straight, broken] = [play(ticks, isLost), play(ticks, isLost, true)];
        expect(broken.records()).toEqual(straight.records());
        expect(Buffer.compare(broken.snapshot(), straight.snapshot())).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
