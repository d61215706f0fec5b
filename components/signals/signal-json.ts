/** Signals as GET /api/signals and /api/signals/<id> give them, as far as the pages use them. */
import type { Check, Direction, Session, SignalStatus } from "@/lib/engine/types";
import type { EpochMs } from "@/lib/market/types";

export interface CandleText {
  readonly openAt: EpochMs;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

/** R values have four decimals, prices those of the instrument. */
export interface TradeJson {
  readonly entryAt: EpochMs;
  readonly entryPrice: string;
  readonly riskPoints: string;
  readonly beLeg: string;
  readonly noBeLeg: string;
  readonly beTriggeredAt: EpochMs | null;
  readonly beExitAt: EpochMs | null;
  readonly closedAt: EpochMs | null;
  readonly exitPrice: string | null;
  readonly exitReason: string | null;
  readonly beMfe: string;
  readonly noBeMfe: string;
  readonly mae: string;
  readonly outcomeBe: string | null;
  readonly outcomeNoBe: string | null;
}

export interface SignalJson {
  readonly id: string;
  readonly instrument: string;
  readonly contract: string;
  readonly source: string;
  readonly profile: string;
  readonly direction: Direction;
  readonly status: SignalStatus;
  readonly reason: string | null;
  readonly session: Session;
  readonly signalCandleAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly confirmedAt: EpochMs | null;
  readonly barsToConfirmation: number | null;
  readonly signalCandle: CandleText | null;
  readonly confirmationCandle: CandleText | null;
  readonly stopLoss: string | null;
  readonly bufferPoints: string | null;
  readonly stopScenario: string | null;
  readonly stopAnchorType: string | null;
  readonly stopAnchorAt: EpochMs | null;
  readonly stopAnchorPrice: string | null;
  readonly flags: readonly string[];
  readonly trade: TradeJson | null;
}

export interface SignalPage {
  readonly signals: readonly SignalJson[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

export interface SignalEventJson {
  readonly seq: number;
  readonly type: string;
  readonly at: EpochMs;
  readonly price: string | null;
}

export interface SignalDetail extends SignalJson {
  readonly checks: readonly Check[];
  readonly events: readonly SignalEventJson[];
}
