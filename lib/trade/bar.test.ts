import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatR, parsePrice, priceScale } from "@/lib/market/price";
import type { Direction } from "@/lib/signal/types";
import { applyBar, type BarMove } from "@/lib/trade/bar";
import { tradeRecord } from "@/lib/trade/record";
import { applyTick, type BreakEvenRule, isOpen, openTrade, type Trade } from "@/lib/trade/trade";

const scale = priceScale("0.25");
const RULE: BreakEvenRule = { triggerNumerator: 1, triggerDenominator: 1, offsetTicks: 0 };
const BAR_AT = 600_000;

function ticks(points: number): number {
  const parsed = parsePrice(points, scale);
  if (!parsed.ok) throw new Error(`${points}: ${parsed.reason}`);
  return parsed.ticks;
}

/** A bar `open/high/low/close` in points; `-` for what is not known beyond the seen ticks. */
function bar(text: string, minute = 0): BarMove {
  const [open = null, high = null, low = null, close = null] = text
    .split("/")
    .map((part) => (part === "-" ? null : ticks(Number(part))));
  if (close === null) throw new Error("a bar has a close");
  const openAt = BAR_AT + minute * 60_000;
  return { openAt, at: openAt + 59_999, open, high, low, close };
}

/** A trade after ticks (one a second), then bars. */
function run(direction: Direction, stop: number, path: readonly number[], bars: readonly string[], rule = RULE) {
  const [entry = 0, ...rest] = path;
  const risk = Math.abs(ticks(entry) - ticks(stop));
  const trade = openTrade(direction, { at: 0, price: ticks(entry), ref: 0 }, risk, rule);
  rest.forEach((price, index) => void applyTick(trade, ticks(price), (index + 1) * 1_000));
  const effects = bars.map((text, minute) => applyBar(trade, bar(text, minute)));
  return {
    trade,
    record: tradeRecord(trade),
    types: effects.flatMap(({ changes }) => changes.map(({ change }) => change.type)),
    ambiguous: effects.map(({ ambiguous }) => ambiguous),
    r: (distance: number) => formatR(distance, risk),
  };
}

describe("a minute bar in place of lost ticks (methodology 7.4, D-11, D-12)", () => {
  it("PX-5c: the stop bar that also spans +1R is a stop, its favourable side counts nothing, intrabar_ambiguous", () => {
    const { record, r, ambiguous, types } = run("bullish", 19_950, [20_000, 20_015], ["20005/20075/19948/19948"]);
    expect(record).toMatchObject({ beLeg: "STOP_LOSS", noBeLeg: "STOP_LOSS", beTriggeredAt: null });
    expect([r(record.beMfe), r(record.noBeMfe), r(record.mae)]).toEqual(["0.3000", "0.3000", "-1.0400"]);
    expect([ambiguous, types]).toEqual([[true], ["EXIT_STOP_LOSS", "EXIT_STOP_LOSS"]]);
    // Only the level is known of the fill, so the slippage is not.
    expect(record).toMatchObject({ exitPrice: ticks(19_950), slippage: null, gapExit: null, targetsHit: {} });
  });

  it("PX-5c mirrored: bearish", () => {
    const { record, r, ambiguous } = run("bearish", 20_050, [20_000, 19_985], ["19995/20052/19925/20052"]);
    expect(record).toMatchObject({ beLeg: "STOP_LOSS", noBeLeg: "STOP_LOSS", exitPrice: ticks(20_050) });
    expect([r(record.beMfe), r(record.noBeMfe), r(record.mae), ambiguous]).toEqual([
      "0.3000",
      "0.3000",
      "-1.0400",
      [true],
    ]);
  });

  it("a stop bar that stays below +1R is plain", () => {
    const { ambiguous, record } = run("bullish", 19_950, [20_000], ["20005/20049.75/19940/19990"]);
    expect([ambiguous, record.noBeLeg, record.noBeMfe]).toEqual([[false], "STOP_LOSS", 0]);
  });

  it("a bar that opens beyond the stop fills at its open, with the slippage of a tick", () => {
    const { record, r } = run("bullish", 19_950, [20_000], ["19944/19960/19930/19955"]);
    expect(record).toMatchObject({ exitPrice: ticks(19_944), slippage: 24, gapExit: true });
    expect(r(record.mae)).toBe("-1.4000");
  });

  it("a triggered BE leg ends at the entry and takes nothing from that bar; the other leg goes on (INV-05)", () => {
    const { record, r, ambiguous, types } = run(
      "bullish",
      19_950,
      [20_000, 20_060],
      ["20055/20120/19990/20110", "20110/20160/20100/20150"],
    );
    expect(record).toMatchObject({ beLeg: "BREAK_EVEN", beExitPrice: ticks(20_000), noBeLeg: "OPEN" });
    expect([r(record.beMfe), r(record.noBeMfe)]).toEqual(["1.2000", "3.2000"]);
    expect([ambiguous, types]).toEqual([
      [true, false],
      ["EXIT_BREAK_EVEN", "TARGET", "TARGET"],
    ]);
    expect(record.ladder["8"]).toMatchObject({ beOpen: false });
  });

  it("a triggered BE leg in the stop bar ends as BREAK_EVEN, then the stop (PX-4)", () => {
    const { types, record } = run("bullish", 19_950, [20_000, 20_060], ["20055/20058/19949/19949"]);
    expect(types).toEqual(["EXIT_BREAK_EVEN", "EXIT_STOP_LOSS"]);
    expect([record.beExitPrice, record.exitPrice]).toEqual([ticks(20_000), ticks(19_950)]);
  });

  it("a bar that triggers: a dip below the entry counts as before it, a close there as after it", () => {
    const dip = run("bullish", 19_950, [20_000], ["20010/20060/19990/20055"]);
    expect([dip.record.beLeg, dip.ambiguous, dip.r(dip.record.beMfe)]).toEqual(["TRIGGERED", [true], "1.2000"]);
    const back = run("bullish", 19_950, [20_000], ["20010/20060/19990/19995"]);
    expect([back.record.beLeg, back.ambiguous, back.r(back.record.beMfe), back.r(back.record.noBeMfe)]).toEqual([
      "BREAK_EVEN",
      [true],
      "1.0000",
      "1.2000",
    ]);
    expect(back.types).toEqual(["TARGET", "BE_TRIGGERED", "EXIT_BREAK_EVEN"]);
    const clear = run("bullish", 19_950, [20_000], ["20010/20060/20005/20055"]);
    expect([clear.record.beLeg, clear.ambiguous]).toEqual(["TRIGGERED", [false]]);
  });

  it("of a minute seen in part only what lies beyond the seen ticks is news", () => {
    const { record, r } = run("bullish", 19_950, [20_000, 20_020], ["-/-/-/20010"]);
    expect([r(record.noBeMfe), r(record.mae), record.lastPrice]).toEqual(["0.4000", "0.0000", ticks(20_010)]);
  });

  it("returns: a close at the entry is a return of the steps of its own bar", () => {
    const { record } = run("bullish", 19_950, [20_000, 20_015], ["20010/20040/19995/20030", "20030/20070/19990/19999"]);
    expect(record.returns.map(({ upTo }) => upTo)).toEqual([1, 3, 5]);
  });
});

describe("bars against the ticks they are made of", () => {
  const around = fc.integer({ min: -30, max: 30 });
  const story = fc.record({
    direction: fc.constantFrom<Direction>("bullish", "bearish"),
    risk: fc.integer({ min: 2, max: 20 }),
    triggerNumerator: fc.integer({ min: 1, max: 8 }),
    offsetTicks: fc.integer({ min: 0, max: 1 }),
    before: fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 12 }),
    inside: fc.array(around, { minLength: 1, maxLength: 8 }),
  });
  const entry = 10_000;

  function opened({ direction, risk, triggerNumerator, offsetTicks, before }: StoryOf<typeof story>): Trade {
    const rule = { triggerNumerator, triggerDenominator: 4, offsetTicks };
    const trade = openTrade(direction, { at: 0, price: entry, ref: 0 }, risk, rule);
    let price = entry;
    before.forEach((move, index) => {
      price += move;
      if (isOpen(trade)) applyTick(trade, price, index + 1);
    });
    return trade;
  }

  it("a leg's end is the ticks' own unless the bar is ambiguous, and no excursion in favour is ever larger", () => {
    let plain = 0;
    fc.assert(
      fc.property(story, (given) => {
        const [byTicks, byBar] = [opened(given), opened(given)];
        if (!isOpen(byTicks)) return;
        const prices = given.inside.map((distance) => entry + distance);
        const { ambiguous } = applyBar(byBar, {
          ...{ openAt: BAR_AT, at: BAR_AT + 59_999, open: prices[0] ?? entry, close: prices.at(-1) ?? entry },
          ...{ high: Math.max(...prices), low: Math.min(...prices) },
        });
        prices.forEach((price, index) => {
          if (isOpen(byTicks)) applyTick(byTicks, price, BAR_AT + index);
        });
        expect(byBar.noBeLeg).toBe(byTicks.noBeLeg);
        expect(byBar.favourable).toBeLessThanOrEqual(byTicks.favourable);
        expect(byBar.adverse).toBeLessThanOrEqual(byTicks.adverse);
        expect(byBar.up.length).toBeLessThanOrEqual(byTicks.up.length);
        expect(byBar.beFavourable >= 0 && byBar.beFavourable <= byBar.favourable).toBe(true);
        if (ambiguous) return;
        plain += 1;
        expect(byBar.beLeg).toBe(byTicks.beLeg);
        expect(byBar.beFavourable).toBeLessThanOrEqual(byTicks.beFavourable);
        if (isOpen(byBar)) expect(byBar.favourable).toBe(byTicks.favourable);
      }),
      { numRuns: 2_000 },
    );
    expect(plain).toBeGreaterThan(300);
  });
});

type StoryOf<T> = T extends fc.Arbitrary<infer Value> ? Value : never;
