import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Desk } from "@/lib/engine/testing/desk";
import type { SignalRecord } from "@/lib/engine/types";
import { correctedRecord, correctedTrade, frameOf, overlay } from "@/lib/lab/corrected";
import {
  automaticValue,
  type CorrectionChanges,
  correctionFields,
  nextOverrides,
  type Overrides,
  whyNotCorrectable,
} from "@/lib/lab/correction";
import { play, story } from "@/lib/lab/testing/stories";
import { priceScale } from "@/lib/market/price";

const scale = priceScale("0.25");

/** EX-02: entry 20014.50, stop 19974.00; then ticks in points. */
function trade(path: readonly number[], desk = new Desk()): SignalRecord {
  desk.candles(0, "20012/20013/20007/20008 | 20008/20009/20005/20006 | 20006/20010/19999/20009");
  desk.signal("bullish", 2);
  desk.candle(3, "20009/20016/20003.50/20014.25");
  desk.tick(desk.minute(4), 20_014.5);
  path.forEach((points, index) => void desk.tick(desk.minute(4) + (index + 1) * 1_000, points));
  return desk.record();
}
const stopped = trade([20_030, 20_000, 19_974]);
const running = trade([20_030]);

const by = { email: "ada@desk.test", at: 5, reason: "checked against the chart" };
function overridesOf(record: SignalRecord, changes: CorrectionChanges, reason: string | null = by.reason): Overrides {
  const next = nextOverrides({}, changes, record, scale, { ...by, reason });
  if (!next.ok) throw new Error(next.problems.map(({ message }) => message).join("; "));
  return next.overrides;
}
function problems(record: SignalRecord, changes: CorrectionChanges, reason: string | null = by.reason) {
  const next = nextOverrides({}, changes, record, scale, { ...by, reason });
  return next.ok ? [] : next.problems;
}
function overlaid(record: SignalRecord, changes: CorrectionChanges) {
  if (record.trade === null || record.stopLoss === null) throw new Error("no trade");
  return overlay(record, record.trade, record.stopLoss, overridesOf(record, changes), scale);
}

describe("values of a correction", () => {
  it("lie on the tick grid, are numbers and words that exist", () => {
    expect(problems(stopped, { stopLoss: "19970.10" })).toEqual([
      { field: "stopLoss", message: "19970.10 is between two ticks (tick 0.25)" },
    ]);
    expect(problems(stopped, { entryPrice: "abc" })[0]?.field).toBe("entryPrice");
    expect(problems(stopped, { entryPrice: "-5" })[0]?.field).toBe("entryPrice");
    expect(problems(stopped, { noBeMfe: "1.1" })[0]?.message).toContain("between two ticks");
    expect(problems(stopped, { session: "NIGHT" })[0]?.message).toContain("NY AM");
  });

  it("entry, stop, exit and MFE need a reason; session and scenario do not", () => {
    expect(problems(stopped, { stopLoss: "19970" }, null)).toMatchObject([{ field: "reason" }]);
    expect(problems(stopped, { stopLoss: "19970" }, "  ")).toMatchObject([{ field: "reason" }]);
    expect(problems(stopped, { session: "LONDON", scenario: "A" }, null)).toEqual([]);
  });

  it("a value of the machine's own is no override, and null gives the field back", () => {
    for (const { field } of correctionFields) {
      const auto = automaticValue(field, stopped, scale);
      expect(overridesOf(stopped, { [field]: auto }), field).toEqual({});
    }
    const overrides = overridesOf(stopped, { stopLoss: "19970" });
    expect(overrides.stopLoss).toMatchObject({ human: "19970.00", auto: "19974.00", reason: by.reason, by: by.email });
    expect(nextOverrides(overrides, { stopLoss: null }, stopped, scale, by)).toEqual({ ok: true, overrides: {} });
    expect(nextOverrides(overrides, { stopLoss: null }, stopped, scale, { ...by, reason: "" })).toMatchObject({
      ok: false,
      problems: [{ field: "reason" }],
    });
  });

  it("a risk of zero or less is refused with the reason", () => {
    const frame = frameOf(stopped, overridesOf(stopped, { stopLoss: "20014.50" }), scale);
    expect(frame).toMatchObject({
      ok: false,
      problem: {
        field: "stopLoss",
        message:
          "A bullish stop lies below the entry: with entry 20014.50 and stop 20014.50 the risk would be 0.00 points.",
      },
    });
    expect(frameOf(stopped, overridesOf(stopped, { entryPrice: "19973.75" }), scale)).toMatchObject({
      ok: false,
      problem: { field: "entryPrice" },
    });
    expect(frameOf(stopped, overridesOf(stopped, { stopLoss: "19970" }), scale)).toMatchObject({
      ok: true,
      frame: { risk: 178, isMoved: true },
    });
  });

  it("results of a running trade cannot be corrected, entry and stop can", () => {
    const open = correctionFields.filter(({ field }) => whyNotCorrectable(field, running, running.trade) === null);
    expect(open.map(({ field }) => field)).toEqual(["entryPrice", "stopLoss", "session", "scenario"]);
    expect(overlaid(running, { noBeMfe: "20" })).toMatchObject({ ok: false, problem: { field: "noBeMfe" } });
    const rejected = { ...running, stopLoss: null, trade: null };
    expect(whyNotCorrectable("stopLoss", rejected, null)).toContain("never confirmed");
  });
});

describe("exit and extremes of a closed trade", () => {
  it("contradictions are refused at their field", () => {
    expect(overlaid(stopped, { beMfe: "-1" })).toMatchObject({ ok: false, problem: { field: "beMfe" } });
    expect(overlaid(stopped, { noBeMfe: "1" })).toMatchObject({ ok: false, problem: { field: "noBeMfe" } });
    expect(overlaid(stopped, { mae: "1" })).toMatchObject({ ok: false, problem: { field: "mae" } });
    expect(overlaid(stopped, { mae: "-10" })).toMatchObject({ ok: false, problem: { field: "mae" } });
    expect(overlaid(stopped, { beMfe: "40.50", noBeMfe: "40.50" })).toMatchObject({ problem: { field: "beMfe" } });
    expect(overlaid(stopped, { exitPrice: "19980" })).toMatchObject({ ok: false, problem: { field: "exitPrice" } });
  });

  it("an exit by hand ends both legs with what was realised", () => {
    const result = overlaid(stopped, { exitPrice: "20034.75", exitReason: "MANUAL", mae: "-14.50" });
    if (!result.ok || stopped.stopLoss === null) throw new Error("refused");
    const columns = correctedTrade(correctedRecord(stopped, stopped.stopLoss, result.trade), scale, null, []);
    expect(columns).toMatchObject({
      ...{ status: "CLOSED", exit_reason: "MANUAL", exit_price: "20034.75", be_leg: "OTHER", no_be_leg: "OTHER" },
      ...{ outcome_no_be: "0.5000", outcome_be: "0.5000", no_be_realized_ticks: 81, risk_ticks: 162, mae_ticks: -58 },
    });
    expect(result.trade).toMatchObject({ stopHitAt: null, slippage: null, gapExit: null });
  });

  it("a stop instead of a close by hand ends an armed BE leg as break-even, one that was never armed at the stop", () => {
    for (const [path, beLeg, outcome] of [
      [[20_030, 20_055.5, 20_040], "BREAK_EVEN", "0.0000"],
      [[20_030], "STOP_LOSS", "-1.0000"],
    ] as const) {
      const desk = new Desk();
      const open = trade(path, desk);
      desk.engine.ask({ kind: "close", tradeId: open.tradeId, by: "ada", reason: "news" }, desk.minute(6));
      const closed = desk.record();
      expect(closed.trade).toMatchObject({ exitReason: "MANUAL", beLeg: "OTHER" });
      const result = overlaid(closed, { exitPrice: "19974", exitReason: "STOP_LOSS", mae: "-40.50" });
      if (!result.ok || closed.stopLoss === null) throw new Error("refused");
      expect(result.trade).toMatchObject({ beLeg, noBeLeg: "STOP_LOSS" });
      const columns = correctedTrade(correctedRecord(closed, closed.stopLoss, result.trade), scale, null, []);
      expect(columns).toMatchObject({ outcome_be: outcome, outcome_no_be: "-1.0000" });
    }
  });

  it("without an override every closed trade stays what it is, and any accepted one keeps the invariants", () => {
    fc.assert(
      fc.property(story, fc.nat(80), fc.nat(80), (day, more, less) => {
        for (const { record, trade: made } of play({ ...day, end: "retire" })) {
          if (record.stopLoss === null) continue;
          expect(overlay(record, made, record.stopLoss, {}, scale)).toEqual({ ok: true, trade: made });
          const points = (ticks: number) => String(ticks / 4);
          const changes = { noBeMfe: points(made.noBeMfe + more), mae: points(made.mae - less) };
          const result = overlay(record, made, record.stopLoss, overridesOf(record, changes), scale);
          if (!result.ok) continue;
          const { beMfe, noBeMfe, mae, targetsHit, heat, highest, lowest } = result.trade;
          expect(0 <= beMfe && beMfe <= noBeMfe && mae <= 0).toBe(true);
          expect(highest - lowest).toBe(noBeMfe - mae);
          expect(Object.keys(targetsHit).every((target) => Number(target) * made.risk <= noBeMfe)).toBe(true);
          expect(heat.length).toBe(Object.keys(targetsHit).length);
        }
      }),
      { numRuns: 60 },
    );
  });
});
