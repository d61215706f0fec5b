/**
 * A price distance in the unit a reader has chosen: R, points, ticks or money of one contract. Exact: whole ticks in, decimal
 * text out, money in whole cents rounded half away from zero.
 */
import { minus, readableR, withSign } from "@/lib/format/number";
import { formatPrice, type PriceScale, parseDecimal } from "@/lib/market/price";
import type { Ticks } from "@/lib/market/types";

export const distanceUnits = ["r", "points", "ticks", "usd"] as const;
export type DistanceUnit = (typeof distanceUnits)[number];

/** What a distance of one trade needs to be said in any unit. */
export interface DistanceScale {
  readonly scale: PriceScale;
  /** Ticks of 1R, above 0; null when there is no trade, then R is unknown. */
  readonly risk: Ticks | null;
  /** Money per point and contract, decimal text. */
  readonly pointValue: string;
}

/** How a unit is offered in a switch. */
export const unitChoices: Readonly<Record<DistanceUnit, string>> = {
  r: "R",
  points: "Points",
  ticks: "Ticks",
  usd: "$",
};

/** Money of a distance for one contract, decimal text with two decimals, e.g. `-865.00`. */
export function moneyOf(ticks: Ticks, { scale, pointValue }: DistanceScale): string {
  const value = parseDecimal(pointValue);
  if (value === null) throw new RangeError(`point value: expected a decimal number, got ${pointValue}`);
  const top = BigInt(Math.abs(ticks)) * BigInt(scale.units) * value.mantissa * 100n;
  const bottom = 10n ** BigInt(scale.decimals + value.scale);
  const cents = String((2n * top + bottom) / (2n * bottom)).padStart(3, "0");
  const text = `${cents.slice(0, -2)}.${cents.slice(-2)}`;
  return ticks < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** A signed distance for reading, e.g. `+1.84R`, `−43.25`, `+173`, `−$865.00`; a dash where R is asked without a risk. */
export function readableDistance(ticks: Ticks, unit: DistanceUnit, of: DistanceScale): string {
  switch (unit) {
    case "r":
      return readableR(ticks, of.risk ?? 0);
    case "points":
      return withSign(formatPrice(ticks, of.scale));
    case "ticks":
      return withSign(String(ticks));
    case "usd": {
      const money = moneyOf(ticks, of);
      if (money.startsWith("-")) return `${minus}$${money.slice(1)}`;
      return /[1-9]/.test(money) ? `+$${money}` : `$${money}`;
    }
  }
}
