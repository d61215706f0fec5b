/** Signals and trades as the engine records them, for tests of what is stored: NQZ5 on a quarter grid, one signal a minute. */
import { pool } from "@/lib/db/client";
import type { InSeries, SeriesContext, SignalFact } from "@/lib/db/series";
import type { SignalRecord } from "@/lib/engine/types";
import { priceScale } from "@/lib/market/price";
import type { TradeRecord } from "@/lib/trade/types";

/** Open of the signal candle of minute 0: Monday 2025-12-01 20:20 New York. */
export const recordsStart = 1_764_638_400_000;

/** The series of all records. */
export const series: SeriesContext = {
  contractId: 1,
  root: "NQ",
  ticker: "NQZ5",
  scale: priceScale("0.25"),
  source: "live",
  profile: "spec",
  engineVersion: "1",
};

/** Writes the instrument and the contract of `series`. */
export async function insertRecordsContract(): Promise<void> {
  await pool().query(
    "INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview) VALUES ('NQ', 'Nasdaq', 'XCME', 0.25, 20, '{}')",
  );
  await pool().query(
    "INSERT INTO contracts (id, root, ticker, month, last_trade_date) VALUES (1, 'NQ', 'NQZ5', '2025-12', '2025-12-19')",
  );
}

/** Points to ticks. */
export const price = (points: number): number => points * 4;

/** PX-2 after its BE exit: long 20000, stop 19950. */
export const trade: TradeRecord = {
  entryAt: recordsStart + 120_000,
  entryPrice: price(20_000),
  entryRef: 7,
  risk: price(50),
  beTriggerPrice: price(20_050),
  beTriggeredAt: recordsStart + 121_000,
  mfeAtTrigger: price(50),
  beExitAt: recordsStart + 125_000,
  beExitPrice: price(20_000),
  beLeg: "BREAK_EVEN",
  noBeLeg: "OPEN",
  stopHitAt: null,
  exitPrice: null,
  exitReason: null,
  closedAt: null,
  slippage: null,
  gapExit: null,
  highest: price(20_100),
  highestAt: recordsStart + 123_000,
  lowest: price(20_000),
  lowestAt: recordsStart + 120_000,
  beMfe: price(100),
  noBeMfe: price(100),
  mae: 0,
  lastPrice: price(20_040),
  lastAt: recordsStart + 126_000,
  targetsHit: { "1": recordsStart + 121_000 },
  ladder: { "4": { at: recordsStart + 121_000, beOpen: true }, "-1": { at: recordsStart + 126_000, beOpen: false } },
  returns: [{ at: recordsStart + 124_000, upTo: 5 }],
  heat: [-price(5)],
};

/** A pending bullish signal of a minute; `change` lays over it. */
export function record(minute: number, change: Partial<SignalRecord> = {}): SignalRecord {
  return {
    tradeId: `20251201_20${String(20 + minute).padStart(2, "0")}00000_BULLISH`,
    externalId: null,
    ordinal: minute,
    deliveryId: minute,
    sourceFormat: "F1",
    direction: "bullish",
    status: "PENDING",
    reason: null,
    signalCandleAt: recordsStart + minute * 60_000,
    receivedAt: recordsStart + minute * 60_000 + 61_000,
    session: "ASIA",
    signalPrice: price(19_990),
    marketPriceAtReceipt: null,
    priceDeviation: null,
    stalenessCheck: null,
    latencyMs: 1_000,
    htfAligned: null,
    htfBiases: null,
    strength: 85,
    signalType: "FVG",
    signalCandle: null,
    signalCandleSource: null,
    cancelledAt: null,
    cancelledBy: null,
    confirmedAt: null,
    confirmationCandle: null,
    barsToConfirmation: null,
    confirmationDirectional: null,
    stopLoss: null,
    bufferTicks: null,
    stopScenario: null,
    stopAnchorType: null,
    stopAnchorAt: null,
    stopAnchorPrice: null,
    stopInsideRange: null,
    flags: ["late"],
    checks: [
      { name: "session", outcome: "passed", at: recordsStart, inputs: { session: "ASIA" }, rule: "methodology 3.6" },
    ],
    trade: null,
    ...change,
  };
}

/** The signal of a minute with the trade above. */
export const active = (minute: number, change: Partial<TradeRecord> = {}): SignalRecord =>
  record(minute, {
    status: "ACTIVE",
    stopLoss: price(19_950),
    stopScenario: "A",
    trade: { ...trade, ...change },
  });

/** A record as the store takes it. */
export const signalFact = (one: SignalRecord): InSeries<SignalFact> => ({
  series,
  fact: { kind: "signal", record: one },
});

/** Id of the signal of a minute. */
export const idOf = (minute: number): string => `NQZ5.${record(minute).tradeId}`;
