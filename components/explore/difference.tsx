"use client";
/** What the break-even stop was worth on the same trades, target by target: mean difference with its interval. */
import {
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  ErrorBar,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { amount, count, percent, rSpan } from "@/components/explore/amounts";
import { axis, Drawing, grid, margin, placeOf, Tip, xTitle, yTitle } from "@/components/explore/chart-parts";
import { Figure } from "@/components/explore/figure";
import type { FigureProps } from "@/components/explore/figure-props";
import { unitWords } from "@/lib/analysis/figures";
import type { Difference as Row } from "@/lib/analysis/results";
import { reportTable } from "@/lib/analysis/tables";

/** The interval is known in R only. */
function withError(row: Row, inR: boolean) {
  const { interval, perTrade } = row;
  const error =
    inR && interval !== null && perTrade !== null ? [perTrade - interval.low, interval.high - perTrade] : [0, 0];
  return { ...row, error };
}

export function DifferenceFigure({ report, question, query, onPick, className = "" }: FigureProps) {
  const { target, unit } = question;
  const rows = report.differences.map((row) => withError(row, unit === "r"));
  const chosen = target === null ? undefined : rows[target - 1];
  const pick = (place: number | null): void => {
    const row = place === null ? undefined : rows[place];
    if (row !== undefined) onPick({ kind: "change", change: row.sum < 0 ? "cost" : "saved", target: row.target });
  };
  return (
    <Figure
      name="difference"
      title="Break-even minus no break-even"
      caption={
        <>
          Mean difference per trade, same trades, {unitWords[unit]}; whiskers 95 % (bootstrap of single trades).
          {chosen !== undefined && chosen.n > 0 && <Change row={chosen} unit={unit} onPick={onPick} />}
        </>
      }
      n={chosen?.n ?? rows[0]?.n ?? 0}
      counted={chosen === undefined ? "trades at 1R" : `trades at ${chosen.target}R`}
      table={reportTable("difference", report, question)}
      query={query}
      onPick={onPick}
      markOf={(index) => ({
        kind: "change",
        change: (rows[index]?.sum ?? 0) < 0 ? "cost" : "saved",
        target: index + 1,
      })}
      className={className}
    >
      <Drawing
        label={
          chosen === undefined
            ? "Difference between the variants by target."
            : `At ${chosen.target}R break-even makes ${amount(chosen.perTrade, unit)} per trade, ${amount(chosen.sum, unit)} in sum.`
        }
      >
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            data={rows}
            margin={margin}
            accessibilityLayer={false}
            onClick={(state) => pick(placeOf(state))}
            className="cursor-pointer"
          >
            <CartesianGrid {...grid} />
            <XAxis {...axis} dataKey="target" label={xTitle("Target, R")} interval="equidistantPreserveStart" />
            <YAxis {...axis} width={62} label={yTitle(`Per trade, ${unitWords[unit]}`)} />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: "var(--surface-2)" }}
              content={({ active, label }) => {
                const row = rows[Number(label) - 1];
                if (active !== true || row === undefined) return null;
                return (
                  <Tip
                    title={`Target ${row.target}R, n ${count(row.n)}`}
                    lines={[
                      ["BE − No-BE", amount(row.perTrade, unit)],
                      ["95 %", rSpan(row.interval)],
                      ["in sum", amount(row.sum, unit)],
                      ["losses saved", `${count(row.saved)} (${percent(row.saved / row.n, 0)})`],
                      ["winners cost", `${count(row.cost)} (${percent(row.cost / row.n, 0)})`],
                    ]}
                    hint="Click: the trades behind it"
                  />
                );
              }}
            />
            <ReferenceLine y={0} stroke="var(--text-3)" />
            <Bar dataKey="perTrade" isAnimationActive={false} maxBarSize={22}>
              {rows.map((row) => (
                <Cell
                  key={row.target}
                  fill={(row.perTrade ?? 0) >= 0 ? "var(--up-mark)" : "var(--down-mark)"}
                  fillOpacity={target === null || row.target === target ? 0.95 : 0.45}
                />
              ))}
              <ErrorBar dataKey="error" width={3} strokeWidth={1} stroke="var(--text-2)" direction="y" />
            </Bar>
          </BarChart>
        </ResponsiveContainer>
      </Drawing>
    </Figure>
  );
}

function Change({
  row,
  unit,
  onPick,
}: {
  readonly row: Row;
  readonly unit: FigureProps["question"]["unit"];
  readonly onPick: FigureProps["onPick"];
}) {
  const { target, saved, cost, n, sum } = row;
  const link = "num underline decoration-line underline-offset-2 hover:decoration-current";
  return (
    <span>
      {" "}
      At {target}R it saved{" "}
      <button type="button" className={link} onClick={() => onPick({ kind: "change", change: "saved", target })}>
        {count(saved)} losses
      </button>
      , cost{" "}
      <button type="button" className={link} onClick={() => onPick({ kind: "change", change: "cost", target })}>
        {count(cost)} winners
      </button>{" "}
      and left {count(n - saved - cost)} as they were:{" "}
      <strong className="num font-semibold text-text-1">{amount(sum, unit)}</strong> in sum.
    </span>
  );
}
