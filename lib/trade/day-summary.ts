/**
 * A day's trades in one line per leg, run to the stop (methodology 9.3, no target). The sums are those of `summarize`;
 * this only says which of them a day shows. Pure; which trades are of the day is the caller's choice.
 */
import { resolvedResults, summarize, type TradeResult, type Variant } from "@/lib/trade/statistics";

export interface LegDay {
  /** Trades whose leg is still open. */
  readonly open: number;
  /** Trades with a result. */
  readonly resolved: number;
  /** R; null without a resolved trade ("no data", never 0). */
  readonly totalR: number | null;
  readonly best: number | null;
  readonly worst: number | null;
}

export interface DaySummary {
  readonly trades: number;
  /** Trades whose No-BE leg is still open. */
  readonly open: number;
  readonly noBe: LegDay;
  readonly be: LegDay;
}

function legDay(trades: readonly TradeResult[], variant: Variant): LegDay {
  const summary = summarize(resolvedResults(trades, variant, null));
  const resolved = summary?.n ?? 0;
  return {
    open: trades.length - resolved,
    resolved,
    totalR: summary?.totalR ?? null,
    best: summary?.best ?? null,
    worst: summary?.worst ?? null,
  };
}

export function daySummary(trades: readonly TradeResult[]): DaySummary {
  const noBe = legDay(trades, "no-be");
  return { trades: trades.length, open: noBe.open, noBe, be: legDay(trades, "be") };
}
