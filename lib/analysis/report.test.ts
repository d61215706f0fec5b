import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Mark, markText, parseMark, rowsBehind } from "@/lib/analysis/marks";
import { inClosingOrder, reportOf, surfaceReport } from "@/lib/analysis/report";
import type { Question } from "@/lib/analysis/results";
import { type AnalysisRow, hasTrade } from "@/lib/analysis/row";
import { rowLists, tradeOf } from "@/lib/analysis/testing/rows";
import { distanceIn, unitsPerR } from "@/lib/analysis/units";
import { distanceUnits } from "@/lib/format/excursion";
import { hitRateCurve, outcomeOf, resolvedResults, summarize, type Variant } from "@/lib/trade/statistics";

const questions: fc.Arbitrary<Question> = fc.record({
  variant: fc.constantFrom<Variant>("be", "no-be"),
  target: fc.option(fc.integer({ min: 1, max: 20 })),
  unit: fc.constantFrom(...distanceUnits),
  split: fc.constant(0.7),
});
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const close = (left: number | null, right: number | null): void => {
  if (left === null || right === null) expect(left).toBe(right);
  else expect(left).toBeCloseTo(right, 6);
};

/** Closed trades of (be_mfe, no_be_mfe), in hundredths of R. */
function row(no: number, beMfe: number, noBeMfe: number): AnalysisRow {
  const distances = beMfe === noBeMfe ? [beMfe, -100] : [beMfe, 0, noBeMfe, -100];
  return {
    no,
    id: `NQZ5.${no}`,
    ticker: "NQZ5",
    source: "live",
    direction: "bullish",
    status: "CLOSED",
    session: "ASIA",
    scenario: "A",
    signalDate: "2025-12-01",
    signalAt: 0,
    hour: 20,
    weekday: 1,
    confirmed: true,
    cancelled: false,
    barsToConfirmation: 1,
    ageMs: 60_000,
    trade: tradeOf({ risk: 100, distances }, no * 3_600_000),
  };
}
const ST6 = [row(1, 60, 60), row(2, 200, 300), row(3, 125, 200), row(4, 20, 20), row(5, 150, 150), row(6, 420, 420)];

describe("report", () => {
  it("ST6: the numbers of the methodology, made from ticks and read from the report", () => {
    const question = { variant: "no-be", target: 2, unit: "r", split: 0.7 } as const;
    const { results, hitRate, differences } = reportOf(inClosingOrder([...ST6].reverse()), question);
    expect(results["no-be"].summary).toMatchObject({ n: 6, winRate: 0.5, totalR: 3, expectancy: 0.5, profitFactor: 2 });
    expect(results["no-be"].summary).toMatchObject({ maxDrawdown: 2, recoveryFactor: 1.5, longestLossStreak: 2 });
    expect(results.be.summary).toMatchObject({
      wins: 2,
      breakEvens: 2,
      losses: 2,
      totalR: 2,
      profitFactor: 2,
      maxDrawdown: 1,
    });
    expect(hitRate["no-be"]?.points.slice(0, 5).map(({ hits }) => hits)).toEqual([4, 3, 2, 1, 0]);
    expect(hitRate.be?.points.slice(0, 5).map(({ hits }) => hits)).toEqual([4, 2, 1, 1, 0]);
    // At 2R the stop at break-even cost one winner (1.25, 2.0) and saved one loss (1.5, 1.5).
    expect(differences[1]).toMatchObject({ n: 6, sum: -1, saved: 1, cost: 1, noBe: 0.5 });
    const { cells } = surfaceReport(ST6, 0.7);
    const cell = (trigger: number | null) => cells.find((one) => one.trigger === trigger && one.target === 8);
    expect(cell(null)).toMatchObject({ n: 6, wins: 3, losses: 3, expectancy: 0.5 });
    expect(cell(4)).toMatchObject({ n: 6, wins: 2, breakEvens: 2, losses: 2, expectancy: 2 / 6 });
  });

  it("no signals: every figure is empty, none is zero", () => {
    const report = reportOf([], { variant: "be", target: 2, unit: "usd", split: 0.7 });
    expect(report.results).toEqual({
      be: { summary: null, unresolved: 0, other: 0 },
      "no-be": { summary: null, unresolved: 0, other: 0 },
    });
    expect(
      report.differences.every(({ n, perTrade, interval }) => n === 0 && perTrade === null && interval === null),
    ).toBe(true);
    expect([report.hitRate.be, report.scatter, report.confirmation.rate, report.timeToMfe.medianMs]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect([report.mfe, report.calendar, report.equity, report.groups.hour]).toEqual([[], [], [], []]);
    expect(surfaceReport([], 0.7).split).toBe("too-few-dates");
  });

  it("a signal cancelled after its confirmation counts once, as cancelled", () => {
    const taken: AnalysisRow = { ...row(1, 60, 60), status: "CANCELLED", cancelled: true, trade: null };
    const { confirmation, calendar } = reportOf(inClosingOrder([taken, row(2, 200, 300)]), {
      variant: "no-be",
      target: 2,
      unit: "r",
      split: 0.7,
    });
    expect(confirmation).toMatchObject({ confirmed: 1, cancelled: 1, rate: 0.5 });
    expect(calendar).toMatchObject([{ signals: 2, confirmed: 1, cancelled: 1 }]);
  });

  it("every figure equals a plain recomputation of methodology 9.3 on random signals", () => {
    fc.assert(
      fc.property(rowLists, questions, (rows, question) => {
        const { variant, target, unit } = question;
        const ordered = inClosingOrder(rows);
        const report = reportOf(ordered, question);
        const trades = ordered.filter(hasTrade);
        const closed = trades.filter(({ trade }) => trade.closedAt !== null);
        for (const each of ["be", "no-be"] as const) {
          const results = trades.flatMap(({ trade }) => {
            const outcome = outcomeOf(trade, each, target);
            return typeof outcome === "number" ? [outcome * unitsPerR(trade, unit)] : [];
          });
          const expected = summarize(results);
          const got = report.results[each].summary;
          expect(got?.n).toBe(expected?.n);
          close(got?.totalR ?? null, results.length === 0 ? null : sum(results));
          close(got?.expectancy ?? null, results.length === 0 ? null : sum(results) / results.length);
          if (unit === "r") {
            expect(results).toEqual(
              resolvedResults(
                trades.map(({ trade }) => trade),
                each,
                target,
              ),
            );
          }
          const curve = hitRateCurve(
            trades.map(({ trade }) => trade),
            each,
          );
          expect(report.hitRate[each]?.points.map(({ rate }) => rate) ?? null).toEqual(curve);
        }
        for (const one of report.differences) {
          const pairs = trades.flatMap(({ trade }) => {
            const [be, noBe] = [outcomeOf(trade, "be", one.target), outcomeOf(trade, "no-be", one.target)];
            return typeof be === "number" && typeof noBe === "number" ? [(be - noBe) * unitsPerR(trade, unit)] : [];
          });
          expect(one.n).toBe(pairs.length);
          close(one.sum, sum(pairs));
          expect([one.saved, one.cost]).toEqual([pairs.filter((x) => x > 0).length, pairs.filter((x) => x < 0).length]);
        }
        expect(sum(report.mfe.map(({ noBe }) => noBe))).toBe(closed.length);
        expect(sum(report.calendar.map(({ signals, refused }) => signals + refused))).toBe(rows.length);
        expect(sum(report.calendar.map((day) => day.closed))).toBe(closed.length);
        for (const groups of Object.values(report.groups)) {
          expect(sum(groups.map((group) => group.closed))).toBe(closed.length);
          expect(sum(groups.map((group) => group.n))).toBe(report.results[variant].summary?.n ?? 0);
          close(sum(groups.map((group) => group.total)), report.results[variant].summary?.totalR ?? 0);
          const mfe = sum(closed.map(({ trade }) => distanceIn(trade.noBeMfe, trade, unit)));
          close(sum(groups.map((group) => (group.meanNoBe ?? 0) * group.closed)), mfe);
        }
        close(
          report.equity.at(-1)?.[variant === "be" ? "be" : "noBe"] ?? 0,
          report.results[variant].summary?.totalR ?? 0,
        );
        close(
          Math.max(0, ...report.equity.map(({ drawdown }) => -drawdown)),
          report.results[variant].summary?.maxDrawdown ?? 0,
        );
      }),
      { numRuns: 150 },
    );
  });
});

describe("marks", () => {
  it("every mark finds exactly the trades its figure counted", () => {
    let checked = 0;
    fc.assert(
      fc.property(rowLists, questions, (rows, question) => {
        const ordered = inClosingOrder(rows);
        const report = reportOf(ordered, question);
        const behind = (mark: Mark): number => {
          const read = parseMark(markText(mark));
          expect(read).toEqual(mark);
          checked += 1;
          return rowsBehind(ordered, mark, question).length;
        };
        expect(behind({ kind: "all" })).toBe(report.counts.trades);
        for (const variant of ["be", "no-be"] as const) {
          for (const { target, hits } of report.hitRate[variant]?.points ?? []) {
            expect(behind({ kind: "hit", variant, target })).toBe(hits);
          }
          for (const bin of report.mfe) {
            const { from, to } = bin;
            expect(behind({ kind: "mfe", variant, from, to })).toBe(variant === "be" ? bin.be : bin.noBe);
          }
        }
        for (const { target, n, saved, cost } of report.differences) {
          expect(behind({ kind: "change", change: "saved", target })).toBe(saved);
          expect(behind({ kind: "change", change: "cost", target })).toBe(cost);
          expect(behind({ kind: "change", change: "same", target })).toBe(n - saved - cost);
        }
        report.heat?.bins.forEach(({ count }, bar) => {
          expect(behind({ kind: "heat", bar })).toBe(count);
        });
        report.timeToMfe.bins.forEach(({ count }, bar) => {
          expect(behind({ kind: "time", bar })).toBe(count);
        });
        for (const { date, signals, refused } of report.calendar)
          expect(behind({ kind: "date", date })).toBe(signals + refused);
        for (const by of ["session", "direction", "hour", "weekday", "scenario", "contract", "breakEven"] as const) {
          const total = sum(report.groups[by].map(({ key }) => behind({ kind: "group", by, key })));
          expect(total).toBe(report.counts.trades);
        }
        const last = report.equity.at(-1);
        if (last !== undefined) expect(behind({ kind: "closing", from: 1, to: last.index })).toBe(last.index);
        const everywhere = { from: null, to: null };
        expect(behind({ kind: "plane", mae: everywhere, mfe: everywhere })).toBe(report.scatter?.n ?? 0);
        const { summary, unresolved, other } = report.results[question.variant];
        const counts = {
          win: summary?.wins,
          loss: summary?.losses,
          "break-even": summary?.breakEvens,
          open: unresolved,
          other,
        };
        for (const outcome of ["win", "loss", "break-even", "open", "other"] as const) {
          expect(behind({ kind: "outcome", outcome })).toBe(counts[outcome] ?? 0);
        }
        for (const { trigger, target, n, wins, losses } of surfaceReport(rows, 0.7).cells) {
          expect(behind({ kind: "cell", trigger, target, result: "all" })).toBe(n);
          expect(behind({ kind: "cell", trigger, target, result: "win" })).toBe(wins);
          expect(behind({ kind: "cell", trigger, target, result: "loss" })).toBe(losses);
        }
      }),
      { numRuns: 25 },
    );
    expect(checked).toBeGreaterThan(5_000);
  });

  it("every rectangle of a density finds the trades it counted, those beyond the plane too", () => {
    const many = fc.sample(rowLists, { seed: 7, numRuns: 2_000 }).flat();
    const rows = inClosingOrder(many.map((row, no) => ({ ...row, no })));
    for (const unit of ["r", "usd"] as const) {
      const question: Question = { variant: "no-be", target: 2, unit, split: 0.7 };
      const { scatter } = reportOf(rows, question);
      const cells = scatter?.cells ?? [];
      expect(cells.length).toBeGreaterThan(20);
      const { maeMin, mfeMax } = scatter?.plane ?? { maeMin: 0, mfeMax: 0 };
      const edge = cells.filter(({ column, row }) => column === 0 || row === 39);
      expect(edge.length).toBeGreaterThan(0);
      for (const { column, row, win, breakEven, loss } of [...edge, ...cells.slice(0, 150)]) {
        const mark = parseMark(markText({ kind: "density", column, row, maeMin, mfeMax }));
        expect(mark === null ? null : rowsBehind(rows, mark, question).length).toBe(win + breakEven + loss);
      }
      expect(scatter?.n).toBe(sum(cells.map(({ win, breakEven, loss }) => win + breakEven + loss)));
    }
  });

  it("what is no mark is refused", () => {
    for (const text of [
      "",
      "hit",
      "hit:be",
      "hit:both:1",
      "mfe:be:a:b",
      "group:colour:red",
      "date:today",
      "toString",
      "plane:1:2:3",
      "cell:1:2:3",
    ]) {
      expect(parseMark(text)).toBeNull();
    }
  });
});
