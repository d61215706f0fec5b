/**
 * Every figure as a table: the same rows a reader sees as bars, for those who read tables, and for the export.
 * Numbers are given with 4 decimals, halves away from zero, as R values are everywhere.
 */
import {
  type Cell,
  type FigureTable,
  groupingTitles,
  type ReportFigure,
  rounded,
  unitWords,
} from "@/lib/analysis/figures";
import type { Grouping } from "@/lib/analysis/group-key";
import type { Group } from "@/lib/analysis/groups";
import type { Report, SurfaceReport } from "@/lib/analysis/report";
import { differenceTable, equityTable, hitTable, summaryTable } from "@/lib/analysis/result-tables";
import type { Question } from "@/lib/analysis/results";
import { LADDER_STEPS_PER_R } from "@/lib/trade/trade";

function scatterTable({ scatter }: Report, unit: string): FigureTable {
  const title = `MAE × MFE of ${scatter?.n ?? 0} trades (${unit})`;
  if (scatter === null || scatter.dots !== null) {
    const dots = scatter?.dots ?? [];
    return {
      title,
      columns: ["id", "MAE", "MFE", "result"],
      rows: dots.map(({ id, mae, mfe, kind }) => [id, rounded(mae), rounded(mfe), kind]),
    };
  }
  const { plane, cells } = scatter;
  const mae = (column: number): number | null => rounded(plane.maeMin * (1 - column / plane.columns));
  const mfe = (row: number): number | null => rounded((plane.mfeMax * row) / plane.rows);
  return {
    title: `${title}, by rectangle`,
    columns: ["MAE from", "MAE to", "MFE from", "MFE to", "wins", "break-evens", "losses"],
    rows: (cells ?? []).map((cell) => [
      mae(cell.column),
      mae(cell.column + 1),
      mfe(cell.row),
      mfe(cell.row + 1),
      cell.win,
      cell.breakEven,
      cell.loss,
    ]),
  };
}

function groupTable(groups: readonly Group[], by: Grouping, unit: string): FigureTable {
  return {
    title: `By ${groupingTitles[by].toLowerCase()} (${unit})`,
    columns: [
      groupingTitles[by],
      "closed",
      "mean No-BE MFE",
      "mean BE MFE",
      "resolved",
      "wins",
      "win rate",
      "low (95 %)",
      "high (95 %)",
      "expectancy",
      "total",
    ],
    rows: groups.map((group) => [
      group.key,
      group.closed,
      rounded(group.meanNoBe),
      rounded(group.meanBe),
      group.n,
      group.wins,
      rounded(group.winRate),
      rounded(group.winInterval?.low ?? null),
      rounded(group.winInterval?.high ?? null),
      rounded(group.expectancy),
      group.n === 0 ? null : rounded(group.total),
    ]),
  };
}

function barTables(report: Report, unit: string): { readonly [Name in "mfe" | "heat" | "time"]: FigureTable } {
  const { mfe, heat, timeToMfe } = report;
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);
  return {
    mfe: {
      title: `MFE of ${report.counts.closed} closed trades (${unit})`,
      columns: ["from", "to below", "No-BE trades", "BE trades"],
      rows: mfe.map(({ from, to, noBe, be }) => [rounded(from), rounded(to), noBe, be]),
    },
    heat: {
      title: `MAE of ${heat?.n ?? 0} winners before their target (R of the stop)`,
      columns: ["from", "to below", "winners"],
      rows: (heat?.bins ?? []).map(({ from, to, count }) => [rounded(from), rounded(to), count]),
    },
    time: {
      title: `Time to MFE of ${timeToMfe.n} closed trades`,
      columns: ["from (s)", "to below (s)", "trades"],
      rows: timeToMfe.bins.map(({ from, to, count }) => [seconds(from), seconds(to), count]),
    },
  };
}

function calendarTable({ calendar }: Report, unit: string): FigureTable {
  return {
    title: `Calendar by New York signal date (${unit})`,
    columns: [
      "date",
      "signals",
      "not taken",
      "confirmed",
      "cancelled",
      "active",
      "closed",
      "mean No-BE MFE",
      "resolved",
      "total",
    ],
    rows: calendar.map((day) => [
      day.date,
      day.signals,
      day.refused,
      day.confirmed,
      day.cancelled,
      day.active,
      day.closed,
      rounded(day.meanMfe),
      day.n,
      rounded(day.total),
    ]),
  };
}

/** A figure of the report as a table. */
export function reportTable(figure: ReportFigure, report: Report, question: Question): FigureTable {
  const unit = unitWords[question.unit];
  switch (figure) {
    case "summary":
      return summaryTable(report, unit);
    case "hit-rate":
      return hitTable(report);
    case "difference":
      return differenceTable(report, unit);
    case "equity":
      return equityTable(report, unit);
    case "mfe":
    case "heat":
    case "time":
      return barTables(report, unit)[figure];
    case "scatter":
      return scatterTable(report, unit);
    case "calendar":
      return calendarTable(report, unit);
    case "session":
    case "direction":
    case "hour":
    case "weekday":
    case "scenario":
    case "contract":
    case "breakEven":
      return groupTable(report.groups[figure], figure, unit);
  }
}

/** The surface as a table, always in R. */
export function surfaceTable({ cells, n }: SurfaceReport): FigureTable {
  const inR = (steps: number | null): Cell => (steps === null ? "none" : steps / LADDER_STEPS_PER_R);
  return {
    title: `Target × break-even trigger, ${n} trades (R)`,
    columns: [
      "break-even trigger R",
      "target R",
      "n",
      "wins",
      "break-evens",
      "losses",
      "expectancy",
      "low (95 %)",
      "high (95 %)",
    ],
    rows: cells.map((cell) => [
      inR(cell.trigger),
      inR(cell.target),
      cell.n,
      cell.wins,
      cell.breakEvens,
      cell.losses,
      rounded(cell.expectancy),
      rounded(cell.interval?.low ?? null),
      rounded(cell.interval?.high ?? null),
    ]),
  };
}
