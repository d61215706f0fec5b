/**
 * Check 2: does the symbol of an alert belong to this instrument. Knows no contracts and no rolls.
 */
import type { Instrument } from "@/lib/market/types";

function bare(symbol: string): string {
  return symbol
    .slice(symbol.lastIndexOf(":") + 1)
    .trim()
    .toUpperCase();
}

/** Whether a symbol, without exchange prefix and case, is one of the instrument's spellings. A missing one fits. */
export function symbolFits(symbol: string | null, instrument: Instrument): boolean {
  if (symbol === null) return true;
  const wanted = bare(symbol);
  return [...instrument.tradingview, instrument.ticker, instrument.root].some((spelling) => bare(spelling) === wanted);
}
