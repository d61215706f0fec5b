/**
 * Vendor prices to ticks. Numbers from the vendor may carry float dust (240.00000000000003, massive-futures-api 4.2);
 * text may not. Anything further from the grid than dust is off the grid and refused.
 */
import { formatPrice, nearestTicks, type ParsedPrice, type PriceScale, parsePrice } from "@/lib/market/price";

/** Largest distance from the grid taken for float dust, as a part of one tick. */
const DUST_TICKS_MAX = 1e-6;

/** Exact price to ticks, with dust of JSON numbers wiped off. */
export function vendorPrice(value: string | number, scale: PriceScale): ParsedPrice {
  const parsed = parsePrice(value, scale);
  if (parsed.ok || parsed.reason !== "off-tick" || typeof value !== "number") return parsed;
  const ticks = nearestTicks(value, scale);
  if (ticks === null || ticks <= 0) return parsed;
  const tickPoints = scale.units / 10 ** scale.decimals;
  const distance = Math.abs(value - Number(formatPrice(ticks, scale)));
  return distance <= tickPoints * DUST_TICKS_MAX ? { ok: true, ticks } : parsed;
}
