/**
 * Engine vocabulary: what goes into one series engine and what comes out.
 * One engine per dated contract; pure and synchronous; the clock is an argument. Live, recovery and replay use it alike.
 * Facts come out in the order they happened; the worker commits them before it publishes them.
 */

import type { Session } from "@/lib/market/session";
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";

/** Identity of the tick that caused something: the worker's ingest number (replay: row number). */
export type TickRef = number;

export type { Direction, Session };
export type SignalStatus = "REJECTED" | "PENDING" | "CANCELLED" | "CONFIRMED" | "VOID" | "ACTIVE" | "CLOSED";
export type LegStatus = "OPEN" | "TRIGGERED" | "BREAK_EVEN" | "STOP_LOSS" | "OTHER";
export type StopScenario = "A" | "B" | "C_PIVOT" | "C_CANDLE" | "C_SIGNAL";
export type StopAnchorType = "PIVOT_3" | "PIVOT_4" | "OPPOSING_CANDLE" | "SIGNAL_CANDLE";

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

/** The trade part of a signal, from the entry tick on. */
export interface TradeRecord {
  readonly entryAt: EpochMs;
  readonly entryPrice: Ticks;
  readonly entryRef: TickRef | null;
  readonly risk: Ticks;
  readonly beTriggerPrice: Ticks;
  readonly beTriggeredAt: EpochMs | null;
  /** MFE in R at the trigger, from integer ticks: favourable ticks and risk. */
  readonly mfeAtTrigger: Ticks | null;
  readonly beExitAt: EpochMs | null;
  readonly beExitPrice: Ticks | null;
  readonly beLeg: LegStatus;
  readonly noBeLeg: LegStatus;
  readonly stopHitAt: EpochMs | null;
  readonly exitPrice: Ticks | null;
  readonly exitReason: "STOP_LOSS" | "ROLL" | "MANUAL" | null;
  readonly closedAt: EpochMs | null;
  readonly slippage: Ticks | null;
  readonly gapExit: boolean | null;
  /** Extremes since entry; freeze at the No-BE exit. */
  readonly highest: Ticks;
  readonly highestAt: EpochMs;
  readonly lowest: Ticks;
  readonly lowestAt: EpochMs;
  /** Favourable extreme distance that counts for the BE leg (freezes at its exit), in ticks >= 0. R = beMfe / risk. */
  readonly beMfe: Ticks;
  readonly noBeMfe: Ticks;
  /** Adverse extreme distance, in ticks <= 0. */
  readonly mae: Ticks;
  readonly lastPrice: Ticks;
  readonly lastAt: EpochMs;
  /** First touch of target n (1..20). */
  readonly targetsHit: Readonly<Record<string, EpochMs>>;
  /** First touch of the ladder in quarter R: keys -4..80 (k = R * 4), 0 excluded. `beOpen`: was the BE leg still open. */
  readonly ladder: Readonly<Record<string, { readonly at: EpochMs; readonly beOpen: boolean }>>;
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
