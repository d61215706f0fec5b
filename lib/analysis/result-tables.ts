/** Tables of the figures about results: summary, hit rate, difference of the variants, cumulative result. */
import { type Cell, type FigureTable, rounded } from "@/lib/analysis/figures";
import type { HitPoint, Report } from "@/lib/analysis/report";
import type { ResultSummary } from "@/lib/analysis/results";

function summaryRows(summary: ResultSummary | null): Readonly<Record<string, Cell>> {
  if (summary === null) return {};
  const { winInterval, expectancyInterval } = summary;
  return {
    "resolved trades": summary.n,
    wins: summary.wins,
    "break-evens": summary.breakEvens,
    losses: summary.losses,
    "win rate": rounded(summary.winRate),
    "win rate low (95 %)": rounded(winInterval?.low ?? null),
    "win rate high (95 %)": rounded(winInterval?.high ?? null),
    "break-even rate": rounded(summary.beRate),
    "loss rate": rounded(summary.lossRate),
    expectancy: rounded(summary.expectancy),
    "expectancy low (95 %, R)": rounded(expectancyInterval?.low ?? null),
    "expectancy high (95 %, R)": rounded(expectancyInterval?.high ?? null),
    total: rounded(summary.totalR),
    "profit factor": typeof summary.profitFactor === "number" ? rounded(summary.profitFactor) : summary.profitFactor,
    "maximum drawdown": rounded(summary.maxDrawdown),
    "recovery factor": rounded(summary.recoveryFactor),
    "longest win streak": summary.longestWinStreak,
    "longest loss streak": summary.longestLossStreak,
    best: rounded(summary.best),
    worst: rounded(summary.worst),
  };
}

/** Both variants side by side. */
export function summaryTable({ results }: Report, unit: string): FigureTable {
  const [noBe, be] = [summaryRows(results["no-be"].summary), summaryRows(results.be.summary)];
  const names = Object.keys({ ...noBe, ...be });
  const rest = ["unresolved", "other"] as const;
  return {
    title: `Summary (amounts in ${unit})`,
    columns: ["figure", "No-BE", "BE"],
    rows: [
      ...names.map((name): Cell[] => [name, noBe[name] ?? null, be[name] ?? null]),
      ...rest.map((name): Cell[] => [name, results["no-be"][name], results.be[name]]),
    ],
  };
}

/** Hit-rate curve of both variants. */
export function hitTable({ hitRate }: Report): FigureTable {
  const { be, "no-be": noBe } = hitRate;
  const side = (point: HitPoint | undefined): Cell[] =>
    point === undefined
      ? [null, null, null, null]
      : [point.hits, rounded(point.rate), rounded(point.interval.low), rounded(point.interval.high)];
  const columns = (name: string): string[] => [
    `${name} hits`,
    `${name} rate`,
    `${name} low (95 %)`,
    `${name} high (95 %)`,
  ];
  return {
    title: `Hit rate of ${noBe?.n ?? 0} closed trades`,
    columns: ["target R", ...columns("No-BE"), ...columns("BE")],
    rows: (noBe?.points ?? []).map((point, index) => [point.target, ...side(point), ...side(be?.points[index])]),
  };
}

/** BE minus No-BE, target by target. */
export function differenceTable({ differences }: Report, unit: string): FigureTable {
  return {
    title: `BE minus No-BE on the same trades (${unit})`,
    columns: [
      "target R",
      "n",
      "No-BE expectancy",
      "BE expectancy",
      "difference per trade",
      "low (95 %, R)",
      "high (95 %, R)",
      "difference in sum",
      "losses saved",
      "winners cost",
    ],
    rows: differences.map((one) => [
      one.target,
      one.n,
      rounded(one.noBe),
      rounded(one.be),
      rounded(one.perTrade),
      rounded(one.interval?.low ?? null),
      rounded(one.interval?.high ?? null),
      one.n === 0 ? null : rounded(one.sum),
      one.saved,
      one.cost,
    ]),
  };
}

/** Cumulative result. */
export function equityTable({ equity }: Report, unit: string): FigureTable {
  return {
    title: `Cumulative result in order of closing (${unit})`,
    columns: ["trades", "closed at (UTC)", "No-BE", "BE", "drawdown"],
    rows: equity.map(({ index, at, noBe, be, drawdown }) => [
      index,
      at === null ? null : new Date(at).toISOString(),
      rounded(noBe),
      rounded(be),
      rounded(drawdown),
    ]),
  };
}
