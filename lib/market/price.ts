/**
 * Prices at the edge: exact conversion between decimal text (or JSON numbers) and whole ticks, and back.
 * The only place that does so. Inside the core a price is an integer number of ticks; no floating point touches it.
 */
import type { Ticks } from "@/lib/market/types";

/** How an instrument's prices are written. `units` is the tick size in the smallest decimal step: 0.25 = 25 units of 2 decimals. */
export interface PriceScale {
  readonly units: number;
  /** Decimals shown: as many as the tick size is written with. */
  readonly decimals: number;
}

/** An exact decimal number: `mantissa / 10^scale`. */
export interface Decimal {
  readonly mantissa: bigint;
  readonly scale: number;
}

export type ParsedPrice =
  | { readonly ok: true; readonly ticks: Ticks }
  | { readonly ok: false; readonly reason: "not-a-number" | "off-tick" | "non-positive" };

const NOT_A_NUMBER: ParsedPrice = { ok: false, reason: "not-a-number" };
const OFF_TICK: ParsedPrice = { ok: false, reason: "off-tick" };
const NON_POSITIVE: ParsedPrice = { ok: false, reason: "non-positive" };

const DECIMAL_TEXT = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;
/** Longest decimal text read; longer text is not a price but an attack on the parser. */
const DECIMAL_TEXT_LENGTH_MAX = 64;

/**
 * Reads a plain decimal (text, or a JSON number by its shortest spelling) exactly.
 * @returns null when it is not a finite decimal number
 */
export function parseDecimal(value: string | number): Decimal | null {
  const text = typeof value === "number" ? String(value) : value.trim();
  if (text.length > DECIMAL_TEXT_LENGTH_MAX) return null;
  const match = DECIMAL_TEXT.exec(text);
  if (match === null) return null;
  const [, sign, whole = "0", fraction = "", exponent = "0"] = match;
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  const mantissa = sign === "-" ? -digits : digits;
  return scale >= 0 ? { mantissa, scale } : { mantissa: mantissa * 10n ** BigInt(-scale), scale: 0 };
}

/**
 * Scale of an instrument from its tick size in points, e.g. `"0.25"` → 25 units, 2 decimals.
 * @throws RangeError when the tick size is not a decimal number above zero
 */
export function priceScale(tickSize: string): PriceScale {
  const decimal = parseDecimal(tickSize);
  if (decimal === null || decimal.mantissa <= 0n || decimal.mantissa > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new RangeError(
      `tick size: expected a decimal number above 0 such as "0.25", got ${JSON.stringify(tickSize)}`,
    );
  }
  return { units: Number(decimal.mantissa), decimals: decimal.scale };
}

/** Value in ticks as an exact fraction `numerator / denominator`, denominator above 0. */
function inTicks(decimal: Decimal, scale: PriceScale): { numerator: bigint; denominator: bigint } {
  return {
    numerator: decimal.mantissa * 10n ** BigInt(scale.decimals),
    denominator: 10n ** BigInt(decimal.scale) * BigInt(scale.units),
  };
}

/**
 * Price to ticks, exactly. Numbers are taken at their shortest decimal spelling, so 25438.75 is on the grid of 0.25.
 * @returns the reason when it is no number, not above zero, or between two ticks
 */
export function parsePrice(value: string | number, scale: PriceScale): ParsedPrice {
  if (typeof value === "number") {
    // Correctly rounded division makes this test exact: it holds only for the double nearest to a decimal on the grid.
    const power = 10 ** scale.decimals;
    const mantissa = Math.round(value * power);
    if (Number.isSafeInteger(mantissa) && mantissa / power === value) {
      if (mantissa <= 0) return NON_POSITIVE;
      return mantissa % scale.units === 0 ? { ok: true, ticks: mantissa / scale.units } : OFF_TICK;
    }
  }
  const decimal = parseDecimal(value);
  if (decimal === null) return NOT_A_NUMBER;
  if (decimal.mantissa <= 0n) return NON_POSITIVE;
  const { numerator, denominator } = inTicks(decimal, scale);
  if (numerator % denominator !== 0n) return OFF_TICK;
  const ticks = Number(numerator / denominator);
  return Number.isSafeInteger(ticks) ? { ok: true, ticks } : NOT_A_NUMBER;
}

/** Nearest tick of a decimal value, halves away from zero. Null when it is no number. */
export function nearestTicks(value: string | number, scale: PriceScale): Ticks | null {
  const decimal = parseDecimal(value);
  if (decimal === null) return null;
  const { numerator, denominator } = inTicks(decimal, scale);
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = Number((2n * size + denominator) / (2n * denominator));
  if (!Number.isSafeInteger(rounded)) return null;
  return numerator < 0n && rounded !== 0 ? -rounded : rounded;
}

/** A distance in points as ticks: `floor` for comparisons with whole ticks, `exact` tells whether it lies on the grid. */
export function pointsToTicks(value: string | number, scale: PriceScale): { floor: Ticks; exact: boolean } | null {
  const decimal = parseDecimal(value);
  if (decimal === null) return null;
  const { numerator, denominator } = inTicks(decimal, scale);
  const exact = numerator % denominator === 0n;
  const quotient = numerator / denominator;
  const floor = Number(numerator < 0n && !exact ? quotient - 1n : quotient);
  return Number.isSafeInteger(floor) ? { floor, exact } : null;
}

/** Ticks as decimal text with the instrument's decimals, e.g. 80076 → `"20019.00"`. Never writes a negative zero. */
export function formatPrice(ticks: Ticks, scale: PriceScale): string {
  const mantissa = ticks * scale.units;
  // Only a broken price is this large; it is still written exactly.
  const size = Number.isSafeInteger(mantissa) ? Math.abs(mantissa) : BigInt(Math.abs(ticks)) * BigInt(scale.units);
  const digits = String(size).padStart(scale.decimals + 1, "0");
  const sign = mantissa < 0 ? "-" : "";
  if (scale.decimals === 0) return sign + digits;
  const point = digits.length - scale.decimals;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const R_STEPS = 10_000;

/** |ticks| / risk in ten-thousandths, halves up; exact whatever the size. */
function rSteps(ticks: Ticks, risk: Ticks): number | bigint {
  const doubled = Math.abs(ticks) * 2 * R_STEPS;
  if (Number.isSafeInteger(doubled + risk)) return Math.floor((doubled + risk) / (2 * risk));
  return (BigInt(Math.abs(ticks)) * BigInt(2 * R_STEPS) + BigInt(risk)) / (2n * BigInt(risk));
}

/**
 * A ratio of ticks as R text: 4 decimals, half away from zero, no negative zero (methodology, conventions and section 14).
 * @param risk ticks of one R, above 0
 */
export function formatR(ticks: Ticks, risk: Ticks): string {
  if (risk <= 0) throw new RangeError(`R: risk must be above 0 ticks, got ${risk}`);
  const digits = String(rSteps(ticks, risk)).padStart(5, "0");
  const text = `${digits.slice(0, -4)}.${digits.slice(-4)}`;
  return ticks < 0 && text !== "0.0000" ? `-${text}` : text;
}
