/**
 * What a raw TradingView body becomes before any rule looks at it (methodology 2).
 * Made by lib/signal/alert.ts, judged by the engine. Prices stay decimal text, times are resolved to epoch ms.
 */
import type { EpochMs } from "@/lib/market/types";

/** Direction of a signal and of the trade that may follow. */
export type Direction = "bullish" | "bearish";

/** How the stop was found (methodology 5.3). */
export type StopScenario = "A" | "B" | "C_PIVOT" | "C_CANDLE" | "C_SIGNAL";
/** What the stop leans on (methodology 5.3). */
export type StopAnchorType = "PIVOT_3" | "PIVOT_4" | "OPPOSING_CANDLE" | "SIGNAL_CANDLE";

/** Format of methodology 2.1 a body was written in. */
export type SourceFormat = "F1" | "F2" | "F3" | "F4" | "F5" | "F6" | "F7" | "F8" | "F9" | "F10";

/** Higher timeframe a bias label belongs to, in the spelling of the configuration. */
export type HtfFrame = "D" | "4H" | "1H" | "15M" | "5M" | "1M";

/** Open, high, low and close as sent: plain decimal text above zero. */
export interface PayloadCandle {
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

/** A body that must drive a signal: F1, F2, F3 SIGNAL_DETECTED, F4/F5 SIGNAL_CREATED (2.4). */
export interface ParsedSignal {
  readonly kind: "signal";
  readonly format: SourceFormat;
  readonly direction: Direction;
  /** Open of the signal candle as sent, zone and unit resolved, not yet floored to the minute. */
  readonly candleAt: EpochMs;
  /** Payload price: plain decimal text above zero without commas; null when none was sent. */
  readonly price: string | null;
  /** Symbol as sent, trimmed; null when none was sent. */
  readonly symbol: string | null;
  /** The three words check 4 looks at, as sent: htf_alignment.m1, market_state.trend_regime, fvg_data.bias. */
  readonly biases: { readonly m1: string | null; readonly trendRegime: string | null; readonly fvgBias: string | null };
  /** Frame labels as sent (only frames present), the literal `ALIGNED`, or null when nothing was sent. */
  readonly htf: Readonly<Partial<Record<HtfFrame, string>>> | "ALIGNED" | null;
  /** Strength as sent; informative. */
  readonly strength: number | null;
  readonly signalType: string | null;
  /** Only when all four values are numbers above zero. */
  readonly signalCandle: PayloadCandle | null;
  readonly externalId: string | null;
}

/** A body that is stored for reconciliation only (2.4, A-35). */
export interface ParsedTelemetry {
  readonly kind: "telemetry";
  readonly format: SourceFormat;
  /** Canonical event of 2.2, e.g. ENTRY, MFE_UPDATE, HEARTBEAT. */
  readonly event: string;
  readonly tradeId: string | null;
  readonly symbol: string | null;
  readonly direction: Direction | null;
  /** Values of interest as sent, JSON-safe. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A body that cannot be used; counted as rejected, kept raw. */
export interface ParsedBad {
  readonly kind: "bad";
  readonly code: "BAD_PAYLOAD";
  /** What was expected and what came. */
  readonly message: string;
}

export type ParsedDelivery = ParsedSignal | ParsedTelemetry | ParsedBad;
