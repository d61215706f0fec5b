/**
 * Facts of the futures we know: products with their price grid, delivery months and last trading days.
 * Fallback and test data; what the vendor's contract list says wins (massive-futures-api 6).
 * Knows no roll rules and no spellings but the vendor's.
 */

import { holidayOn } from "@/lib/market/cme-holidays";
import type { TradeDate } from "@/lib/market/types";
import { dateOfDayNumber, dayNumberOf, isoDate, pad2 } from "@/lib/market/zone";

/** How the last trading day follows from the contract month. */
export type ExpiryRule = "third-friday" | "month-end";

/** What spelling and dating of contracts need to know of a root. */
export interface ListedRoot {
  readonly root: string;
  /** Listed month letters in calendar order, e.g. `HMUZ`. */
  readonly months: string;
  readonly expiry: ExpiryRule;
}

/** A product as listed by the exchange (cmegroup.com specifications, massive-futures-api 6). */
export interface Product extends ListedRoot {
  readonly name: string;
  /** Market identifier code: XCME or XCBT. */
  readonly venue: string;
  /** TradingView's exchange prefix. */
  readonly prefix: string;
  /** Points, decimal text. */
  readonly tickSize: string;
  /** Dollars per point, decimal text. */
  readonly pointValue: string;
  /** The full-size root whose tape a micro contract follows; null for full-size products. */
  readonly parent: string | null;
}

/** Month letters in calendar order, January first. */
export const MONTH_LETTERS = "FGHJKMNQUVXZ";

const QUARTERLY = { months: "HMUZ", expiry: "third-friday" } as const;
const CME = { ...QUARTERLY, venue: "XCME", prefix: "CME_MINI" } as const;
const CBOT = { ...QUARTERLY, venue: "XCBT", prefix: "CBOT_MINI" } as const;

/** The eight equity-index products of the desk. */
export const PRODUCTS: readonly Product[] = [
  { ...CME, root: "NQ", name: "E-mini Nasdaq-100", tickSize: "0.25", pointValue: "20", parent: null },
  { ...CME, root: "ES", name: "E-mini S&P 500", tickSize: "0.25", pointValue: "50", parent: null },
  { ...CBOT, root: "YM", name: "E-mini Dow", tickSize: "1", pointValue: "5", parent: null },
  { ...CME, root: "RTY", name: "E-mini Russell 2000", tickSize: "0.1", pointValue: "50", parent: null },
  { ...CME, root: "MNQ", name: "Micro E-mini Nasdaq-100", tickSize: "0.25", pointValue: "2", parent: "NQ" },
  { ...CME, root: "MES", name: "Micro E-mini S&P 500", tickSize: "0.25", pointValue: "5", parent: "ES" },
  { ...CBOT, root: "MYM", name: "Micro E-mini Dow", tickSize: "1", pointValue: "0.5", parent: "YM" },
  { ...CME, root: "M2K", name: "Micro E-mini Russell 2000", tickSize: "0.1", pointValue: "5", parent: "RTY" },
];

/** The product of a root, undefined when it is not one of ours. */
export function productOf(root: string): Product | undefined {
  return PRODUCTS.find((product) => product.root === root);
}

/** Year and month (1..12) of `YYYY-MM`. Throws RangeError on any other text. */
export function parseMonth(month: string): { year: number; month: number } {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (match === null) throw new RangeError(`contract month: expected YYYY-MM, got ${JSON.stringify(month)}`);
  return { year: Number(match[1]), month: Number(match[2]) };
}

/** `YYYY-MM` of a year and a month letter; null when the letter names no month. */
export function monthOfLetter(year: number, letter: string): string | null {
  const index = MONTH_LETTERS.indexOf(letter);
  return letter.length !== 1 || index < 0 ? null : `${year}-${pad2(index + 1)}`;
}

/** Month letter of `YYYY-MM`, e.g. `Z` for December. */
export function letterOfMonth(month: string): string {
  return MONTH_LETTERS.charAt(parseMonth(month).month - 1);
}

/** The vendor's spelling: root, month letter, last digit of the year, e.g. `NQZ6` (massive-futures-api 5.1). Not unique beyond a decade. */
export function vendorTicker(root: string, month: string): string {
  return root + letterOfMonth(month) + String(parseMonth(month).year % 10);
}

/** Day number of the third Friday of `YYYY-MM`, holiday or not. */
export function thirdFriday(month: string): number {
  const parsed = parseMonth(month);
  const first = dayNumberOf(parsed.year, parsed.month, 1);
  const { weekday } = dateOfDayNumber(first);
  return first + ((5 - weekday + 7) % 7) + 14;
}

/**
 * Last trading day of a contract. Index futures: third Friday, or the business day before when that is a holiday
 * (trading ends 9:30 New York). Other roots: last calendar day of the month, as an upper bound only.
 */
export function lastTradeDate(expiry: ExpiryRule, month: string): TradeDate {
  if (expiry === "month-end") {
    const parsed = parseMonth(month);
    return isoDate(dayNumberOf(parsed.year, parsed.month + 1, 1) - 1);
  }
  const friday = thirdFriday(month);
  return isoDate(holidayOn(friday) === null ? friday : friday - 1);
}
