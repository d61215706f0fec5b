/** How far trades went and what they bore on the way: histograms of MFE, heat of winners and time to MFE, MAE × MFE. */
import { median } from "@/lib/analysis/groups";
import type { Question } from "@/lib/analysis/results";
import type { AnalysisTrade, TradeRow } from "@/lib/analysis/row";
import { distanceIn, type Unit } from "@/lib/analysis/units";
import type { Ticks } from "@/lib/market/types";
import { HOUR_MS, MINUTE_MS } from "@/lib/market/zone";
import { isTradeClosed, outcomeOf } from "@/lib/trade/statistics";
import { TARGET_R_MAX } from "@/lib/trade/trade";

/** A bar of a histogram: from <= value < to. `to` null: no upper end. */
export interface Bin {
  readonly from: number;
  readonly to: number | null;
}

export interface MfeBin extends Bin {
  readonly noBe: number;
  readonly be: number;
}

/** Whether a value lies in a bar. */
export function inBin(value: number, { from, to }: Bin): boolean {
  return value >= from && (to === null || value < to);
}

/** Bars of a histogram in a unit other than R, at most. */
const BARS_MAX = 24;
/** Share of values that the closed bars cover; the last bar has no upper end. */
const COVERED = 0.98;

/** Width 1, 2, 2.5 or 5 times a power of ten, at least `least`. */
function niceWidth(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 2.5, 5, 10].find((step) => step * power >= least) ?? 10);
}

/** Edges of the MFE histogram: whole R, or round widths in another unit. */
function mfeBars(values: readonly number[], unit: Unit): Bin[] {
  if (unit === "r") {
    return Array.from({ length: TARGET_R_MAX + 1 }, (_, from) => ({
      from,
      to: from === TARGET_R_MAX ? null : from + 1,
    }));
  }
  const sorted = Float64Array.from(values).sort();
  const top = Math.max(sorted[Math.floor(COVERED * (sorted.length - 1))] ?? 0, 1);
  // No unit here is finer than 1: a tick, a point, a dollar.
  const width = niceWidth(Math.max(1, top / (BARS_MAX - 1)));
  const bars = Math.ceil(top / width);
  return Array.from({ length: bars + 1 }, (_, index) => ({
    from: index * width,
    to: index === bars ? null : (index + 1) * width,
  }));
}

/** MFE of the closed trades, both variants. Empty without closed trades. */
export function mfeHistogram(rows: readonly TradeRow[], unit: Unit): MfeBin[] {
  const closed = rows.filter(({ trade }) => isTradeClosed(trade));
  if (closed.length === 0) return [];
  const noBe = closed.map(({ trade }) => distanceIn(trade.noBeMfe, trade, unit));
  const be = closed.map(({ trade }) => distanceIn(trade.beMfe, trade, unit));
  const bars = mfeBars(noBe, unit);
  const width = bars[0]?.to ?? 1;
  const count = (values: readonly number[]): number[] => {
    const counts = new Array<number>(bars.length).fill(0);
    for (const value of values) {
      let index = Math.min(bars.length - 1, Math.floor(value / width));
      // The division may round across an edge that `inBin` draws by comparison.
      if (value < (bars[index]?.from ?? 0)) index -= 1;
      else if (value >= (bars[index]?.to ?? Number.POSITIVE_INFINITY)) index += 1;
      counts[index] = (counts[index] ?? 0) + 1;
    }
    return counts;
  };
  const [noBeCounts, beCounts] = [count(noBe), count(be)];
  return bars.map((bar, index) => ({ ...bar, noBe: noBeCounts[index] ?? 0, be: beCounts[index] ?? 0 }));
}

/**
 * What a winner bore before its target, ticks <= 0; null when the order is not known. The final MAE would say nothing:
 * every stopped trade ends at its stop. @param target whole R that the trade has reached
 */
export function heatOf(trade: Pick<AnalysisTrade, "heat">, target: number): Ticks | null {
  return trade.heat?.[target - 1] ?? null;
}

export interface HeatBin extends Bin {
  readonly count: number;
}

export interface WinnersHeat {
  /** Winners whose heat is known, and winners where it is not. */
  readonly n: number;
  readonly lacking: number;
  readonly bins: readonly HeatBin[];
  /** Heat that a share of the winners did not exceed, in R. */
  readonly quantiles: readonly { readonly share: number; readonly heat: number }[];
}

/** Bars of 0.1R up to the stop at 1R. */
const HEAT_BARS = 10;
const HEAT_SHARES = [0.5, 0.8, 0.9, 0.95] as const;

/** Index of a winner's bar. A winner was never at its stop, so its heat is below 1R. */
export function heatBar(heat: Ticks, risk: Ticks): number {
  return Math.min(HEAT_BARS - 1, Math.floor((-heat * HEAT_BARS) / risk));
}

/** Adverse excursion of the winners before their target, against the stop. Null without a target. */
export function winnersHeat(rows: readonly TradeRow[], { variant, target }: Question): WinnersHeat | null {
  if (target === null) return null;
  const heats: number[] = [];
  const counts = new Array<number>(HEAT_BARS).fill(0);
  let lacking = 0;
  for (const { trade } of rows) {
    if (outcomeOf(trade, variant, target) !== target) continue;
    const heat = heatOf(trade, target);
    if (heat === null) {
      lacking += 1;
      continue;
    }
    const bar = heatBar(heat, trade.risk);
    counts[bar] = (counts[bar] ?? 0) + 1;
    heats.push((0 - heat) / trade.risk);
  }
  const sorted = Float64Array.from(heats).sort();
  return {
    n: heats.length,
    lacking,
    bins: counts.map((count, index) => ({ from: index / HEAT_BARS, to: (index + 1) / HEAT_BARS, count })),
    quantiles: sorted.length === 0 ? [] : HEAT_SHARES.map((share) => ({ share, heat: quantile(sorted, share) })),
  };
}

/** Smallest value that at least a share of the sorted values does not exceed. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Edges of the time bars, ms. */
const TIME_EDGES: readonly number[] = [
  0,
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
  24 * HOUR_MS,
];

export interface TimeToMfe {
  /** Closed trades that moved in favour at all. */
  readonly n: number;
  readonly bins: readonly (Bin & { readonly count: number })[];
  readonly medianMs: number | null;
}

/** From entry to the last print of the best price; null when it never moved in favour or is not known. */
export function timeToMfe(trade: AnalysisTrade): number | null {
  return trade.mfeAt === null ? null : trade.mfeAt - trade.entryAt;
}

/** Index of a time's bar. */
export function timeBar(ms: number): number {
  return TIME_EDGES.findLastIndex((edge) => ms >= edge);
}

/** Time to MFE of the closed trades. */
export function timesToMfe(rows: readonly TradeRow[]): TimeToMfe {
  const times: number[] = [];
  for (const { trade } of rows) {
    const time = isTradeClosed(trade) ? timeToMfe(trade) : null;
    if (time !== null) times.push(time);
  }
  const bins = TIME_EDGES.map((from, index) => ({ from, to: TIME_EDGES[index + 1] ?? null, count: 0 }));
  for (const time of times) {
    const bin = bins[timeBar(time)];
    if (bin !== undefined) bin.count += 1;
  }
  return { n: times.length, bins, medianMs: median(times) };
}
