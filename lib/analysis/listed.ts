/** A trade or signal as a short line of the list behind a mark. Amounts in the unit asked for. Pure. */
import type { Question } from "@/lib/analysis/results";
import type { AnalysisRow } from "@/lib/analysis/row";
import { distanceIn, unitsPerR } from "@/lib/analysis/units";
import type { EpochMs } from "@/lib/market/types";
import { type Outcome, outcomeOf, type Variant } from "@/lib/trade/statistics";

export interface Listed {
  readonly id: string;
  readonly ticker: string;
  readonly direction: AnalysisRow["direction"];
  readonly status: AnalysisRow["status"];
  readonly session: AnalysisRow["session"];
  readonly signalAt: EpochMs;
  readonly noBeMfe: number | null;
  readonly beMfe: number | null;
  readonly mae: number | null;
  /** Result of each variant for the target asked for; the word when there is none. Null without a trade. */
  readonly noBe: Outcome | null;
  readonly be: Outcome | null;
}

/** See `Listed`. */
export function listed(row: AnalysisRow, { target, unit }: Question): Listed {
  const { id, ticker, direction, status, session, signalAt, trade } = row;
  const head = { id, ticker, direction, status, session, signalAt };
  if (trade === null) return { ...head, noBeMfe: null, beMfe: null, mae: null, noBe: null, be: null };
  const result = (variant: Variant): Outcome => {
    const outcome = outcomeOf(trade, variant, target);
    return typeof outcome === "number" ? outcome * unitsPerR(trade, unit) : outcome;
  };
  return {
    ...head,
    noBeMfe: distanceIn(trade.noBeMfe, trade, unit),
    beMfe: distanceIn(trade.beMfe, trade, unit),
    mae: distanceIn(trade.mae, trade, unit),
    noBe: result("no-be"),
    be: result("be"),
  };
}
