/**
 * How sure a number is: the Wilson interval of a share, the bootstrap interval of a mean of three-valued results.
 * Random numbers are an argument, so the same data and seed give the same interval.
 */

/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964;
/** Resamples behind each bootstrap interval. Policy: fixed, so that an answer costs the same whatever the data. */
export const resamplesMax = 400;
/** Share of resamples outside the interval, on each side. */
const TAIL = 0.025;

/** Lower and upper end. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Wilson score interval of a share, 95 %. Null without trials. @param hits 0..n */
export function wilson(hits: number, n: number): Interval | null {
  if (n <= 0) return null;
  const share = hits / n;
  const centre = share + (Z * Z) / (2 * n);
  const spread = Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  const scale = 1 + (Z * Z) / n;
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). For resampling only, never for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Below this mean the distribution is walked from 0 upwards; above it the rejection method is faster and still exact. */
const WALK_MEAN_MAX = 10;

/** Correction of Stirling's series of ln k!, exact enough beyond the table of small k. */
function stirlingTail(k: number): number {
  const table = [0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509];
  const known = table[k];
  if (known !== undefined) return known;
  const next = k + 1;
  return (1 / 12 - (1 / 360 - 1 / 1260 / (next * next)) / (next * next)) / next;
}

function walkBinomial(n: number, p: number, random: () => number): number {
  const odds = p / (1 - p);
  let chance = (1 - p) ** n;
  let left = random();
  let k = 0;
  while (left > chance && k < n) {
    left -= chance;
    k += 1;
    chance *= ((n - k + 1) / k) * odds;
  }
  return k;
}

/** BTRS, W. Hörmann 1993: transformed rejection with squeeze. Needs n p >= 10 and p <= 0.5. */
function rejectBinomial(n: number, p: number, random: () => number): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const odds = p / (1 - p);
  const alpha = (2.83 + 5.1 / b) * spread;
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const near = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / near + b) * u + c);
    if (near >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > n) continue;
    const level = Math.log((v * alpha) / (a / (near * near) + b));
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingTail(mode) +
      stirlingTail(n - mode) -
      stirlingTail(k) -
      stirlingTail(n - k);
    if (level <= bound) return k;
  }
}

/** Number of hits among n trials of chance p, drawn exactly. @param p 0..1 */
export function drawBinomial(n: number, p: number, random: () => number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - drawBinomial(n, 1 - p, random);
  return n * p < WALK_MEAN_MAX ? walkBinomial(n, p, random) : rejectBinomial(n, p, random);
}

/** How often each of three results occurred, and what each is worth. */
export interface ThreeValued {
  readonly n: number;
  readonly first: { readonly count: number; readonly value: number };
  readonly second: { readonly count: number; readonly value: number };
  /** Worth of the remaining n - first - second. */
  readonly rest: number;
}

/**
 * Bootstrap interval (percentile, 95 %) of the mean of results that take three values: resampling n of them is one draw of
 * a multinomial, so no list is resampled. Null without results.
 */
export function bootstrapMean(results: ThreeValued, random: () => number): Interval | null {
  const { n, first, second, rest } = results;
  if (n <= 0) return null;
  const means = new Float64Array(resamplesMax);
  const secondShare = n === first.count ? 0 : second.count / (n - first.count);
  for (let index = 0; index < resamplesMax; index += 1) {
    const a = drawBinomial(n, first.count / n, random);
    const b = drawBinomial(n - a, secondShare, random);
    means[index] = (a * first.value + b * second.value + (n - a - b) * rest) / n;
  }
  means.sort();
  const at = (share: number): number => means[Math.round(share * (resamplesMax - 1))] ?? Number.NaN;
  return { low: at(TAIL), high: at(1 - TAIL) };
}
