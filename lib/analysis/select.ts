/** Order statistics without sorting everything: a look at 60,000 trades asks for a few quantiles, not for their order. */

/** Moves the `k`-th smallest value (from 0) to its place, smaller ones before it (Hoare's selection). */
function settle(values: Float64Array, k: number): void {
  let [left, right] = [0, values.length - 1];
  while (left < right) {
    const pivot = values[(left + right) >> 1] ?? 0;
    let [low, high] = [left, right];
    while (low <= high) {
      while ((values[low] ?? 0) < pivot) low += 1;
      while ((values[high] ?? 0) > pivot) high -= 1;
      if (low > high) break;
      const held = values[low] ?? 0;
      values[low] = values[high] ?? 0;
      values[high] = held;
      low += 1;
      high -= 1;
    }
    if (k <= high) right = high;
    else if (k >= low) left = low;
    else return;
  }
}

/** The `k`-th smallest value, `k` from 0 to length - 1. Reorders `values`, which must hold no NaN. NaN when there is no such value. */
export function nthSmallest(values: Float64Array, k: number): number {
  settle(values, k);
  return values[k] ?? Number.NaN;
}

/** Smallest value that at least a share of the values does not exceed. Reorders `values`. @param share above 0, at most 1 */
export function quantile(values: Float64Array, share: number): number {
  return nthSmallest(values, Math.max(0, Math.ceil(share * values.length) - 1));
}

/** Median; the mean of the two middle values of an even number. Null without values. Reorders `values`. */
export function median(values: Float64Array): number | null {
  if (values.length === 0) return null;
  const middle = values.length >> 1;
  const upper = nthSmallest(values, middle);
  if (values.length % 2 === 1) return upper;
  let lower = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < middle; index += 1) lower = Math.max(lower, values[index] ?? lower);
  return (lower + upper) / 2;
}
