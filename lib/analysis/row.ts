/**
 * What analysis needs of a signal and its trade: one flat value per signal, effective (a person's word over the engine's).
 * Distances are whole ticks of the trade's instrument; `no` numbers the signals densely, so that a set of them is a bitmap.
 */
import type { Session } from "@/lib/market/session";
import type { EpochMs, TickSource, Ticks } from "@/lib/market/types";
import type { Direction, StopScenario } from "@/lib/signal/types";
import type { TradeResult } from "@/lib/trade/statistics";

/** The trade of a signal. */
export interface AnalysisTrade extends TradeResult {
  readonly entryAt: EpochMs;
  /** Adverse extreme, <= 0. */
  readonly mae: Ticks;
  /** When the highest favourable price last traded; null when it never left the entry or the record does not say. */
  readonly mfeAt: EpochMs | null;
  /** `upTo` of each return to the entry (TradeRecord.returns), rising; null for a trade whose ticks were not kept so. */
  readonly returns: readonly number[] | null;
  /** TradeRecord.heat: adverse extreme at the first touch of 1R, 2R, ...; null as `returns`. */
  readonly heat: readonly Ticks[] | null;
  /** Points of one tick, above 0. */
  readonly tickPoints: number;
  /** Money per point of one contract. */
  readonly pointValue: number;
}

/** Words of a signal's life as stored. */
export type AnalysisStatus = "REJECTED" | "PENDING" | "CANCELLED" | "CONFIRMED" | "VOID" | "ACTIVE" | "CLOSED";

export interface AnalysisRow {
  readonly no: number;
  readonly id: string;
  readonly ticker: string;
  readonly source: TickSource;
  readonly direction: Direction;
  readonly status: AnalysisStatus;
  readonly session: Session;
  readonly scenario: StopScenario | null;
  /** New York date of the signal candle. */
  readonly signalDate: string;
  readonly signalAt: EpochMs;
  /** New York hour of the signal candle, 0..23. */
  readonly hour: number;
  /** 1 Monday .. 7 Sunday, New York. */
  readonly weekday: number;
  /** Was confirmed; a signal cancelled within the grace after it is both, and counts as cancelled alone. */
  readonly confirmed: boolean;
  readonly cancelled: boolean;
  readonly barsToConfirmation: number | null;
  /** From the signal candle's close to confirmation or cancellation, ms (methodology 9.3). */
  readonly ageMs: number | null;
  readonly trade: AnalysisTrade | null;
}

/** A row that has a trade. */
export interface TradeRow extends AnalysisRow {
  readonly trade: AnalysisTrade;
}

/** Narrows to rows with a trade. */
export function hasTrade(row: AnalysisRow): row is TradeRow {
  return row.trade !== null;
}
