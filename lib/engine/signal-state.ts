/**
 * A signal inside the engine: the mutable state behind SignalRecord. JSON-safe, so that snapshots can hold it.
 */
import type { Check, SignalRecord } from "@/lib/engine/types";
import { candleEnd, minuteOf } from "@/lib/market/candle";
import { nearestTicks, type PriceScale } from "@/lib/market/price";
import { sessionOf } from "@/lib/market/session";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { tradeIdOf } from "@/lib/signal/trade-id";
import type { ParsedSignal } from "@/lib/signal/types";
import { tradeRecord } from "@/lib/trade/record";
import { isOpen, type Trade } from "@/lib/trade/trade";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Mutable signal. `parsed` is kept because an early signal is judged later. */
export interface SignalState extends Mutable<Omit<SignalRecord, "trade" | "flags" | "checks">> {
  readonly parsed: ParsedSignal;
  trade: Trade | null;
  flags: string[];
  checks: Check[];
  /** Passed all checks once, or failed with INVALID_SESSION: it can cancel a late opposing signal. */
  cancelsLate: boolean;
  /** Next sequence of its event history and of its path. */
  eventSeq: number;
  pathSeq: number;
}

/** What comes with a delivery besides its body. */
export interface Receipt {
  readonly receivedAt: EpochMs;
  readonly deliveryId: number | null;
}

/** Last accepted price as it stood at a receipt; null when there was none fresh enough. */
export interface MarketAtReceipt {
  readonly price: Ticks | null;
}

/** A signal whose id is new (check 3): everything still unknown. */
export function newSignal(
  parsed: ParsedSignal,
  receipt: Receipt,
  ordinal: number,
  market: MarketAtReceipt,
): SignalState {
  const signalCandleAt = minuteOf(parsed.candleAt);
  return {
    parsed,
    tradeId: tradeIdOf(signalCandleAt, parsed.direction),
    externalId: parsed.externalId,
    ordinal,
    deliveryId: receipt.deliveryId,
    sourceFormat: parsed.format,
    direction: parsed.direction,
    status: "PENDING",
    reason: null,
    signalCandleAt,
    receivedAt: receipt.receivedAt,
    session: sessionOf(signalCandleAt),
    signalPrice: null,
    marketPriceAtReceipt: market.price,
    priceDeviation: null,
    stalenessCheck: null,
    latencyMs: receipt.receivedAt - candleEnd(signalCandleAt),
    htfAligned: null,
    htfBiases: parsed.htf === null || parsed.htf === "ALIGNED" ? null : { ...parsed.htf },
    strength: parsed.strength,
    signalType: parsed.signalType,
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
    flags: [],
    checks: [],
    trade: null,
    cancelsLate: false,
    eventSeq: 0,
    pathSeq: 0,
  };
}

/** Price of the alert in ticks: the payload's, else the close of our own candle, else unknown. */
export function signalPriceOf(parsed: ParsedSignal, ownClose: Ticks | null, scale: PriceScale): Ticks | null {
  return (parsed.price === null ? null : nearestTicks(parsed.price, scale)) ?? ownClose;
}

/** Takes back what a confirmation gave: a cancelled signal keeps no confirmation, stop or trade field. */
export function forgetConfirmation(signal: SignalState): void {
  signal.confirmedAt = null;
  signal.confirmationCandle = null;
  signal.barsToConfirmation = null;
  signal.confirmationDirectional = null;
  signal.stopLoss = null;
  signal.bufferTicks = null;
  signal.stopScenario = null;
  signal.stopAnchorType = null;
  signal.stopAnchorAt = null;
  signal.stopAnchorPrice = null;
  signal.stopInsideRange = null;
  signal.trade = null;
}

/** Adds a flag once. */
export function addFlag(signal: SignalState, flag: string): void {
  if (!signal.flags.includes(flag)) signal.flags.push(flag);
}

/** The signal as a value. @param last newest accepted tick: what an open trade stands at */
export function signalRecord(
  signal: SignalState,
  last: { readonly at: EpochMs; readonly price: Ticks } | null,
): SignalRecord {
  const { parsed: _parsed, cancelsLate: _late, eventSeq: _event, pathSeq: _path, trade, ...known } = signal;
  const record = { ...known, flags: [...known.flags], checks: [...known.checks] };
  if (trade === null) return { ...record, trade: null };
  // A bar may have told of a later price than the last tick.
  const standing = isOpen(trade) && last !== null && last.at >= Math.max(trade.entryAt, trade.lastAt);
  return {
    ...record,
    trade: { ...tradeRecord(trade), ...(standing ? { lastPrice: last.price, lastAt: last.at } : {}) },
  };
}
