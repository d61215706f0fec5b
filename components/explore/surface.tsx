"use client";
/**
 * Target × break-even trigger: what every combination would have made of the same trades, from the order of their ticks.
 * A grid: arrows walk its cells, the line below says everything about the one in focus, Enter shows its trades.
 */
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { amount, count, percent, rSpan } from "@/components/explore/amounts";
import { Figure } from "@/components/explore/figure";
import { cellWords } from "@/lib/analysis/mark-words";
import type { Mark } from "@/lib/analysis/marks";
import type { SurfaceReport } from "@/lib/analysis/report";
import { sampleMin } from "@/lib/analysis/split";
import type { MeasuredCell } from "@/lib/analysis/surface";
import { surfaceTable } from "@/lib/analysis/tables";
import { LADDER_STEPS_PER_R } from "@/lib/trade/trade";

interface SurfaceProps {
  readonly surface: SurfaceReport;
  readonly query: string;
  readonly onPick: (mark: Mark) => void;
  readonly className?: string;
}

interface Row {
  readonly trigger: number | null;
  readonly cells: readonly MeasuredCell[];
}

function rowsOf(cells: readonly MeasuredCell[]): Row[] {
  const rows = new Map<number | null, MeasuredCell[]>();
  for (const cell of cells) rows.set(cell.trigger, [...(rows.get(cell.trigger) ?? []), cell]);
  return [...rows].map(([trigger, row]) => ({ trigger, cells: row }));
}

/** Ground of a cell: how far its expectancy lies from 0 against the farthest one. */
function ground({ expectancy, n }: MeasuredCell, farthest: number): string | undefined {
  if (expectancy === null || n < sampleMin || farthest === 0) return undefined;
  const share = Math.round(8 + 62 * Math.min(1, Math.abs(expectancy) / farthest));
  return `color-mix(in oklch, var(--${expectancy >= 0 ? "up" : "down"}-mark) ${share}%, var(--surface-0))`;
}

export function SurfaceFigure({ surface, query, onPick, className = "" }: SurfaceProps) {
  const rows = useMemo(() => rowsOf(surface.cells), [surface]);
  const [place, setPlace] = useState<readonly [number, number]>([0, 2]);
  const cell = rows[place[0]]?.cells[place[1]];
  const markOf = (index: number): Mark | null => {
    const one = surface.cells[index];
    return one === undefined ? null : { kind: "cell", trigger: one.trigger, target: one.target, result: "all" };
  };
  return (
    <Figure
      name="surface"
      title="Target × break-even trigger"
      caption={
        <>
          Mean result per trade in R for every pair, from the stored order of touches and returns to the entry.
          {surface.lacking > 0 && ` ${count(surface.lacking)} trades without that order are left out.`}
        </>
      }
      n={surface.n}
      counted="trades"
      table={surfaceTable(surface)}
      query={query}
      onPick={onPick}
      markOf={markOf}
      className={className}
    >
      <Grid rows={rows} place={place} onPlace={setPlace} onPick={onPick} />
      {cell !== undefined && <CellLine cell={cell} onPick={onPick} />}
    </Figure>
  );
}

interface GridProps {
  readonly rows: readonly Row[];
  readonly place: readonly [number, number];
  readonly onPlace: (place: readonly [number, number]) => void;
  readonly onPick: (mark: Mark) => void;
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function Grid({ rows, place, onPlace, onPick }: GridProps) {
  const table = useRef<HTMLTableElement>(null);
  const farthest = Math.max(
    0,
    ...rows.flatMap(({ cells }) => cells.map(({ expectancy, n }) => (n < sampleMin ? 0 : Math.abs(expectancy ?? 0)))),
  );
  const onKey = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const row = Math.min(rows.length - 1, Math.max(0, place[0] + move[0]));
    const column = Math.min((rows[row]?.cells.length ?? 1) - 1, Math.max(0, place[1] + move[1]));
    onPlace([row, column]);
    table.current?.querySelector<HTMLElement>(`[data-place="${row}-${column}"]`)?.focus();
  };
  return (
    <div className="relative overflow-x-auto px-3">
      <table ref={table} className="w-full min-w-[720px] border-separate border-spacing-px text-12" onKeyDown={onKey}>
        <thead>
          <tr>
            <th scope="col" className="pe-2 text-left text-11 font-normal whitespace-nowrap text-text-2">
              BE trigger ↓ · target, R →
            </th>
            {rows[0]?.cells.map(({ target }) => (
              <th key={target} scope="col" className="num text-center text-11 font-normal text-text-2">
                {target / LADDER_STEPS_PER_R}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ trigger, cells }, row) => (
            <tr key={trigger ?? "none"}>
              <th scope="row" className="num pe-2 text-left text-11 font-normal whitespace-nowrap text-text-2">
                {trigger === null ? "never" : `${trigger / LADDER_STEPS_PER_R}R`}
              </th>
              {cells.map((cell, column) => {
                const here = place[0] === row && place[1] === column;
                const { expectancy, n, target } = cell;
                return (
                  <td key={target} className="p-0">
                    <button
                      type="button"
                      tabIndex={here ? 0 : -1}
                      data-place={`${row}-${column}`}
                      onFocus={() => onPlace([row, column])}
                      onMouseEnter={() => onPlace([row, column])}
                      onClick={() => onPick({ kind: "cell", trigger, target, result: "all" })}
                      style={{ background: ground(cell, farthest) }}
                      className={`num h-6 w-full text-center text-11 -outline-offset-2 pointer-coarse:h-11 ${here ? "ring-1 ring-text-1 ring-inset" : ""} ${n < sampleMin ? "bg-surface-2 text-text-3" : "text-text-1"}`}
                    >
                      <span className="sr-only">
                        {`${cellWords(trigger, target)}: ${amount(expectancy, "r")} per trade, n ${n}`}
                      </span>
                      <span aria-hidden>{n === 0 ? "—" : amount(expectancy, "r").replace("R", "")}</span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellLine({ cell, onPick }: { readonly cell: MeasuredCell; readonly onPick: (mark: Mark) => void }) {
  const { trigger, target, n, wins, breakEvens, losses, expectancy, interval } = cell;
  const part = (result: "win" | "break-even" | "loss", found: number, word: string) => (
    <button
      type="button"
      className="num underline decoration-line underline-offset-2 hover:decoration-current"
      onClick={() => onPick({ kind: "cell", trigger, target, result })}
    >
      {percent(n === 0 ? null : found / n)} {word}
    </button>
  );
  return (
    <p className="min-h-12 px-3 py-2 text-12 text-text-2" aria-live="polite">
      <strong className="font-medium text-text-1">{cellWords(trigger, target)}</strong>:{" "}
      {n === 0 ? (
        "no trade has resolved under this pair."
      ) : (
        <>
          <strong className="num font-semibold text-text-1">{amount(expectancy, "r")}</strong> per trade{" "}
          <span className="num">(95 % {rSpan(interval)})</span>, n <span className="num">{count(n)}</span>;{" "}
          {part("win", wins, "win")}, {part("break-even", breakEvens, "break-even")}, {part("loss", losses, "loss")}.
          {n < sampleMin && ` Fewer than ${sampleMin} trades: says little.`}
        </>
      )}
    </p>
  );
}
