/**
 * Target × break-even trigger: what every combination would have made of the same trades. What one trade makes of it is
 * surface-slot.ts; here trades are counted, and cells get their results and intervals.
 */

import type { SetColumns } from "@/lib/analysis/columns";
import { bootstrapMean, type Interval, seededRandom } from "@/lib/analysis/intervals";
import {
  BEYONDS,
  BREAK_EVEN,
  LOSS,
  noOrder,
  STEPS_MAX,
  surfaceTargets,
  surfaceTriggers,
} from "@/lib/analysis/surface-slot";
import { LADDER_STEPS_PER_R } from "@/lib/trade/trade";

/** Fixed, so that the same trades always show the same intervals. */
const bootstrapSeed = 20_251_201;

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

/** Trades by reach and what lies beyond it, one table per trigger. Tables of parts add up to the table of the whole. */
export type SurfaceCounts = readonly Uint32Array[];

/** Tables of nothing. */
export function blankCounts(): Uint32Array[] {
  return surfaceTriggers.map(() => new Uint32Array((STEPS_MAX + 1) * BEYONDS));
}

/**
 * Counts the trades whose order is known into tables of parts. @param partOf 0, 1, ... by code of the signal date
 * @param parts tables of `blankCounts`, one set per part
 */
export function countSurface(
  { all, trades }: SetColumns,
  partOf: Uint8Array,
  parts: readonly (readonly Uint32Array[])[],
): void {
  for (const [index, slots] of all.slots.entries()) {
    const tables = parts.map((part) => part[index] ?? new Uint32Array());
    for (let at = 0; at < trades.length; at += 1) {
      const place = trades[at] ?? 0;
      const slot = slots[place] ?? noOrder;
      if (slot === noOrder) continue;
      const table = tables[partOf[all.date[place] ?? 0] ?? 0];
      if (table !== undefined) table[slot] = (table[slot] ?? 0) + 1;
    }
  }
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

/** Cells from counts, row by row (triggers), cell by cell (targets). */
export function cellsOf(counts: SurfaceCounts): SurfaceCell[] {
  return counts.flatMap((table, index) =>
    surfaceTargets.map((target) => cellOf(table, surfaceTriggers[index] ?? null, target)),
  );
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
