"use client";
/** The summary of both variants side by side on the same question, and how signals fare before they are trades. */
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { amount, count, percent, percentSpan, rSpan, size, span } from "@/components/explore/amounts";
import type { FigureProps } from "@/components/explore/figure-props";
import { variantWords } from "@/lib/analysis/mark-words";
import type { Report } from "@/lib/analysis/report";
import type { Question, ResultSummary } from "@/lib/analysis/results";
import { sampleMin } from "@/lib/analysis/split";
import { unknown } from "@/lib/format/number";
import type { Variant } from "@/lib/trade/statistics";

interface Column {
  readonly title: string;
  readonly hint: string;
  readonly cell: (summary: ResultSummary) => ReactNode;
  /** Second, smaller line: how sure it is. */
  readonly sure?: (summary: ResultSummary) => string;
  readonly tone?: (summary: ResultSummary) => number;
}

function columnsOf({ unit }: Question): readonly Column[] {
  return [
    { title: "Resolved", hint: "Trades with a result for this target", cell: ({ n }) => count(n) },
    {
      title: "Win rate",
      hint: "Wins / resolved; below: 95 % (Wilson)",
      cell: ({ winRate }) => percent(winRate),
      sure: ({ winInterval }) => percentSpan(winInterval),
    },
    { title: "Break-even", hint: "Results of 0 / resolved", cell: ({ beRate }) => percent(beRate) },
    { title: "Loss rate", hint: "Losses / resolved", cell: ({ lossRate }) => percent(lossRate) },
    {
      title: "Per trade",
      hint: "Expectancy: total / resolved; below: 95 % in R (bootstrap)",
      cell: ({ expectancy }) => amount(expectancy, unit),
      sure: ({ expectancyInterval }) => rSpan(expectancyInterval),
      tone: ({ expectancy }) => expectancy,
    },
    {
      title: "Total",
      hint: "Sum of the results",
      cell: ({ totalR }) => amount(totalR, unit),
      tone: ({ totalR }) => totalR,
    },
    {
      title: "Profit factor",
      hint: "Sum of wins / sum of losses",
      cell: ({ profitFactor }) =>
        profitFactor === null ? unknown : profitFactor === "infinite" ? "∞" : profitFactor.toFixed(2),
    },
    {
      title: "Drawdown",
      hint: "Largest fall of the cumulative result below its peak",
      cell: ({ maxDrawdown }) => size(maxDrawdown, unit),
    },
    {
      title: "Recovery",
      hint: "Total / largest drawdown",
      cell: ({ recoveryFactor }) => (recoveryFactor === null ? unknown : recoveryFactor.toFixed(2)),
    },
    {
      title: "Streaks",
      hint: "Longest run of wins / of losses; a 0 neither extends nor breaks",
      cell: (one) => `${one.longestWinStreak} / ${one.longestLossStreak}`,
    },
  ];
}

const variants: readonly Variant[] = ["no-be", "be"];

export function Summary({ report, question, query, onPick }: FigureProps) {
  const columns = columnsOf(question);
  return (
    <section aria-label="Summary" className="border-b border-line">
      <div className="relative overflow-x-auto">
        <table className="w-full min-w-[860px] text-13">
          <thead>
            <tr className="text-11 text-text-3">
              <th scope="col" className="py-1 ps-3 text-left font-normal">
                <a
                  href={`/api/analysis/export?figure=summary&${query}`}
                  download
                  className="inline-flex items-center gap-1 hover:text-text-1"
                  title="CSV of the summary"
                >
                  <Download size={12} aria-hidden /> CSV
                </a>
              </th>
              {columns.map(({ title, hint }) => (
                <th
                  key={title}
                  scope="col"
                  title={hint}
                  className="px-2 py-1 text-right font-normal whitespace-nowrap last:pe-3"
                >
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {variants.map((variant) => (
              <VariantRow
                key={variant}
                variant={variant}
                report={report}
                columns={columns}
                chosen={question.variant === variant}
                onPick={onPick}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Before report={report} />
    </section>
  );
}

interface VariantRowProps {
  readonly variant: Variant;
  readonly report: Report;
  readonly columns: readonly Column[];
  readonly chosen: boolean;
  readonly onPick: FigureProps["onPick"];
}

function VariantRow({ variant, report, columns, chosen, onPick }: VariantRowProps) {
  const { summary, unresolved, other } = report.results[variant];
  const few = summary !== null && summary.n < sampleMin;
  return (
    <tr
      className={`h-11 border-t border-line ${chosen ? "bg-surface-1" : ""} ${few ? "grayscale" : ""}`}
      data-testid={`summary-${variant}`}
    >
      <th scope="row" className="ps-3 pe-2 text-left font-medium whitespace-nowrap">
        {variantWords[variant]}
        <span className="block text-11 font-normal text-text-3">
          {count(unresolved)} open · {count(other)} other{few && ` · under ${sampleMin}`}
        </span>
      </th>
      {summary === null ? (
        <td colSpan={columns.length} className="px-2 text-right text-text-2">
          No data
        </td>
      ) : (
        columns.map(({ title, cell, sure, tone }, index) => {
          const value = tone?.(summary) ?? 0;
          return (
            <td
              key={title}
              className={`num px-2 text-right whitespace-nowrap last:pe-3 ${value > 0 ? "text-up" : value < 0 ? "text-down" : ""}`}
            >
              {index === 1 && chosen ? (
                <button
                  type="button"
                  className="underline decoration-line underline-offset-2 hover:decoration-current"
                  onClick={() => onPick({ kind: "outcome", outcome: "win" })}
                >
                  {cell(summary)}
                </button>
              ) : (
                cell(summary)
              )}
              {sure !== undefined && <span className="block text-11 text-text-3">{sure(summary)}</span>}
            </td>
          );
        })
      )}
    </tr>
  );
}

/** How signals fare until they are trades. */
function Before({ report: { confirmation, counts } }: { readonly report: Report }) {
  const { rate, interval, confirmed, cancelled, medianBars, medianAgeMs } = confirmation;
  const facts: readonly (readonly [string, string])[] = [
    ["signals", count(counts.signals)],
    ["trades", `${count(counts.trades)} (${count(counts.active)} open)`],
    [
      "confirmed",
      `${percent(rate)} of ${count(confirmed + cancelled)} ${interval === null ? "" : `(${percentSpan(interval)})`}`,
    ],
    ["median bars to confirmation", medianBars === null ? unknown : String(medianBars)],
    ["median age", medianAgeMs === null ? unknown : span(medianAgeMs)],
  ];
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-0.5 border-t border-line px-3 py-1.5 text-12">
      {facts.map(([label, value]) => (
        <div key={label} className="flex gap-1.5">
          <dt className="text-text-3">{label}</dt>
          <dd className="num text-text-1">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
