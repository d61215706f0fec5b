import { describe, expect, it } from "vitest";
import { SeriesEngine } from "@/lib/engine/series-engine";
import { Desk, nqOptions, ticksOf } from "@/lib/engine/testing/desk";

/** A bullish trade entered in minute 2 at 20051; @returns its stop and its trigger in points */
function enter(desk: Desk): { stop: number; trigger: number } {
  desk.candle(0, "20044/20050/20040/20048");
  desk.signal("bullish", 0);
  desk.candle(1, "20048/20052/20047/20051");
  desk.tick(desk.minute(2), 20_051);
  const { stop, oneR } = desk.prices();
  return { stop: Number(stop), trigger: Number(oneR) };
}

/** Trades from the newest price to another in steps that are no jump, from an instant on. */
function walk(desk: Desk, at: number, ...targets: readonly number[]): void {
  let now = at;
  for (const target of targets) {
    for (let from = desk.last ?? target; from !== target; now += 10) {
      from += Math.sign(target - from) * Math.min(20, Math.abs(target - from));
      desk.tick(now, from);
    }
  }
}

describe("exits that one tick decided", () => {
  it.each([
    ["back at the entry without one tick further", 0, true],
    ["one tick further first", 0.25, false],
  ])("a stop touched, %s", (_, further, marked) => {
    const desk = new Desk();
    const { stop } = enter(desk);
    walk(desk, desk.minute(2) + 1, stop, stop - further, 20_050.75);
    expect(desk.record()).toMatchObject({
      status: "CLOSED",
      trade: { exitPrice: ticksOf(stop), noBeLeg: "STOP_LOSS" },
    });
    expect(desk.record().flags).not.toContain("stop_by_tick");
    walk(desk, desk.minute(2) + 500, 20_051, stop - 10, 20_051);
    expect(desk.record().flags.includes("stop_by_tick")).toBe(marked);
    expect(desk.history().filter((type) => type === "FLAGGED")).toHaveLength(marked ? 1 : 0);
  });

  it("a break-even exit to the tick, and at the trigger again", () => {
    const desk = new Desk();
    const { trigger } = enter(desk);
    walk(desk, desk.minute(2) + 1, trigger, 20_051, trigger - 0.25);
    expect(desk.record()).toMatchObject({ status: "ACTIVE", trade: { beLeg: "BREAK_EVEN" } });
    expect(desk.record().flags).not.toContain("be_exit_by_tick");
    walk(desk, desk.minute(2) + 500, trigger);
    expect(desk.record().flags).toContain("be_exit_by_tick");
  });

  it("a slipped exit is not watched, nor one before missing ticks", () => {
    const slipped = new Desk();
    const { stop } = enter(slipped);
    walk(slipped, slipped.minute(2) + 1, stop + 0.25);
    slipped.tick(slipped.minute(2) + 900, stop - 0.25);
    walk(slipped, slipped.minute(2) + 901, 20_051);
    expect(slipped.record().flags).not.toContain("stop_by_tick");
    const cut = new Desk();
    enter(cut);
    walk(cut, cut.minute(2) + 1, stop);
    cut.engine.gap(cut.minute(2) + 1_000, cut.minute(2) + 2_000, false);
    walk(cut, cut.minute(2) + 2_001, 20_051);
    expect(cut.record().flags).not.toContain("stop_by_tick");
  });

  it("a late alert is marked from the stored tape as one in time", () => {
    const late = new Desk();
    const inTime = new Desk();
    const { stop } = enter(inTime);
    late.candle(0, "20044/20050/20040/20048");
    late.candle(1, "20048/20052/20047/20051");
    late.tick(late.minute(2), 20_051);
    for (const desk of [late, inTime]) walk(desk, desk.minute(2) + 1, stop, 20_051);
    late.signal("bullish", 0, late.minute(2) + 5_000);
    expect(inTime.record().flags).toContain("stop_by_tick");
    expect(late.record().flags).toContain("stop_by_tick");
    expect(late.record().trade).toEqual(inTime.record().trade);
  });

  it("a restored engine goes on watching", () => {
    const desk = new Desk();
    const { stop } = enter(desk);
    walk(desk, desk.minute(2) + 1, stop);
    const restored = SeriesEngine.restore(nqOptions(), desk.engine.snapshot());
    for (let price = stop; price <= 20_051; price += 1) restored.tick(desk.minute(3), ticksOf(price), 1, null, 900);
    restored.tick(desk.minute(3), ticksOf(20_051), 1, null, 901);
    expect(restored.records()[0]?.flags).toContain("stop_by_tick");
  });
});

describe("price_conflict (methodology 8.2)", () => {
  it("a run of suspicious ticks marks each open trade once, and moves none", () => {
    const desk = new Desk();
    enter(desk);
    desk.tick(desk.minute(2) + 1_000, 20_400);
    desk.tick(desk.minute(2) + 1_001, 20_051);
    desk.tick(desk.minute(2) + 1_002, 20_400);
    expect(desk.record()).toMatchObject({ status: "ACTIVE", flags: expect.arrayContaining(["price_conflict"]) });
    expect(desk.history().filter((type) => type === "FLAGGED")).toHaveLength(1);
    expect(desk.record().trade).toMatchObject({ noBeMfe: 0 });
  });

  it("a trade that is over is not touched by it", () => {
    const desk = new Desk();
    const { stop } = enter(desk);
    walk(desk, desk.minute(2) + 1, stop);
    desk.tick(desk.minute(2) + 1_000, stop + 400);
    expect(desk.record().flags).not.toContain("price_conflict");
  });
});
