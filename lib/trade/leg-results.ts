/**
 * Results of a trade's two legs in R, as every report, row and route writes them (methodology 7.5). Knows no storage.
 */
import { formatR } from "@/lib/market/price";
import type { Ticks } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";
import type { TradeRecord } from "@/lib/trade/types";

/** Results in R of the two legs, null while the leg is open (methodology 7.5). Text with 4 decimals. */
export interface LegResults {
  readonly outcomeBe: string | null;
  readonly outcomeNoBe: string | null;
  readonly realizedBe: string | null;
  readonly realizedNoBe: string | null;
}

/**
 * Nominal and realised result of both legs (methodology 7.5, 7.6): stop -1, break-even 0, roll and manual close as realised.
 * @param direction of the trade; bullish gains when the fill lies above the entry
 */
export function legResults(trade: TradeRecord, direction: Direction): LegResults {
  const sign = direction === "bullish" ? 1 : -1;
  const realized = (fill: Ticks | null): string | null =>
    fill === null ? null : formatR(sign * (fill - trade.entryPrice), trade.risk);
  const outcome = (leg: TradeRecord["beLeg"], fill: Ticks | null): string | null => {
    if (leg === "STOP_LOSS") return "-1.0000";
    if (leg === "BREAK_EVEN") return "0.0000";
    return leg === "OTHER" ? realized(fill) : null;
  };
  return {
    outcomeBe: outcome(trade.beLeg, trade.beExitPrice),
    outcomeNoBe: outcome(trade.noBeLeg, trade.exitPrice),
    realizedBe: realized(trade.beExitPrice),
    realizedNoBe: realized(trade.exitPrice),
  };
}
