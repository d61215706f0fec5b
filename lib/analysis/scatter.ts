/**
 * MAE × MFE of the trades. A winner's MAE is what it bore before its target, anyone else's the deepest of all: so the
 * distance of the winners from the stop can be seen. Many trades are drawn as a density, so that the answer stays small.
 */
import { heatOf } from "@/lib/analysis/excursions";
import type { Question } from "@/lib/analysis/results";
import type { AnalysisTrade, TradeRow } from "@/lib/analysis/row";
import { distanceIn } from "@/lib/analysis/units";
import { outcomeOf } from "@/lib/trade/statistics";

/** How a dot is drawn: result of the trade for variant and target. */
export type DotKind = "win" | "break-even" | "loss" | "open" | "other";

/** A trade as a dot; excursions in the unit asked for, `mae` <= 0 <= `mfe`. */
export interface Dot {
  readonly id: string;
  readonly mae: number;
  readonly mfe: number;
  readonly kind: DotKind;
}

/** A rectangle of the plane with its number of trades by kind. Edges as in `Plane`. */
export interface Cell {
  readonly column: number;
  readonly row: number;
  readonly win: number;
  readonly breakEven: number;
  readonly loss: number;
}

/** The part of the plane that is drawn; what lies beyond is drawn at the edge. */
export interface Plane {
  /** Leftmost MAE, < 0; 0 is the right edge. */
  readonly maeMin: number;
  /** Highest MFE, > 0; 0 is the lower edge. */
  readonly mfeMax: number;
  readonly columns: number;
  readonly rows: number;
}

export interface Scatter {
  readonly n: number;
  readonly plane: Plane;
  /** Dots when there are few, else null. */
  readonly dots: readonly Dot[] | null;
  /** Density when there are many, else null. */
  readonly cells: readonly Cell[] | null;
}

/** Trades drawn as single dots at most. Policy: more are drawn as a density of `COLUMNS` × `ROWS` rectangles. */
export const dotsMax = 1_500;
const COLUMNS = 50;
const ROWS = 40;
/** Share of the trades inside the drawn part, on each axis. */
const INSIDE = 0.99;
/** Values looked at to find that part. */
const EDGE_VALUES_MAX = 5_000;

/** What became of a trade, as the dot says it. */
export function kindOf(trade: AnalysisTrade, { variant, target }: Pick<Question, "variant" | "target">): DotKind {
  const outcome = outcomeOf(trade, variant, target);
  if (outcome === "unresolved") return "open";
  if (outcome === "other") return "other";
  return outcome > 0 ? "win" : outcome < 0 ? "loss" : "break-even";
}

/** Both excursions of a trade; null for a winner whose heat is not known. */
export function excursions(
  trade: AnalysisTrade,
  question: Question,
): { readonly mae: number; readonly mfe: number } | null {
  const { variant, target, unit } = question;
  const won = target !== null && outcomeOf(trade, variant, target) === target;
  const mae = won ? heatOf(trade, target) : trade.mae;
  if (mae === null) return null;
  const mfe = variant === "be" ? trade.beMfe : trade.noBeMfe;
  return { mae: distanceIn(mae, trade, unit), mfe: distanceIn(mfe, trade, unit) };
}

/** Resolved and running trades in the plane. Null without any. */
export function scatterOf(rows: readonly TradeRow[], question: Question): Scatter | null {
  const dots: Dot[] = [];
  for (const row of rows) {
    const at = excursions(row.trade, question);
    if (at !== null) dots.push({ id: row.id, mae: at.mae, mfe: at.mfe, kind: kindOf(row.trade, question) });
  }
  if (dots.length === 0) return null;
  const plane = planeOf(dots);
  const few = dots.length <= dotsMax;
  return { n: dots.length, plane, dots: few ? dots : null, cells: few ? null : density(dots, plane) };
}

/** Value that a share of the values does not exceed; of very many, every n-th stands for its neighbours: it only sets an axis. */
function edge(dots: readonly Dot[], value: (dot: Dot) => number): number {
  const step = Math.ceil(dots.length / EDGE_VALUES_MAX);
  const values = Float64Array.from({ length: Math.ceil(dots.length / step) }, (_, index) => {
    const dot = dots[index * step];
    return dot === undefined ? 0 : value(dot);
  }).sort();
  return values[Math.round(INSIDE * (values.length - 1))] ?? 0;
}

function planeOf(dots: readonly Dot[]): Plane {
  const deepest = edge(dots, ({ mae }) => -mae) || 1;
  const highest = edge(dots, ({ mfe }) => mfe) || 1;
  // A little air, so that the stop's line and the outermost dots stay inside.
  return { maeMin: -1.1 * deepest, mfeMax: 1.05 * highest, columns: COLUMNS, rows: ROWS };
}

function density(dots: readonly Dot[], plane: Plane): Cell[] {
  const cells = new Map<number, { -readonly [Name in keyof Cell]: Cell[Name] }>();
  for (const { mae, mfe, kind } of dots) {
    if (kind === "open" || kind === "other") continue;
    const column = Math.max(0, Math.min(COLUMNS - 1, Math.floor((1 - mae / plane.maeMin) * COLUMNS)));
    const row = Math.max(0, Math.min(ROWS - 1, Math.floor((mfe / plane.mfeMax) * ROWS)));
    const key = row * COLUMNS + column;
    let cell = cells.get(key);
    if (cell === undefined) {
      cell = { column, row, win: 0, breakEven: 0, loss: 0 };
      cells.set(key, cell);
    }
    if (kind === "win") cell.win += 1;
    else if (kind === "loss") cell.loss += 1;
    else cell.breakEven += 1;
  }
  return [...cells.values()];
}
