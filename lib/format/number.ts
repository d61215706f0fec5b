/**
 * Numbers as people read them. Text in, text out where exactness matters; grouping is done by the view
 * (components/ui/digits.tsx), so that a copied price is a plain number.
 */

/** Real minus sign: as wide as the plus sign, unlike the hyphen. */
export const minus = "\u2212";
/** What stands where a number is unknown; say the reason beside it. */
export const unknown = "\u2014";

/** `+1.25`, `−1.25`, and `0.00` without a sign for zero. Takes and keeps decimal text. */
export function withSign(decimal: string): string {
  if (decimal.startsWith("-")) return `${minus}${decimal.slice(1)}`;
  return /[1-9]/.test(decimal) ? `+${decimal}` : decimal;
}

/** Signed change in percent of `reference` with two decimals, e.g. `+0.35`; null when the reference is not positive. */
export function changePercent(change: number, reference: number): string | null {
  if (!(reference > 0)) return null;
  return withSign(((change / reference) * 100).toFixed(2).replace(/^-(0\.00)$/, "$1"));
}

/**
 * R with two decimals and sign for reading, e.g. `+1.84R`: `ticks` over `risk`, halves away from zero (methodology 14). Whole
 * numbers are compared, because a quotient such as 201 / 200 is a little less than the half it stands for.
 */
export function readableR(ticks: number, risk: number): string {
  if (!(risk > 0)) return unknown;
  const hundredths = Math.floor((Math.abs(ticks) * 200 + risk) / (2 * risk));
  const digits = String(hundredths).padStart(3, "0");
  const sign = hundredths === 0 ? "" : ticks < 0 ? minus : "+";
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}R`;
}

/** The same for an R that is a number already: a sum or a mean, or the 4 decimals of a route. */
export function readableRValue(value: number): string {
  const stored = 10_000;
  return readableR(Math.sign(value) * Math.round(Math.abs(value) * stored), stored);
}

/** 1234567 → `1.23M`, 12345 → `12.3k`, 987 → `987`. */
export function compactCount(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(2)}B`;
  if (count >= 1e6) return `${(count / 1e6).toFixed(2)}M`;
  if (count >= 1e4) return `${(count / 1e3).toFixed(1)}k`;
  return String(count);
}

/** Decimal text split into the groups of its integer part and the rest: `-25104.25` → sign `-`, [`25`, `104`], `.25`. */
export function digitGroups(decimal: string): {
  readonly sign: string;
  readonly groups: readonly string[];
  readonly rest: string;
} {
  const match = /^([+\-\u2212]?)(\d+)(.*)$/.exec(decimal);
  if (match === null) return { sign: "", groups: [decimal], rest: "" };
  const [, sign = "", whole = "", rest = ""] = match;
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  return { sign, groups, rest };
}

/** How many leading characters two texts share: what follows is what changed. */
export function sharedPrefix(before: string, after: string): number {
  if (before.length !== after.length) return 0;
  let length = 0;
  while (length < after.length && before[length] === after[length]) length += 1;
  return length;
}
