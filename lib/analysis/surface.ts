/**
 * Target × break-even trigger: what every combination would have made of the same trades, from the stored order of first
 * touches and returns to the entry (ticks, never bars). The stop of the break-even leg is the raw entry.
 *
 * For a trigger at ladder step k a trade has a reach (the highest step touched before the break-even exit or the end) and
 * what it becomes when the target lies beyond the reach. Targets share both, so one pass per trigger fills a whole row.
 */
import { bootstrapMean, type Interval, seededRandom } from "@/lib/analysis/intervals";
import type { AnalysisTrade } from "@/lib/analysis/row";
import { LADDER_STEPS_PER_R, TARGET_R_MAX } from "@/lib/trade/trade";

/** Triggers shown, in quarter R; null: the stop never moves. */
export const surfaceTriggers: readonly (number | null)[] = [null, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20];
/** Targets shown, in quarter R. */
export const surfaceTargets: readonly number[] = [4, 6, 8, 10, 12, 16, 20, 24, 28, 32, 40, 48, 60, 80];

const STEPS_MAX = TARGET_R_MAX * LADDER_STEPS_PER_R;
/** Fixed, so that the same trades always show the same intervals. */
const bootstrapSeed = 20_251_201;

/** What a trade is for a target beyond its reach, as a number so that 60,000 trades make no objects. */
const LOSS = 0;
const BREAK_EVEN = 1;
const UNRESOLVED = 2;
const OTHER = 3;
const BEYONDS = 4;

type Path = Pick<AnalysisTrade, "risk" | "noBeMfe" | "noBeLeg" | "returns">;

/** Ladder steps a favourable distance touches, 0..80. */
export function stepsTouched(trade: Pick<AnalysisTrade, "risk" | "noBeMfe">): number {
  return Math.min(STEPS_MAX, Math.floor((trade.noBeMfe * LADDER_STEPS_PER_R) / trade.risk));
}

/** Reach of a trade under a trigger at `trigger` steps (null: never) and what lies beyond: `reach * BEYONDS + beyond`. */
function reachOf(trade: Path, trigger: number | null): number {
  const touched = stepsTouched(trade) * BEYONDS;
  const stopped = trade.noBeLeg === "STOP_LOSS";
  const ended = trade.noBeLeg === "OTHER" ? OTHER : UNRESOLVED;
  if (trigger === null || touched < trigger * BEYONDS) return touched + (stopped ? LOSS : ended);
  for (const upTo of trade.returns ?? []) if (upTo >= trigger) return upTo * BEYONDS + BREAK_EVEN;
  // A stop lies behind the entry: whoever is stopped after the trigger has passed the break-even stop.
  return touched + (stopped ? BREAK_EVEN : ended);
}

export interface SurfaceCell {
  /** Quarter R; null: no break-even stop. */
  readonly trigger: number | null;
  /** Quarter R. */
  readonly target: number;
  /** Resolved trades. */
  readonly n: number;
  readonly wins: number;
  readonly breakEvens: number;
  readonly losses: number;
  /** Mean result in R; null without resolved trades. */
  readonly expectancy: number | null;
}

/** A cell with the bootstrap interval of its expectancy, 95 %. */
export interface MeasuredCell extends SurfaceCell {
  readonly interval: Interval | null;
}

/** Whether the order of touches is known for a trade. */
export function hasOrder(trade: Pick<AnalysisTrade, "returns">): boolean {
  return trade.returns !== null;
}

/** Trades by reach and what lies beyond it, one table per trigger. Tables of parts add up to the table of the whole. */
export type SurfaceCounts = readonly Uint32Array[];

/** Counts of a set of trades. Trades without order must be left out by the caller. */
export function countSurface(
  trades: readonly AnalysisTrade[],
  triggers: readonly (number | null)[] = surfaceTriggers,
): SurfaceCounts {
  return triggers.map((trigger) => {
    const counts = new Uint32Array((STEPS_MAX + 1) * BEYONDS);
    for (const trade of trades) {
      const slot = reachOf(trade, trigger);
      counts[slot] = (counts[slot] ?? 0) + 1;
    }
    return counts;
  });
}

/** Counts of two sets of trades together. */
export function addCounts(left: SurfaceCounts, right: SurfaceCounts): SurfaceCounts {
  return left.map((table, index) => table.map((count, slot) => count + (right[index]?.[slot] ?? 0)));
}

function cellOf(counts: Uint32Array, trigger: number | null, target: number): SurfaceCell {
  let [wins, losses, breakEvens] = [0, 0, 0];
  for (let slot = 0; slot < counts.length; slot += 1) {
    const count = counts[slot] ?? 0;
    if (slot >= target * BEYONDS) wins += count;
    else if (slot % BEYONDS === LOSS) losses += count;
    else if (slot % BEYONDS === BREAK_EVEN) breakEvens += count;
  }
  const n = wins + losses + breakEvens;
  const expectancy = n === 0 ? null : (wins * (target / LADDER_STEPS_PER_R) - losses) / n;
  return { trigger, target, n, wins, breakEvens, losses, expectancy };
}

/** Cells from counts, row by row (triggers), cell by cell (targets). @param targets in quarter R, at most 80 */
export function cellsOf(
  counts: SurfaceCounts,
  triggers: readonly (number | null)[] = surfaceTriggers,
  targets: readonly number[] = surfaceTargets,
): SurfaceCell[] {
  return counts.flatMap((table, index) => targets.map((target) => cellOf(table, triggers[index] ?? null, target)));
}

/** A generator for `withInterval`: the same trades always show the same intervals. */
export function surfaceRandom(): () => number {
  return seededRandom(bootstrapSeed);
}

/** The cell with the bootstrap interval of its expectancy. */
export function withInterval(cell: SurfaceCell, random: () => number): MeasuredCell {
  const { n, wins, losses, target } = cell;
  const first = { count: wins, value: target / LADDER_STEPS_PER_R };
  return { ...cell, interval: bootstrapMean({ n, first, second: { count: losses, value: -1 }, rest: 0 }, random) };
}

/** The whole surface of a set of trades; those whose order is unknown are not counted. */
export function surfaceOf(trades: readonly AnalysisTrade[]): MeasuredCell[] {
  const random = surfaceRandom();
  return cellsOf(countSurface(trades.filter(hasOrder))).map((cell) => withInterval(cell, random));
}

/** Result of one trade in one cell, in R; null while unresolved or closed by roll or hand before. */
export function cellResult(trade: AnalysisTrade, trigger: number | null, target: number): number | null {
  const slot = reachOf(trade, trigger);
  if (slot >= target * BEYONDS) return target / LADDER_STEPS_PER_R;
  if (slot % BEYONDS === LOSS) return -1;
  return slot % BEYONDS === BREAK_EVEN ? 0 : null;
}
