/** How far trades went and what they bore on the way: histograms of MFE, heat of winners and time to MFE, MAE × MFE. */
import { legOf, noHeat, type SetColumns } from "@/lib/analysis/columns";
import type { Resolved } from "@/lib/analysis/results";
import type { AnalysisTrade } from "@/lib/analysis/row";
import { median, nthSmallest, quantile } from "@/lib/analysis/select";
import type { DistanceUnit } from "@/lib/format/excursion";
import type { Ticks } from "@/lib/market/types";
import { HOUR_MS, MINUTE_MS } from "@/lib/market/zone";
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

/** Edges of the MFE histogram: whole R, or round widths in another unit. @param values of closed trades, at least one */
function mfeBars(values: Float64Array, unit: DistanceUnit): Bin[] {
  if (unit === "r") {
    return Array.from({ length: TARGET_R_MAX + 1 }, (_, from) => ({
      from,
      to: from === TARGET_R_MAX ? null : from + 1,
    }));
  }
  const top = Math.max(nthSmallest(values.slice(), Math.floor(COVERED * (values.length - 1))), 1);
  // No unit here is finer than 1: a tick, a point, a dollar.
  const width = niceWidth(Math.max(1, top / (BARS_MAX - 1)));
  const bars = Math.ceil(top / width);
  return Array.from({ length: bars + 1 }, (_, index) => ({
    from: index * width,
    to: index === bars ? null : (index + 1) * width,
  }));
}

/** Values of the closed trades among all of a set. */
function ofClosed({ all, trades }: SetColumns, values: Float64Array): Float64Array {
  const list = new Float64Array(values.length);
  let n = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (all.closed[trades[index] ?? 0] !== 1) continue;
    list[n] = values[index] ?? 0;
    n += 1;
  }
  return list.subarray(0, n);
}

/** MFE of the closed trades, both variants. Empty without closed trades. */
export function mfeHistogram({ set, mfe, question }: Resolved): MfeBin[] {
  const [noBe, be] = [ofClosed(set, mfe["no-be"]), ofClosed(set, mfe.be)];
  if (noBe.length === 0) return [];
  const bars = mfeBars(noBe, question.unit);
  const [noBeCounts, beCounts] = [countIn(bars, noBe), countIn(bars, be)];
  return bars.map((bar, index) => ({ ...bar, noBe: noBeCounts[index] ?? 0, be: beCounts[index] ?? 0 }));
}

/** How many values lie in each bar. @param bars of equal width from 0, the last without an upper end */
function countIn(bars: readonly Bin[], values: Float64Array): Uint32Array {
  const width = bars[0]?.to ?? 1;
  const counts = new Uint32Array(bars.length);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    let index = Math.min(bars.length - 1, Math.floor(value / width));
    // The division may round across an edge that `inBin` draws by comparison.
    if (value < (bars[index]?.from ?? 0)) index -= 1;
    else if (value >= (bars[index]?.to ?? Number.POSITIVE_INFINITY)) index += 1;
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
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
export function winnersHeat({ question, set }: Resolved): WinnersHeat | null {
  const { target, variant } = question;
  if (target === null) return null;
  const { all, trades } = set;
  const { top } = legOf(all, variant);
  const heat = all.heats[target - 1];
  const counts = new Uint32Array(HEAT_BARS);
  const shares = new Float64Array(trades.length);
  let [n, lacking] = [0, 0];
  for (let index = 0; index < trades.length; index += 1) {
    const place = trades[index] ?? 0;
    if ((top[place] ?? 0) < target) continue;
    const [ticks, risk] = [heat?.[place] ?? noHeat, all.risk[place] ?? 1];
    if (ticks === noHeat) {
      lacking += 1;
      continue;
    }
    const bar = heatBar(ticks, risk);
    counts[bar] = (counts[bar] ?? 0) + 1;
    shares[n] = (0 - ticks) / risk;
    n += 1;
  }
  const own = shares.subarray(0, n);
  return {
    n,
    lacking,
    bins: Array.from(counts, (count, index) => ({ from: index / HEAT_BARS, to: (index + 1) / HEAT_BARS, count })),
    quantiles: n === 0 ? [] : HEAT_SHARES.map((share) => ({ share, heat: quantile(own, share) })),
  };
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
export function timesToMfe({ all, trades }: SetColumns): TimeToMfe {
  const times = new Float64Array(trades.length);
  const counts = new Uint32Array(TIME_EDGES.length);
  let n = 0;
  for (let index = 0; index < trades.length; index += 1) {
    const place = trades[index] ?? 0;
    const time = all.mfeTime[place] ?? Number.NaN;
    if (all.closed[place] !== 1 || Number.isNaN(time)) continue;
    const bar = timeBar(time);
    counts[bar] = (counts[bar] ?? 0) + 1;
    times[n] = time;
    n += 1;
  }
  return {
    n,
    bins: TIME_EDGES.map((from, index) => ({ from, to: TIME_EDGES[index + 1] ?? null, count: counts[index] ?? 0 })),
    medianMs: median(times.subarray(0, n)),
  };
}
