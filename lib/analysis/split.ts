/**
 * Choosing a cell of the surface without fooling oneself: the best of the earlier part, and what it made of the later part
 * it was not chosen on. The parts are cut between two signal dates, never within one.
 */
import type { TradeRow } from "@/lib/analysis/row";
import {
  addCounts,
  cellsOf,
  countSurface,
  type MeasuredCell,
  type SurfaceCell,
  surfaceRandom,
  withInterval,
} from "@/lib/analysis/surface";

/** Resolved trades a cell needs before it may be chosen, and a figure before it is drawn in full colour. */
export const sampleMin = 30;

export interface Split {
  /** First signal date of the later part. */
  readonly from: string;
  readonly earlier: number;
  readonly later: number;
  /** Best cell of the earlier part, and the same cell in the later one. */
  readonly best: MeasuredCell;
  readonly outOfSample: MeasuredCell;
  /** Place of the chosen cell among the later part's cells that have enough trades, 1 = best; null when it has too few. */
  readonly rank: number | null;
  readonly ranked: number;
}

/** Why there is no split. */
export type NoSplit = "too-few-dates" | "too-few-trades";

/**
 * Date that begins the later part: the first at which at least `share` of the trades are earlier.
 * Null when all trades are of one date. @param rows any order @param share 0..1
 */
export function splitDate(rows: readonly TradeRow[], share: number): string | null {
  const perDate = new Map<string, number>();
  for (const { signalDate } of rows) perDate.set(signalDate, (perDate.get(signalDate) ?? 0) + 1);
  const dates = [...perDate.keys()].sort();
  let before = 0;
  for (const [index, date] of dates.entries()) {
    if (index > 0 && before >= share * rows.length) return date;
    before += perDate.get(date) ?? 0;
  }
  return dates.length > 1 ? (dates.at(-1) ?? null) : null;
}

function better(left: SurfaceCell, right: SurfaceCell): SurfaceCell {
  return (right.expectancy ?? Number.NEGATIVE_INFINITY) > (left.expectancy ?? Number.NEGATIVE_INFINITY) ? right : left;
}

/** The surface of all trades, and what choosing from the earlier part of them would have been worth. */
export interface SplitSurface {
  readonly cells: readonly MeasuredCell[];
  readonly split: Split | NoSplit;
}

/** Counts both parts once: the whole is their sum. @param rows trades whose order is known @param share of the earlier part, 0..1 */
export function splitSurface(rows: readonly TradeRow[], share: number): SplitSurface {
  const from = splitDate(rows, share);
  const earlier: TradeRow[] = [];
  const later: TradeRow[] = [];
  for (const row of rows) (from === null || row.signalDate < from ? earlier : later).push(row);
  const [before, after] = [earlier, later].map((part) => countSurface(part.map(({ trade }) => trade)));
  if (before === undefined || after === undefined) return { cells: [], split: "too-few-trades" };
  const random = surfaceRandom();
  return {
    cells: cellsOf(addCounts(before, after)).map((cell) => withInterval(cell, random)),
    split:
      from === null ? "too-few-dates" : choose(cellsOf(before), cellsOf(after), from, [earlier.length, later.length]),
  };
}

function choose(
  inside: readonly SurfaceCell[],
  outside: readonly SurfaceCell[],
  from: string,
  [earlier, later]: readonly [number, number],
): Split | NoSplit {
  const [first, ...others] = inside.filter(({ n }) => n >= sampleMin);
  if (first === undefined) return "too-few-trades";
  const best = others.reduce(better, first);
  const outOfSample = outside.find(({ trigger, target }) => trigger === best.trigger && target === best.target);
  if (outOfSample === undefined) return "too-few-trades";
  const enough = outside.filter(({ n }) => n >= sampleMin);
  const { expectancy } = outOfSample;
  const random = surfaceRandom();
  return {
    from,
    earlier,
    later,
    best: withInterval(best, random),
    outOfSample: withInterval(outOfSample, random),
    rank:
      expectancy === null || outOfSample.n < sampleMin
        ? null
        : 1 + enough.filter((cell) => (cell.expectancy ?? expectancy) > expectancy).length,
    ranked: enough.length,
  };
}
