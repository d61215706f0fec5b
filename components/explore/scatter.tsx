"use client";
/**
 * MAE × MFE of every trade. Dragging over it chooses the trades of that rectangle; the same is possible by four numbers.
 * Drawn on a canvas, because there may be 60,000 of them.
 */
import { type PointerEvent, useCallback, useEffect, useRef, useState } from "react";
import { onThemeChange, readChartColours } from "@/components/desk/chart-theme";
import { tick } from "@/components/explore/amounts";
import { Figure } from "@/components/explore/figure";
import type { FigureProps } from "@/components/explore/figure-props";
import { type Box, maeAt, mfeAt, paintScatter, xOf, yOf } from "@/components/explore/paint-scatter";
import { PlaneFields } from "@/components/explore/plane-fields";
import { unitWords } from "@/lib/analysis/figures";
import { variantWords } from "@/lib/analysis/mark-words";
import type { Mark, Span } from "@/lib/analysis/marks";
import type { Scatter } from "@/lib/analysis/scatter";
import { reportTable } from "@/lib/analysis/tables";

const HEIGHT = 300;
/** Room for the axes. */
const LEFT = 52;
const BOTTOM = 34;
const TOP = 8;
const RIGHT = 14;
/** A drag shorter than this is a click, px. */
const DRAG_MIN = 4;

interface Drag {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** Round values from 0 to an end, four to eight of them. */
function ticksTo(end: number): number[] {
  const size = Math.abs(end);
  const power = 10 ** Math.floor(Math.log10(size / 4));
  const step = power * ([1, 2, 2.5, 5, 10].find((one) => size / (one * power) <= 8) ?? 10);
  return Array.from({ length: Math.floor(size / step + 1e-9) + 1 }, (_, index) => Math.sign(end) * index * step + 0);
}

export function ScatterFigure({ report, question, query, onPick, className = "" }: FigureProps) {
  const { scatter } = report;
  const { unit, variant, target } = question;
  const markOf = (index: number): Mark | null => {
    if (scatter?.dots !== null || scatter === null) return null;
    const cell = scatter.cells?.[index];
    if (cell === undefined) return null;
    const { maeMin, mfeMax } = scatter.plane;
    return { kind: "density", column: cell.column, row: cell.row, maeMin, mfeMax };
  };
  return (
    <Figure
      name="scatter"
      title="MAE × MFE"
      caption={
        <>
          Winners ▲ with what they bore before {target === null ? "their stop" : `${target}R`}, losers ✕ and break-evens
          ○ with their deepest; {variantWords[variant]}, {unitWords[unit]}. Drag to see the trades.
          {scatter?.cells != null && " Trades without a result are not in the density."}
        </>
      }
      n={scatter?.n ?? 0}
      counted="trades"
      table={reportTable("scatter", report, question)}
      query={query}
      onPick={onPick}
      markOf={markOf}
      className={className}
    >
      {scatter !== null && (
        <>
          <Plot
            scatter={scatter}
            unit={unitWords[unit]}
            stop={unit === "r" ? -1 : null}
            onChoose={(mae, mfe) => onPick({ kind: "plane", mae, mfe })}
          />
          <PlaneFields unit={unitWords[unit]} onChoose={(mae, mfe) => onPick({ kind: "plane", mae, mfe })} />
        </>
      )}
    </Figure>
  );
}

/** As many decimals as an address carries. */
function short(value: number): number {
  return Number(value.toFixed(6)) + 0;
}

interface PlotProps {
  readonly scatter: Scatter;
  readonly unit: string;
  readonly stop: number | null;
  readonly onChoose: (mae: Span, mfe: Span) => void;
}

function Plot({ scatter, unit, stop, onChoose }: PlotProps) {
  const { plane } = scatter;
  const { canvas, box } = usePainted(scatter, stop);
  const [drag, setDrag] = useState<Drag | null>(null);
  const at = (event: PointerEvent<HTMLDivElement>): readonly [number, number] => {
    const edge = event.currentTarget.getBoundingClientRect();
    return [event.clientX - edge.left, event.clientY - edge.top];
  };
  const release = (): void => {
    setDrag(null);
    if (drag === null || box === null) return;
    const [x1, x2] = [Math.min(drag.from[0], drag.to[0]), Math.max(drag.from[0], drag.to[0])];
    const [y1, y2] = [Math.min(drag.from[1], drag.to[1]), Math.max(drag.from[1], drag.to[1])];
    if (x2 - x1 < DRAG_MIN || y2 - y1 < DRAG_MIN) return;
    const rounded = (value: number | null): number | null => (value === null ? null : short(value));
    onChoose(
      { from: rounded(maeAt(x1, plane, box)), to: rounded(maeAt(x2, plane, box)) },
      { from: rounded(mfeAt(y2, plane, box)), to: rounded(mfeAt(y1, plane, box)) },
    );
  };
  return (
    <div
      className="relative cursor-crosshair touch-pan-y select-none"
      style={{ height: HEIGHT }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: at(event), to: at(event) });
      }}
      onPointerMove={(event) => {
        if (drag !== null) setDrag({ from: drag.from, to: at(event) });
      }}
      onPointerUp={release}
      onPointerCancel={() => setDrag(null)}
    >
      <canvas
        ref={canvas}
        className="absolute inset-0 h-full w-full"
        role="img"
        aria-label={`${scatter.n} trades by adverse and favourable excursion.`}
      />
      {box !== null && <Axes box={box} scatter={scatter} unit={unit} />}
      {drag !== null && (
        <span
          className="pointer-events-none absolute border border-accent bg-accent/15"
          style={{
            left: Math.min(drag.from[0], drag.to[0]),
            top: Math.min(drag.from[1], drag.to[1]),
            width: Math.abs(drag.to[0] - drag.from[0]),
            height: Math.abs(drag.to[1] - drag.from[1]),
          }}
        />
      )}
    </div>
  );
}

function Axes({
  box,
  scatter: { plane },
  unit,
}: {
  readonly box: Box;
  readonly scatter: Scatter;
  readonly unit: string;
}) {
  const text = { fill: "var(--text-2)", fontSize: 11 } as const;
  const bottom = box.top + box.height;
  return (
    <svg className="pointer-events-none absolute inset-0 h-full w-full" aria-hidden>
      <path d={`M${box.left} ${box.top}V${bottom}H${box.left + box.width}`} fill="none" stroke="var(--line)" />
      {ticksTo(plane.maeMin).map((mae) => (
        <text key={mae} x={xOf(mae, plane, box)} y={bottom + 14} textAnchor="middle" {...text}>
          {tick(mae)}
        </text>
      ))}
      {ticksTo(plane.mfeMax).map((mfe) => (
        <text key={mfe} x={box.left - 6} y={yOf(mfe, plane, box) + 4} textAnchor="end" {...text}>
          {tick(mfe)}
        </text>
      ))}
      <text x={box.left + box.width / 2} y={bottom + 29} textAnchor="middle" {...text}>
        MAE, {unit}
      </text>
      <text
        x={14}
        y={box.top + box.height / 2}
        textAnchor="middle"
        transform={`rotate(-90 14 ${box.top + box.height / 2})`}
        {...text}
      >
        MFE, {unit}
      </text>
    </svg>
  );
}

/** Keeps the canvas at the size of its place and painted in the present theme. */
function usePainted(scatter: Scatter, stop: number | null) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const box: Box | null =
    width === 0 ? null : { left: LEFT, top: TOP, width: width - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM };
  const paint = useCallback(() => {
    const element = canvas.current;
    if (element === null || width === 0) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(HEIGHT * ratio);
    const inner = { left: LEFT, top: TOP, width: width - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM };
    paintScatter(element, scatter, inner, stop, readChartColours(), ratio);
  }, [scatter, stop, width]);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    paint();
    return onThemeChange(paint);
  }, [paint]);
  return { canvas, box };
}
