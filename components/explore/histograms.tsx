"use client";
/** Three distributions: how far trades went, what winners bore before their target, how long the best price took. */
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { count, percent, size, span, tick } from "@/components/explore/amounts";
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
import { unitWords } from "@/lib/analysis/figures";
import { variantWords } from "@/lib/analysis/mark-words";
import type { Mark } from "@/lib/analysis/marks";
import { reportTable } from "@/lib/analysis/tables";

interface BarsProps {
  readonly rows: readonly { readonly label: string; readonly main: number; readonly other?: number }[];
  readonly title: string;
  readonly label: string;
  readonly total: number;
  readonly names: readonly [string, string?];
  readonly onPlace: (place: number) => void;
  /** Draws a line after the last bar: the present stop. */
  readonly stopLine?: boolean;
}

/** Bars over named spans. */
function Bars({ rows, title, label, total, names, onPlace, stopLine = false }: BarsProps) {
  const last = rows.at(-1)?.label;
  return (
    <Drawing label={label} height={210}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...rows]}
          margin={margin}
          accessibilityLayer={false}
          barCategoryGap="12%"
          className="cursor-pointer"
          onClick={(state) => {
            const place = placeOf(state);
            if (place !== null) onPlace(place);
          }}
        >
          <CartesianGrid {...grid} />
          <XAxis
            {...axis}
            dataKey="label"
            tickFormatter={String}
            label={xTitle(title)}
            interval="preserveStartEnd"
            minTickGap={6}
          />
          <YAxis {...axis} width={52} allowDecimals={false} label={yTitle("Trades")} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--surface-2)" }}
            content={({ active, label: at }) => {
              const row = rows.find((one) => one.label === at);
              if (active !== true || row === undefined) return null;
              const line = (value: number): string => `${count(value)} (${percent(value / total)})`;
              const lines: (readonly [string, string])[] = [[names[0], line(row.main)]];
              if (row.other !== undefined && names[1] !== undefined) lines.push([names[1], line(row.other)]);
              return <Tip title={row.label} lines={lines} hint="Click: the trades behind it" />;
            }}
          />
          <Bar dataKey="main" fill={series["no-be"].colour} fillOpacity={0.85} isAnimationActive={false} />
          {names[1] !== undefined && (
            <Bar
              dataKey="other"
              fill="transparent"
              stroke={series.be.colour}
              strokeDasharray="3 2"
              isAnimationActive={false}
            />
          )}
          {stopLine && last !== undefined && (
            <ReferenceLine
              x={last}
              position="end"
              stroke="var(--danger)"
              strokeWidth={2}
              label={{ value: "stop", position: "insideTopRight", fill: "var(--danger)", fontSize: 11 }}
            />
          )}
        </BarChart>
      </ResponsiveContainer>
    </Drawing>
  );
}

export function MfeHistogram({ report, question, query, onPick, className = "" }: FigureProps) {
  const { unit, variant } = question;
  const rows = report.mfe.map(({ from, to, noBe, be }) => ({
    label: to === null ? `≥${tick(from)}` : unit === "r" ? `${from}–${to}` : `${tick(from)}–${tick(to)}`,
    main: noBe,
    other: be,
  }));
  const markOf = (index: number): Mark | null => {
    const bin = report.mfe[index];
    return bin === undefined ? null : { kind: "mfe", variant, from: bin.from, to: bin.to };
  };
  return (
    <Figure
      name="mfe"
      title="MFE"
      caption={
        <>
          Final excursion of closed trades, {unitWords[unit]}. <VariantLegend />
        </>
      }
      n={report.counts.closed}
      counted="closed trades"
      table={reportTable("mfe", report, question)}
      query={query}
      onPick={onPick}
      markOf={markOf}
      className={className}
    >
      <Bars
        rows={rows}
        title={`MFE, ${unitWords[unit]}`}
        label={`MFE of ${report.counts.closed} closed trades.`}
        total={report.counts.closed}
        names={["No-BE", "BE"]}
        onPlace={(place) => {
          const mark = markOf(place);
          if (mark !== null) onPick(mark);
        }}
      />
    </Figure>
  );
}

export function WinnersHeatFigure({ report, question, query, onPick, className = "" }: FigureProps) {
  const { heat } = report;
  const { variant, target } = question;
  const most = heat?.quantiles.find(({ share }) => share === 0.9);
  const half = heat?.quantiles.find(({ share }) => share === 0.5);
  return (
    <Figure
      name="heat"
      title="MAE of winners against the stop"
      caption={
        target === null ? (
          "Choose a target: without one nobody is a winner."
        ) : (
          <>
            How far {variantWords[variant]} winners at {target}R first went towards their stop (1R).
            {half !== undefined && most !== undefined && (
              <>
                {" "}
                Half stayed within <span className="num text-text-1">{size(half.heat, "r")}</span>, 90 % within{" "}
                <span className="num text-text-1">{size(most.heat, "r")}</span>.
              </>
            )}
            {heat !== null && heat.lacking > 0 && ` ${heat.lacking} winners without stored order are left out.`}
          </>
        )
      }
      n={heat?.n ?? 0}
      counted="winners"
      table={reportTable("heat", report, question)}
      query={query}
      onPick={onPick}
      markOf={(bar) => ({ kind: "heat", bar })}
      className={className}
    >
      <Bars
        rows={(heat?.bins ?? []).map(({ from, to, count: main }) => ({
          label: `${from.toFixed(1)}–${(to ?? 1).toFixed(1)}`,
          main,
        }))}
        title="MAE before the target, R of the stop"
        label={`Adverse excursion of ${heat?.n ?? 0} winners before their target.`}
        total={heat?.n ?? 0}
        names={["winners"]}
        onPlace={(bar) => onPick({ kind: "heat", bar })}
        stopLine
      />
    </Figure>
  );
}

export function TimeToMfeFigure({ report, question, query, onPick, className = "" }: FigureProps) {
  const { n, bins, medianMs } = report.timeToMfe;
  return (
    <Figure
      name="time"
      title="Time to MFE"
      caption={
        <>
          From entry to the last print of the best price of closed trades.
          {medianMs !== null && (
            <>
              {" "}
              Median <span className="num text-text-1">{span(medianMs)}</span>.
            </>
          )}
        </>
      }
      n={n}
      counted="closed trades"
      table={reportTable("time", report, question)}
      query={query}
      onPick={onPick}
      markOf={(bar) => ({ kind: "time", bar })}
      className={className}
    >
      <Bars
        rows={bins.map(({ from, to, count: main }) => ({
          label: to === null ? `>${span(from)}` : `<${span(to)}`,
          main,
        }))}
        title="Time, each bar up to"
        label={`Time from entry to MFE of ${n} closed trades.`}
        total={n}
        names={["trades"]}
        onPlace={(bar) => onPick({ kind: "time", bar })}
      />
    </Figure>
  );
}
