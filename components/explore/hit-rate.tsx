"use client";
/** Share of closed trades that reached n R, for both variants, with the 95 % band of the chosen one. */
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { percent, percentSpan } from "@/components/explore/amounts";
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
import { variantWords } from "@/lib/analysis/mark-words";
import type { HitCurve } from "@/lib/analysis/report";
import type { Question } from "@/lib/analysis/results";
import { reportTable } from "@/lib/analysis/tables";

export function HitRate({ report, question, query, onPick, className = "" }: FigureProps) {
  const { variant } = question;
  const chosen = report.hitRate[variant];
  const rows = (report.hitRate["no-be"]?.points ?? []).map((point, index) => {
    const other = report.hitRate.be?.points[index];
    const band = chosen?.points[index]?.interval;
    return {
      target: point.target,
      noBe: point.rate,
      be: other?.rate ?? null,
      band: band === undefined ? null : [band.low, band.high],
    };
  });
  const pick = (place: number | null): void => {
    const row = place === null ? undefined : rows[place];
    if (row !== undefined) onPick({ kind: "hit", variant, target: row.target });
  };
  return (
    <Figure
      name="hit-rate"
      title="Hit rate"
      caption={
        <>
          Share of closed trades whose MFE reached n R; band: 95 % of {variantWords[variant]} (Wilson).{" "}
          <VariantLegend />
        </>
      }
      n={chosen?.n ?? 0}
      counted="closed trades"
      table={reportTable("hit-rate", report, question)}
      query={query}
      onPick={onPick}
      markOf={(index) => ({ kind: "hit", variant, target: index + 1 })}
      className={className}
    >
      <Curve rows={rows} question={question} chosen={chosen} onPlace={pick} />
    </Figure>
  );
}

interface CurveProps {
  readonly rows: readonly {
    readonly target: number;
    readonly noBe: number;
    readonly be: number | null;
    readonly band: readonly number[] | null;
  }[];
  readonly question: Question;
  readonly chosen: HitCurve | null;
  readonly onPlace: (place: number | null) => void;
}

function Curve({ rows, question: { variant, target }, chosen, onPlace }: CurveProps) {
  const at = target === null ? undefined : chosen?.points[target - 1];
  return (
    <Drawing
      label={`Hit rate by target. ${at === undefined ? "" : `${percent(at.rate)} of the ${variantWords[variant]} trades reached ${at.target}R.`}`}
    >
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={[...rows]}
          margin={margin}
          accessibilityLayer={false}
          onClick={(state) => onPlace(placeOf(state))}
          className="cursor-pointer"
        >
          <CartesianGrid {...grid} />
          <XAxis {...axis} dataKey="target" label={xTitle("Target, R")} interval="equidistantPreserveStart" />
          <YAxis
            {...axis}
            width={52}
            domain={[0, 1]}
            tickFormatter={(value: number) => `${Math.round(value * 100)}`}
            label={yTitle("Trades, %")}
          />
          <Tooltip
            cursor={{ stroke: "var(--text-3)" }}
            isAnimationActive={false}
            content={({ active, label }) => {
              const index = Number(label) - 1;
              const row = rows[index];
              if (active !== true || row === undefined) return null;
              return (
                <Tip
                  title={`${row.target}R`}
                  lines={[
                    ["No-BE", percent(row.noBe)],
                    ["BE", percent(row.be)],
                    ["95 %", percentSpan(chosen?.points[index]?.interval ?? null)],
                  ]}
                  hint="Click: the trades behind it"
                />
              );
            }}
          />
          <Area
            dataKey="band"
            stroke="none"
            fill={series[variant].colour}
            fillOpacity={0.14}
            isAnimationActive={false}
            activeDot={false}
          />
          <Line dataKey="noBe" stroke={series["no-be"].colour} strokeWidth={2} dot={false} isAnimationActive={false} />
          <Line
            dataKey="be"
            stroke={series.be.colour}
            strokeWidth={1.5}
            strokeDasharray={series.be.dash}
            dot={false}
            isAnimationActive={false}
          />
          {target !== null && <ReferenceLine x={target} stroke="var(--text-3)" strokeDasharray="2 3" />}
        </ComposedChart>
      </ResponsiveContainer>
    </Drawing>
  );
}
