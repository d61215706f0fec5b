/**
 * Conversions between domain values and the columns of batch statements.
 * Instants go in as epoch ms and are turned into timestamptz by the server; prices go in and out as exact decimal text.
 */
import { formatPrice, type PriceScale, parsePrice } from "@/lib/market/price";
import type { Ticks } from "@/lib/market/types";

/** How to write the prices of a contract. Throws for a contract it does not know: rows are only made for known ones. */
export type ScaleOf = (contractId: number) => PriceScale;

/** SQL that turns an epoch-ms expression into timestamptz, exact to the millisecond. */
export function instant(expression: string): string {
  return `to_timestamp(${expression}::double precision / 1000)`;
}

/** SQL that turns a timestamptz expression into epoch ms as text (bigint). */
export function epochMs(expression: string): string {
  return `round(extract(epoch FROM ${expression}) * 1000)::bigint`;
}

/** Whole ticks of a stored price. Throws when the row does not fit the instrument: the database is then wrong. */
export function ticksOf(price: string, scale: PriceScale): Ticks {
  const parsed = parsePrice(price, scale);
  if (!parsed.ok) throw new Error(`stored price ${price}: ${parsed.reason} for a tick of ${formatPrice(1, scale)}`);
  return parsed.ticks;
}

/** Price text, or null for no price. */
export function priceText(price: Ticks | null, scale: PriceScale): string | null {
  return price === null ? null : formatPrice(price, scale);
}
