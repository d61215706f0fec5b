/** Draws MAE × MFE on a canvas: dots whose shape and colour say the result, or a density where there are too many. */
import { type ChartColours, faded } from "@/components/desk/chart-theme";
import type { Dot, DotKind, Plane, Scatter } from "@/lib/analysis/scatter";

/** A rectangle of the canvas in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Share of the rectangles that are drawn by their number; the rest at full strength. */
const FULL = 0.97;
/** Half the size of a dot, px. */
const DOT = 3;

export function xOf(mae: number, plane: Plane, box: Box): number {
  return box.left + (1 - Math.max(mae, plane.maeMin) / plane.maeMin) * box.width;
}

export function yOf(mfe: number, plane: Plane, box: Box): number {
  return box.top + (1 - Math.min(mfe, plane.mfeMax) / plane.mfeMax) * box.height;
}

/** MAE at a place of the canvas; null beyond the left edge, where everything deeper is drawn. */
export function maeAt(x: number, plane: Plane, box: Box): number | null {
  const share = (x - box.left) / box.width;
  return share <= 0 ? null : Math.min(0, plane.maeMin * (1 - share));
}

/** MFE at a place of the canvas; null beyond the upper edge. */
export function mfeAt(y: number, plane: Plane, box: Box): number | null {
  const share = (y - box.top) / box.height;
  return share <= 0 ? null : Math.max(0, plane.mfeMax * (1 - share));
}

function dot(context: CanvasRenderingContext2D, kind: DotKind, x: number, y: number, colours: ChartColours): void {
  context.beginPath();
  if (kind === "win") {
    context.fillStyle = faded(colours["up-mark"], 0.75);
    context.moveTo(x, y - DOT - 1);
    context.lineTo(x + DOT + 1, y + DOT);
    context.lineTo(x - DOT - 1, y + DOT);
    context.fill();
  } else if (kind === "loss") {
    context.strokeStyle = faded(colours["down-mark"], 0.75);
    context.moveTo(x - DOT, y - DOT);
    context.lineTo(x + DOT, y + DOT);
    context.moveTo(x - DOT, y + DOT);
    context.lineTo(x + DOT, y - DOT);
    context.stroke();
  } else {
    context.strokeStyle = kind === "break-even" ? colours["text-1"] : colours["text-3"];
    context.arc(x, y, DOT - 0.5, 0, 2 * Math.PI);
    context.stroke();
  }
}

function density(context: CanvasRenderingContext2D, { cells, plane }: Scatter, box: Box, colours: ChartColours): void {
  // The stop collects so many losers that it would make everything else pale: the fullest few rectangles are drawn alike.
  const counts = (cells ?? []).map(({ win, breakEven, loss }) => win + breakEven + loss).sort((a, b) => a - b);
  const most = Math.max(1, counts[Math.floor(FULL * (counts.length - 1))] ?? 1);
  const [width, height] = [box.width / plane.columns, box.height / plane.rows];
  for (const { column, row, win, breakEven, loss } of cells ?? []) {
    const all = win + breakEven + loss;
    const colour = win * 2 >= all ? colours["up-mark"] : loss * 2 >= all ? colours["down-mark"] : colours["text-2"];
    context.fillStyle = faded(colour, 0.1 + 0.85 * Math.sqrt(Math.min(1, all / most)));
    context.fillRect(box.left + column * width, box.top + box.height - (row + 1) * height, width - 0.5, height - 0.5);
  }
}

/** Paints everything inside the axes. @param ratio device pixels per CSS pixel */
export function paintScatter(
  canvas: HTMLCanvasElement,
  scatter: Scatter,
  box: Box,
  stop: number | null,
  colours: ChartColours,
  ratio: number,
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width / ratio, canvas.height / ratio);
  context.lineWidth = 1.25;
  const { plane } = scatter;
  const line = (
    from: readonly [number, number],
    to: readonly [number, number],
    colour: string,
    dash: readonly number[],
  ): void => {
    context.save();
    context.strokeStyle = colour;
    context.setLineDash([...dash]);
    context.beginPath();
    context.moveTo(...(from as [number, number]));
    context.lineTo(...(to as [number, number]));
    context.stroke();
    context.restore();
  };
  if (scatter.dots === null) density(context, scatter, box, colours);
  for (const one of scatter.dots ?? ([] as readonly Dot[])) {
    dot(context, one.kind, xOf(one.mae, plane, box), yOf(one.mfe, plane, box), colours);
  }
  if (stop !== null && stop > plane.maeMin) {
    const x = xOf(stop, plane, box);
    line([x, box.top], [x, box.top + box.height], colours["down-mark"], [4, 3]);
  }
}
