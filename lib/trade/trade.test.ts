import { describe, expect, it } from "vitest";
import { formatR, parsePrice, priceScale } from "@/lib/market/price";
import type { Direction } from "@/lib/signal/types";
import { tradeRecord } from "@/lib/trade/record";
import { applyTick, closeTrade, isOpen, openTrade, type Trade, type TradeChange } from "@/lib/trade/trade";

const scale = priceScale("0.25");
const RULE = { triggerNumerator: 1, triggerDenominator: 1, offsetTicks: 0 };

function ticks(price: number): number {
  const parsed = parsePrice(price, scale);
  if (!parsed.ok) throw new Error(`${price}: ${parsed.reason}`);
  return parsed.ticks;
}

/** Runs a price path; the first price is the entry, one tick a second. */
function run(direction: Direction, stop: number, path: readonly number[], rule = RULE) {
  const [entry = 0, ...rest] = path;
  const risk = direction === "bullish" ? ticks(entry) - ticks(stop) : ticks(stop) - ticks(entry);
  const trade = openTrade(direction, { at: 0, price: ticks(entry), ref: 0 }, risk, rule);
  const changes: (TradeChange & { at: number })[] = [];
  rest.forEach((price, index) => {
    const at = (index + 1) * 1_000;
    if (isOpen(trade)) for (const change of applyTick(trade, ticks(price), at)) changes.push({ ...change, at });
  });
  return { trade, changes, record: tradeRecord(trade), r: (distance: number) => formatR(distance, risk) };
}

const fill = (trade: Trade, price: number | null) =>
  price === null ? null : formatR((price - trade.entryPrice) * trade.sign, trade.risk);

describe("price paths after entry (methodology 13.2)", () => {
  it("PX-1: touch of the stop before +1R ends both legs as STOP_LOSS (INV-06, INV-07)", () => {
    const { record, r, changes } = run("bullish", 19_950, [20_000, 20_030, 19_990, 19_950]);
    expect(record).toMatchObject({
      beLeg: "STOP_LOSS",
      noBeLeg: "STOP_LOSS",
      beTriggeredAt: null,
      stopHitAt: 3_000,
      gapExit: false,
    });
    expect([r(record.beMfe), r(record.noBeMfe), r(record.mae)]).toEqual(["0.6000", "0.6000", "-1.0000"]);
    expect(changes.map(({ type }) => type)).toEqual(["EXIT_STOP_LOSS", "EXIT_STOP_LOSS"]);
  });

  it("PX-2: trigger at exactly 1R, BE exit at entry, No-BE runs on to 3R (INV-01, INV-02, INV-05)", () => {
    const path = [
      20_000, 20_040, 20_050, 20_075, 20_100, 20_060, 20_025, 20_000, 20_040, 20_090, 20_130, 20_150, 20_110, 20_070,
      20_030, 19_990, 19_950,
    ];
    const { record, r, changes } = run("bullish", 19_950, path);
    expect(record).toMatchObject({
      beTriggeredAt: 2_000,
      beExitAt: 7_000,
      beExitPrice: ticks(20_000),
      beLeg: "BREAK_EVEN",
      noBeLeg: "STOP_LOSS",
      stopHitAt: 16_000,
    });
    expect([r(record.beMfe), r(record.noBeMfe)]).toEqual(["2.0000", "3.0000"]);
    expect(record.targetsHit).toEqual({ 1: 2_000, 2: 4_000, 3: 11_000 });
    expect(changes.filter(({ type }) => type === "TARGET")).toEqual([
      { type: "TARGET", target: 1, beOpen: true, at: 2_000 },
      { type: "TARGET", target: 2, beOpen: true, at: 4_000 },
      { type: "TARGET", target: 3, beOpen: false, at: 11_000 },
    ]);
  });

  it("PX-3: a gap through the stop fills at the tick", () => {
    const { trade, record, r } = run("bullish", 19_950, [20_000, 20_010, 19_990, 19_944]);
    expect(record).toMatchObject({ exitPrice: ticks(19_944), slippage: 24, gapExit: true });
    expect([r(record.noBeMfe), r(record.mae), fill(trade, record.exitPrice)]).toEqual(["0.2000", "-1.1200", "-1.1200"]);
  });

  it("PX-4: a gap through entry and stop is a break-even and a stop, both with a loss", () => {
    const { trade, record, r, changes } = run("bullish", 19_970, [20_000, 20_030, 20_012, 19_968]);
    expect(record).toMatchObject({ beLeg: "BREAK_EVEN", noBeLeg: "STOP_LOSS", beExitAt: 3_000, stopHitAt: 3_000 });
    expect([fill(trade, record.beExitPrice), fill(trade, record.exitPrice)]).toEqual(["-1.0667", "-1.0667"]);
    expect([r(record.beMfe), r(record.noBeMfe)]).toEqual(["1.0000", "1.0000"]);
    expect(changes.slice(-2).map(({ type }) => type)).toEqual(["EXIT_BREAK_EVEN", "EXIT_STOP_LOSS"]);
  });

  it("PX-5a: up first inside one bar", () => {
    const { trade, record, r } = run(
      "bullish",
      19_950,
      [20_000, 20_015, 20_005, 20_040, 20_075, 20_040, 19_998, 19_970, 19_948],
    );
    expect([fill(trade, record.beExitPrice), record.beExitPrice, record.exitPrice]).toEqual([
      "-0.0400",
      ticks(19_998),
      ticks(19_948),
    ]);
    expect([r(record.beMfe), r(record.noBeMfe), r(record.mae)]).toEqual(["1.5000", "1.5000", "-1.0400"]);
  });

  it("PX-5b: down first; what trades after the stop never counts (INV-04, INV-10)", () => {
    const { record, r } = run("bullish", 19_950, [20_000, 20_015, 20_005, 19_970, 19_948, 19_990, 20_030, 20_075]);
    expect([record.beLeg, record.noBeLeg]).toEqual(["STOP_LOSS", "STOP_LOSS"]);
    expect([r(record.beMfe), r(record.noBeMfe)]).toEqual(["0.3000", "0.3000"]);
  });

  it("PX-7: bearish", () => {
    const path = [
      20_100, 20_108, 20_080, 20_060, 20_050, 20_075, 20_100, 20_060, 20_020, 20_060, 20_100, 20_130, 20_140.25,
    ];
    const { record, r } = run("bearish", 20_140, path);
    expect(record).toMatchObject({
      beTriggeredAt: 3_000,
      beExitAt: 6_000,
      beExitPrice: ticks(20_100),
      exitPrice: ticks(20_140.25),
      slippage: 1,
      gapExit: false,
    });
    expect([r(record.beMfe), r(record.noBeMfe), r(record.mae)]).toEqual(["1.2500", "2.0000", "-1.0063"]);
  });

  it("PX-8: 0.995R does not arm the break-even stop", () => {
    const { record, r } = run("bullish", 19_950, [20_000, 20_049.75, 20_000, 20_049.75, 20_050, 20_000.25, 20_000]);
    expect(record).toMatchObject({ beTriggeredAt: 4_000, beExitAt: 6_000, noBeLeg: "OPEN" });
    expect([r(record.beMfe), r(record.noBeMfe)]).toEqual(["1.0000", "1.0000"]);
  });
});

describe("rules around the tick algorithm", () => {
  it("A-40: the trigger is rounded to the next tick in favour", () => {
    const rule = { triggerNumerator: 15, triggerDenominator: 10, offsetTicks: 0 };
    expect(openTrade("bullish", { at: 0, price: 100, ref: 0 }, 7, rule).trigger).toBe(11);
    expect(tradeRecord(openTrade("bearish", { at: 0, price: 100, ref: 0 }, 7, rule)).beTriggerPrice).toBe(89);
  });

  it("beOffsetPoints: the break-even leg stops above the entry and counts as 0", () => {
    const { record } = run("bullish", 19_990, [20_000, 20_010, 20_003, 20_002], { ...RULE, offsetTicks: 8 });
    expect(record).toMatchObject({ beLeg: "BREAK_EVEN", beExitPrice: ticks(20_002), noBeLeg: "OPEN" });
  });

  it("the ladder keeps the first touch of every quarter R on both sides", () => {
    const { record } = run("bullish", 19_990, [20_000, 19_997.5, 20_002.5, 20_005, 19_992.5, 20_012.5, 19_990]);
    expect(
      Object.keys(record.ladder)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual([-4, -3, -2, -1, 1, 2, 3, 4, 5]);
    expect(record.ladder["-1"]).toEqual({ at: 1_000, beOpen: true });
    expect(record.ladder["-3"]).toEqual({ at: 4_000, beOpen: true });
    expect(record.ladder["5"]).toEqual({ at: 5_000, beOpen: true });
    expect(record.ladder["-4"]).toEqual({ at: 6_000, beOpen: true });
  });

  it("returns: when price was first back at the entry after each touched step, whichever leg is open", () => {
    const path = [
      20_000, 20_002.5, 20_000.25, 20_000, 19_999, 20_010, 20_005, 19_998, 20_002.5, 19_997, 20_012.5, 20_015, 19_980,
    ];
    const { record } = run("bullish", 19_990, path);
    // 0.25R is back at 3 s; 1R at 7 s, where the BE leg ends; touching 0.25R again adds nothing; 1.5R at the stop tick.
    expect(record.returns).toEqual([
      { at: 3_000, upTo: 1 },
      { at: 7_000, upTo: 4 },
      { at: 12_000, upTo: 6 },
    ]);
    expect(record).toMatchObject({ beExitAt: 7_000, stopHitAt: 12_000 });
  });

  it("returns: a tick away from the entry is no return, and the break-even offset does not move the entry", () => {
    const path = [20_000, 20_010, 20_001.75, 20_000.25];
    const { record } = run("bullish", 19_990, path, { ...RULE, offsetTicks: 8 });
    expect([record.beExitAt, record.returns]).toEqual([2_000, []]);
    expect(run("bearish", 20_010, [20_000, 19_997.5, 20_000]).record.returns).toEqual([{ at: 2_000, upTo: 1 }]);
  });

  it("a roll closes what is open as OTHER and leaves a finished leg alone", () => {
    const { trade } = run("bullish", 19_990, [20_000, 20_010, 20_000]);
    closeTrade(trade, ticks(20_004), 9_000, "ROLL");
    expect(tradeRecord(trade)).toMatchObject({
      beLeg: "BREAK_EVEN",
      noBeLeg: "OTHER",
      exitReason: "ROLL",
      stopHitAt: null,
      slippage: null,
      gapExit: null,
    });
  });
});
