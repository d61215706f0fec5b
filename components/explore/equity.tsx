"use client";
/** Cumulative result of both variants in order of closing, and below it how far the chosen one stood under its peak. */
import {
  Area,
  AreaChart,
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { amount, count } from "@/components/explore/amounts";
import {
  axis,
  Drawing,
  grid,
  margin,
  placeOf,
  series,
  Tip,
  VariantLegend,
  xTitle,
  yTitle,
} from "@/components/explore/chart-parts";
import { Figure } from "@/components/explore/figure";
import type { FigureProps } from "@/components/explore/figure-props";
import { targetWords, unitWords } from "@/lib/analysis/figures";
import { variantWords } from "@/lib/analysis/mark-words";
import type { Mark } from "@/lib/analysis/marks";
import type { Report } from "@/lib/analysis/report";
import type { EquityPoint, Question } from "@/lib/analysis/results";
import { reportTable } from "@/lib/analysis/tables";
import { etStamp } from "@/lib/format/time";

export function Equity({ report, question, query, onPick, className = "" }: FigureProps) {
  const { variant, target, unit } = question;
  const points = report.equity;
  const last = points.at(-1);
  const markAt = (place: number): Mark | null => {
    const point = points[place];
    return point === undefined ? null : { kind: "closing", from: (points[place - 1]?.index ?? 0) + 1, to: point.index };
  };
  const pick = (place: number | null): void => {
    const mark = place === null ? null : markAt(place);
    if (mark !== null) onPick(mark);
  };
  return (
    <Figure
      name="equity"
      title="Cumulative result and drawdown"
      caption={
        <>
          In order of closing, {targetWords(target)}, {unitWords[unit]}; below: distance of {variantWords[variant]}{" "}
          under its peak. <VariantLegend />
        </>
      }
      n={last?.index ?? 0}
      counted="resolved trades"
      table={reportTable("equity", report, question)}
      query={query}
      onPick={onPick}
      markOf={markAt}
      className={className}
    >
      <Curves points={points} report={report} question={question} onPlace={pick} />
    </Figure>
  );
}

interface CurvesProps {
  readonly points: readonly EquityPoint[];
  readonly report: Report;
  readonly question: Question;
  readonly onPlace: (place: number | null) => void;
}

function Curves({ points, report, question: { variant, unit }, onPlace }: CurvesProps) {
  const last = points.at(-1);
  const summary = report.results[variant].summary;
  const tip = (label: unknown) => {
    const point = points.find(({ index }) => index === Number(label));
    if (point === undefined) return null;
    return (
      <Tip
        title={point.at === null ? "Still running, target touched" : `Closed ${etStamp(point.at)}`}
        lines={[
          ["trades", count(point.index)],
          ["No-BE", amount(point.noBe, unit)],
          ["BE", amount(point.be, unit)],
          ["below the peak", amount(point.drawdown, unit)],
        ]}
        hint="Click: the trades of this span"
      />
    );
  };
  const shared = {
    data: [...points],
    accessibilityLayer: false,
    syncId: "equity",
    className: "cursor-pointer",
  } as const;
  return (
    <>
      <Drawing
        height={172}
        label={`Cumulative result: No-BE ends at ${amount(last?.noBe, unit)}, BE at ${amount(last?.be, unit)}.`}
      >
        <ResponsiveContainer width="100%" height="100%">
          <LineChart {...shared} margin={{ ...margin, bottom: 0 }} onClick={(state) => onPlace(placeOf(state))}>
            <CartesianGrid {...grid} />
            <XAxis dataKey="index" type="number" domain={["dataMin", "dataMax"]} hide />
            <YAxis {...axis} width={62} label={yTitle(unitWords[unit])} />
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: "var(--text-3)" }}
              content={({ active, label }) => (active === true ? tip(label) : null)}
            />
            <ReferenceLine y={0} stroke="var(--text-3)" />
            <Line
              dataKey="noBe"
              stroke={series["no-be"].colour}
              strokeWidth={2}
              dot={false}
              isAnimationActive={false}
            />
            <Line
              dataKey="be"
              stroke={series.be.colour}
              strokeWidth={1.5}
              strokeDasharray={series.be.dash}
              dot={false}
              isAnimationActive={false}
            />
          </LineChart>
        </ResponsiveContainer>
      </Drawing>
      <Drawing
        height={92}
        label={`Largest drawdown of ${variantWords[variant]}: ${amount(summary === null ? null : -summary.maxDrawdown, unit)}.`}
      >
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart {...shared} margin={{ ...margin, top: 4 }} onClick={(state) => onPlace(placeOf(state))}>
            <XAxis
              {...axis}
              dataKey="index"
              type="number"
              domain={["dataMin", "dataMax"]}
              label={xTitle("Resolved trades in order of closing")}
            />
            <YAxis {...axis} width={62} tickCount={3} />
            <Tooltip isAnimationActive={false} cursor={{ stroke: "var(--text-3)" }} content={() => null} />
            <Area
              dataKey="drawdown"
              type="stepBefore"
              stroke="var(--down-mark)"
              strokeWidth={1}
              fill="var(--down-mark)"
              fillOpacity={0.25}
              isAnimationActive={false}
            />
          </AreaChart>
        </ResponsiveContainer>
      </Drawing>
    </>
  );
}
