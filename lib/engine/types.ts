/**
 * Engine vocabulary: what goes into one series engine and what comes out.
 * One engine per dated contract; pure and synchronous; the clock is an argument. Live, recovery and replay use it alike.
 * Facts come out in the order they happened; the worker commits them before it publishes them.
 */

import type { Session } from "@/lib/market/session";
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";
import type { Direction, StopAnchorType, StopScenario } from "@/lib/signal/types";
import type { LegStatus, TickRef, TradeRecord } from "@/lib/trade/types";

export type { Direction, LegStatus, Session, StopAnchorType, StopScenario, TickRef, TradeRecord };

export type SignalStatus = "REJECTED" | "PENDING" | "CANCELLED" | "CONFIRMED" | "VOID" | "ACTIVE" | "CLOSED";

export type RejectReason =
  | "BAD_PAYLOAD"
  | "FUTURE_TIME"
  | "WRONG_SYMBOL"
  | "BIAS_MISMATCH"
  | "MARKET_CLOSED"
  | "INVALID_SESSION"
  | "STALE"
  | "HTF_NOT_ALIGNED"
  | "NO_SIGNAL_CANDLE"
  | "OUT_OF_ORDER"
  | "IGNORED_SAME_DIRECTION";

/** One check of methodology section 3 (or the confirmation/stop rules) with what it saw, so that a page can explain it. */
export interface Check {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "flagged" | "unknown" | "skipped";
  readonly at: EpochMs;
  /** Inputs as JSON-safe values; prices as decimal text. */
  readonly inputs: Readonly<Record<string, string | number | boolean | null>>;
  readonly rule: string;
}

/** Everything known of a signal and its trade. Prices in ticks. Null = not applicable yet or unknown. */
export interface SignalRecord {
  /** Canonical id, `YYYYMMDD_HHMMSSmmm_BULLISH|BEARISH`, New York time of the signal candle (2.3). */
  readonly tradeId: string;
  readonly externalId: string | null;
  /** Position in order of receipt within the series, 0-based. */
  readonly ordinal: number;
  readonly deliveryId: number | null;
  readonly sourceFormat: string;
  readonly direction: Direction;
  readonly status: SignalStatus;
  readonly reason: string | null;
  readonly signalCandleAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly session: Session;
  readonly signalPrice: Ticks | null;
  readonly marketPriceAtReceipt: Ticks | null;
  readonly priceDeviation: Ticks | null;
  readonly stalenessCheck: boolean | null;
  readonly latencyMs: number;
  readonly htfAligned: boolean | null;
  readonly htfBiases: Readonly<Record<string, string>> | null;
  readonly strength: number | null;
  readonly signalType: string | null;
  readonly signalCandle: Candle | null;
  readonly signalCandleSource: "own" | "payload" | null;
  readonly cancelledAt: EpochMs | null;
  readonly cancelledBy: string | null;
  readonly confirmedAt: EpochMs | null;
  readonly confirmationCandle: Candle | null;
  readonly barsToConfirmation: number | null;
  readonly confirmationDirectional: boolean | null;
  readonly stopLoss: Ticks | null;
  readonly bufferTicks: Ticks | null;
  readonly stopScenario: StopScenario | null;
  readonly stopAnchorType: StopAnchorType | null;
  readonly stopAnchorAt: EpochMs | null;
  readonly stopAnchorPrice: Ticks | null;
  readonly stopInsideRange: boolean | null;
  readonly flags: readonly string[];
  readonly checks: readonly Check[];
  readonly trade: TradeRecord | null;
}

export type TradeEventType =
  | "SIGNAL_REJECTED"
  | "SIGNAL_CREATED"
  | "CANCELLED"
  | "CONFIRMED"
  | "VOIDED"
  | "ENTRY"
  | "BE_TRIGGERED"
  | "EXIT_BREAK_EVEN"
  | "EXIT_STOP_LOSS"
  | "EXIT_ROLL"
  | "EXIT_MANUAL"
  | "TARGET"
  | "FLAGGED";

export type Fact =
  | { readonly kind: "candle"; readonly candle: Candle; readonly corrected: boolean }
  /** The whole record after a change; the newest replaces the older ones. */
  | { readonly kind: "signal"; readonly record: SignalRecord }
  /** Append-only history; `seq` counts from 0 per tradeId without holes. */
  | {
      readonly kind: "event";
      readonly tradeId: string;
      readonly seq: number;
      readonly type: TradeEventType;
      readonly at: EpochMs;
      readonly price: Ticks | null;
      readonly ref: TickRef | null;
      readonly data: Readonly<Record<string, unknown>>;
    }
  /** New extreme since the last path point of that trade (at most one a side and minute, plus the exits). */
  | {
      readonly kind: "path";
      readonly tradeId: string;
      readonly seq: number;
      readonly at: EpochMs;
      readonly price: Ticks;
      readonly side: "favourable" | "adverse";
    }
  | {
      readonly kind: "notice";
      readonly code: string;
      readonly at: EpochMs;
      readonly message: string;
      readonly data: Readonly<Record<string, unknown>>;
    };

export type TickVerdict = "accepted" | "suspicious" | "rejected";
