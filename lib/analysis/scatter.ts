/**
 * MAE × MFE of the trades. A winner's MAE is what it bore before its target, anyone else's the deepest of all: so the
 * distance of the winners from the stop can be seen. Many trades are drawn as a density, so that the answer stays small.
 */
import { legOf, missed, noHeat } from "@/lib/analysis/columns";
import { heatOf } from "@/lib/analysis/excursions";
import type { Question, Resolved } from "@/lib/analysis/results";
import type { AnalysisTrade } from "@/lib/analysis/row";
import { nthSmallest } from "@/lib/analysis/select";
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
  /** Trades drawn. A density has those with a result, dots the others too. */
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

/** Trades in the plane, by place in the list of those that are in it. */
interface Points {
  readonly n: number;
  /** Place of each in `set.trades`. */
  readonly at: Int32Array;
  readonly mae: Float64Array;
  readonly mfe: Float64Array;
}

/** Kind of each trade: what its result says, or why it has none. */
function kindAt({ results, question, set }: Resolved, at: number): DotKind {
  const { variant, target } = question;
  const result = results[variant][at] ?? Number.NaN;
  if (Number.isNaN(result)) {
    const isOther = target !== null && legOf(set.all, variant).missed[set.trades[at] ?? 0] === missed.other;
    return isOther ? "other" : "open";
  }
  return result > 0 ? "win" : result < 0 ? "loss" : "break-even";
}

function pointsOf({ set, question, mfe }: Resolved): Points {
  const { all, trades } = set;
  const { variant, target, unit } = question;
  const { top } = legOf(all, variant);
  const heat = target === null ? undefined : all.heats[target - 1];
  const favourable = mfe[variant];
  const scale = { risk: 1, tickPoints: 1, pointValue: 1 };
  const at = new Int32Array(trades.length);
  const [deep, high] = [new Float64Array(trades.length), new Float64Array(trades.length)];
  let n = 0;
  for (let index = 0; index < trades.length; index += 1) {
    const place = trades[index] ?? 0;
    const won = target !== null && (top[place] ?? 0) >= target;
    const ticks = (won ? heat?.[place] : all.mae[place]) ?? noHeat;
    if (won && ticks === noHeat) continue;
    scale.risk = all.risk[place] ?? 1;
    scale.tickPoints = all.tickPoints[place] ?? 1;
    scale.pointValue = all.pointValue[place] ?? 1;
    at[n] = index;
    deep[n] = distanceIn(ticks, scale, unit);
    high[n] = favourable[index] ?? 0;
    n += 1;
  }
  return { n, at: at.subarray(0, n), mae: deep.subarray(0, n), mfe: high.subarray(0, n) };
}

/** Resolved and running trades in the plane. Null without any. */
export function scatterOf(resolved: Resolved): Scatter | null {
  const points = pointsOf(resolved);
  const { n, at, mae, mfe } = points;
  if (n === 0) return null;
  const plane = planeOf(points);
  if (n > dotsMax) {
    const cells = density(resolved, points, plane);
    const drawn = cells.reduce((sum, { win, breakEven, loss }) => sum + win + breakEven + loss, 0);
    return { n: drawn, plane, dots: null, cells };
  }
  const { rows, set } = resolved;
  const dots = Array.from(at, (index, place): Dot => {
    const id = rows[set.tradeRows[index] ?? 0]?.id ?? "";
    return { id, mae: mae[place] ?? 0, mfe: mfe[place] ?? 0, kind: kindAt(resolved, index) };
  });
  return { n, plane, dots, cells: null };
}

/** Value that a share of the values does not exceed; of very many, every n-th stands for its neighbours: it only sets an axis. */
function edge(values: Float64Array, sign: 1 | -1): number {
  const step = Math.ceil(values.length / EDGE_VALUES_MAX);
  const some = Float64Array.from(
    { length: Math.ceil(values.length / step) },
    (_, index) => sign * (values[index * step] ?? 0),
  );
  return nthSmallest(some, Math.round(INSIDE * (some.length - 1)));
}

function planeOf({ mae, mfe }: Points): Plane {
  const deepest = edge(mae, -1) || 1;
  const highest = edge(mfe, 1) || 1;
  // A little air, so that the stop's line and the outermost dots stay inside. No more decimals than an address carries.
  const carried = (value: number): number => Number(value.toFixed(6));
  return {
    maeMin: carried(-1.1 * deepest) || -1e-6,
    mfeMax: carried(1.05 * highest) || 1e-6,
    columns: COLUMNS,
    rows: ROWS,
  };
}

/** The rectangle a point is counted in; what lies beyond the plane is in the outermost ones. */
export function rectangleOf(
  mae: number,
  mfe: number,
  { maeMin, mfeMax }: Pick<Plane, "maeMin" | "mfeMax">,
): { readonly column: number; readonly row: number } {
  return {
    column: Math.max(0, Math.min(COLUMNS - 1, Math.floor((1 - mae / maeMin) * COLUMNS))),
    row: Math.max(0, Math.min(ROWS - 1, Math.floor((mfe / mfeMax) * ROWS))),
  };
}

/** Rectangles that have a resolved trade, row by row. */
function density(resolved: Resolved, { n, at, mae, mfe }: Points, plane: Plane): Cell[] {
  const [win, breakEven, loss] = [
    new Uint32Array(COLUMNS * ROWS),
    new Uint32Array(COLUMNS * ROWS),
    new Uint32Array(COLUMNS * ROWS),
  ];
  const results = resolved.results[resolved.question.variant];
  for (let index = 0; index < n; index += 1) {
    const result = results[at[index] ?? 0] ?? Number.NaN;
    if (Number.isNaN(result)) continue;
    const { column, row } = rectangleOf(mae[index] ?? 0, mfe[index] ?? 0, plane);
    const counts = result > 0 ? win : result < 0 ? loss : breakEven;
    const key = row * COLUMNS + column;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  const cells: Cell[] = [];
  for (let key = 0; key < COLUMNS * ROWS; key += 1) {
    const cell = { win: win[key] ?? 0, breakEven: breakEven[key] ?? 0, loss: loss[key] ?? 0 };
    if (cell.win + cell.breakEven + cell.loss > 0)
      cells.push({ column: key % COLUMNS, row: Math.floor(key / COLUMNS), ...cell });
  }
  return cells;
}
