"use client";
/** Averages and results by session, direction, hour and so on: one table, its rows the marks. Small groups are grey. */
import { useState } from "react";
import { amount, count, percent, percentSpan, size } from "@/components/explore/amounts";
import { Figure } from "@/components/explore/figure";
import type { FigureProps } from "@/components/explore/figure-props";
import { Segmented } from "@/components/ui/segmented";
import { groupingTitles, targetWords, unitWords } from "@/lib/analysis/figures";
import type { Grouping } from "@/lib/analysis/group-key";
import type { Group } from "@/lib/analysis/groups";
import { groupWords, variantWords } from "@/lib/analysis/mark-words";
import { sampleMin } from "@/lib/analysis/split";
import { reportTable } from "@/lib/analysis/tables";
import type { DistanceUnit } from "@/lib/format/excursion";

const choices: Readonly<Record<Grouping, string>> = {
  session: "Session",
  direction: "Direction",
  hour: "Hour",
  weekday: "Weekday",
  scenario: "Scenario",
  contract: "Contract",
  breakEven: "BE state",
};

export function Groups({ report, question, query, onPick, className = "" }: FigureProps) {
  const [by, setBy] = useState<Grouping>("session");
  const groups = report.groups[by];
  const { unit, variant, target } = question;
  const longest = Math.max(0, ...groups.map(({ meanNoBe }) => meanNoBe ?? 0));
  return (
    <Figure
      name={by}
      title={`By ${groupingTitles[by].toLowerCase()}`}
      caption={`Mean final MFE of closed trades; results of ${variantWords[variant]}, ${targetWords(target)}, ${unitWords[unit]}. New York time of the signal candle.`}
      n={report.counts.trades}
      counted="trades"
      table={reportTable(by, report, question)}
      query={query}
      onPick={onPick}
      className={className}
      tabular
    >
      <div className="relative flex overflow-x-auto px-3 pb-1">
        <Segmented<Grouping> quiet legend="Group by" name="by" options={choices} value={by} onChange={setBy} />
      </div>
      <div className="relative overflow-x-auto pb-2">
        <table className="w-full min-w-[560px] text-12">
          <thead>
            <tr className="border-b border-line text-text-2">
              {[groupingTitles[by], "Closed", "Mean MFE No-BE", "BE", "Resolved", "Win rate", "Per trade", "Total"].map(
                (title, index) => (
                  <th
                    key={title}
                    scope="col"
                    className={`px-2 py-1 font-normal whitespace-nowrap ${index === 0 ? "ps-3 text-left" : "text-right"}`}
                  >
                    {title}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <GroupRow
                key={group.key}
                group={group}
                label={groupWords(by, group.key)}
                unit={unit}
                longest={longest}
                onOpen={() => onPick({ kind: "group", by, key: group.key })}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

interface GroupRowProps {
  readonly group: Group;
  readonly label: string;
  readonly unit: DistanceUnit;
  readonly longest: number;
  readonly onOpen: () => void;
}

function GroupRow({ group, label, unit, longest, onOpen }: GroupRowProps) {
  const { closed, meanNoBe, meanBe, n, winRate, winInterval, expectancy, total } = group;
  const few = Math.max(closed, n) < sampleMin;
  const tone = (value: number | null): string =>
    few || value === null || value === 0 ? "" : value > 0 ? "text-up" : "text-down";
  return (
    <tr
      className={`h-(--row) border-b border-line/60 hover:bg-surface-2 ${few ? "text-text-3" : ""}`}
      title={few ? `Fewer than ${sampleMin} trades: says little.` : undefined}
    >
      <th scope="row" className="ps-3 pe-2 text-left font-normal whitespace-nowrap">
        <button
          type="button"
          className="touch underline decoration-line underline-offset-2 hover:decoration-current"
          onClick={onOpen}
        >
          {label}
        </button>
        {few && <span className="ms-2 text-11 text-text-3">few</span>}
      </th>
      <td className="num px-2 text-right">{count(closed)}</td>
      <td className="num px-2 text-right">
        <span className="inline-flex items-center gap-2">
          <span aria-hidden className="hidden h-1.5 w-16 rounded-full bg-surface-3 sm:inline-block">
            <span
              className={`block h-full rounded-full ${few ? "bg-text-3" : "bg-info"}`}
              style={{ width: `${longest === 0 ? 0 : (100 * (meanNoBe ?? 0)) / longest}%` }}
            />
          </span>
          {size(meanNoBe, unit)}
        </span>
      </td>
      <td className="num px-2 text-right">{size(meanBe, unit)}</td>
      <td className="num px-2 text-right">{count(n)}</td>
      <td className="num px-2 text-right whitespace-nowrap">
        {percent(winRate)} <span className="text-11 text-text-3">{percentSpan(winInterval)}</span>
      </td>
      <td className={`num px-2 text-right ${tone(expectancy)}`}>{amount(expectancy, unit)}</td>
      <td className={`num px-2 pe-3 text-right ${tone(total)}`}>{n === 0 ? "—" : amount(total, unit)}</td>
    </tr>
  );
}
