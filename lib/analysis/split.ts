/**
 * Choosing a cell of the surface without fooling oneself: the best of the earlier part, and what it made of the later part
 * it was not chosen on. The parts are cut between two signal dates, never within one.
 */
import type { SetColumns } from "@/lib/analysis/columns";
import {
  addCounts,
  blankCounts,
  cellsOf,
  countSurface,
  type MeasuredCell,
  type SurfaceCell,
  surfaceRandom,
  withInterval,
} from "@/lib/analysis/surface";
import { noOrder } from "@/lib/analysis/surface-slot";

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
 * Null when all trades are of one date. @param dates trades whose order is known, by signal date @param share 0..1
 */
export function splitDate(dates: ReadonlyMap<string, number>, share: number): string | null {
  const rising = [...dates].sort(([left], [right]) => (left < right ? -1 : 1));
  const total = rising.reduce((sum, [, trades]) => sum + trades, 0);
  let before = 0;
  for (const [index, [date, trades]] of rising.entries()) {
    if (index > 0 && before >= share * total) return date;
    before += trades;
  }
  return rising.length > 1 ? (rising.at(-1)?.[0] ?? null) : null;
}

/** Trades whose order is known, by signal date. */
export function orderedByDate({ all, trades, keys }: SetColumns): ReadonlyMap<string, number> {
  const counts = new Uint32Array(keys.date.length);
  const [slots] = all.slots;
  for (const place of trades) {
    const date = all.date[place] ?? 0;
    if ((slots?.[place] ?? noOrder) !== noOrder) counts[date] = (counts[date] ?? 0) + 1;
  }
  const dates = new Map<string, number>();
  for (const [code, date] of keys.date.entries()) if ((counts[code] ?? 0) > 0) dates.set(date, counts[code] ?? 0);
  return dates;
}

function better(left: SurfaceCell, right: SurfaceCell): SurfaceCell {
  return (right.expectancy ?? Number.NEGATIVE_INFINITY) > (left.expectancy ?? Number.NEGATIVE_INFINITY) ? right : left;
}

/** The surface of all trades, and what choosing from the earlier part of them would have been worth. */
export interface SplitSurface {
  readonly cells: readonly MeasuredCell[];
  readonly split: Split | NoSplit;
}

/** Counts both parts once: the whole is their sum. @param share of the earlier part, 0..1 */
export function splitSurface(set: SetColumns, share: number): SplitSurface {
  const dates = orderedByDate(set);
  const from = splitDate(dates, share);
  const isLater = (date: string): boolean => from !== null && date >= from;
  const [before, after] = [blankCounts(), blankCounts()];
  countSurface(
    set,
    Uint8Array.from(set.keys.date, (date) => (isLater(date) ? 1 : 0)),
    [before, after],
  );
  const random = surfaceRandom();
  let [earlier, later] = [0, 0];
  for (const [date, trades] of dates) {
    if (isLater(date)) later += trades;
    else earlier += trades;
  }
  return {
    cells: cellsOf(addCounts(before, after)).map((cell) => withInterval(cell, random)),
    split: from === null ? "too-few-dates" : choose(cellsOf(before), cellsOf(after), from, [earlier, later]),
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
