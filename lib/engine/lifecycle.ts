/**
 * What becomes of an accepted signal: confirmation, stop, cancellation (methodology 3.3, 4, 5 and ); its
 * trade is in tracking.ts. Works on a Series; the order of events is decided elsewhere.
 */
import type { Series } from "@/lib/engine/series";
import { addFlag, forgetConfirmation, type SignalState } from "@/lib/engine/signal-state";
import { startTracking } from "@/lib/engine/tracking";
import { candleEnd } from "@/lib/market/candle";
import { formatPrice } from "@/lib/market/price";
import type { Candle } from "@/lib/market/types";
import { confirms, isDirectional } from "@/lib/signal/confirmation";
import { opposite } from "@/lib/signal/direction";
import { candlesNeededLeft, placeStop } from "@/lib/signal/stop";

/** The signal candle as it stands now: a released run may have extended ours. */
function signalCandleOf(series: Series, signal: SignalState): Candle | null {
  if (signal.signalCandleSource === "own") {
    signal.signalCandle = series.candles.closedAt(signal.signalCandleAt) ?? signal.signalCandle;
  }
  return signal.signalCandle;
}

/** Existing candles up to the confirmation candle with the signal candle in its place, also when it came by payload. */
function candlesForStop(series: Series, signal: SignalState, signalCandle: Candle, confirmationIndex: number) {
  const { candles, config } = series;
  const at = candles.firstAtOrAfter(signal.signalCandleAt);
  const after = candles.get(at)?.openAt === signal.signalCandleAt ? at + 1 : at;
  const older = candles.slice(at - candlesNeededLeft(config.rules.values.leftSearchCandles), at);
  return { list: [...older, signalCandle, ...candles.slice(after, confirmationIndex + 1)], signalIndex: older.length };
}

/** Confirms a signal on a closed candle: stop from closed candles, then entry (methodology 4, 5.4). */
function confirm(series: Series, signal: SignalState, signalCandle: Candle, candle: Candle, index: number): void {
  const { rules, scale } = series.config;
  const { list, signalIndex } = candlesForStop(series, signal, signalCandle, index);
  const stop = placeStop({
    candles: list,
    signalIndex,
    direction: signal.direction,
    bufferTicks: rules.bufferTicks,
    symmetricDoublePivot: rules.values.symmetricDoublePivot,
    leftSearchCandles: rules.values.leftSearchCandles,
  });
  signal.status = "CONFIRMED";
  signal.confirmedAt = candleEnd(candle.openAt);
  signal.confirmationCandle = candle;
  signal.barsToConfirmation = list.length - 1 - signalIndex;
  signal.confirmationDirectional = isDirectional(candle, signal.direction);
  signal.stopLoss = stop.price;
  signal.bufferTicks = rules.bufferTicks;
  signal.stopScenario = stop.scenario;
  signal.stopAnchorType = stop.anchorType;
  signal.stopAnchorAt = stop.anchorAt;
  signal.stopAnchorPrice = stop.anchorPrice;
  signal.stopInsideRange = stop.insideRange;
  if (signal.receivedAt >= signal.confirmedAt) addFlag(signal, "late_confirmation");
  signal.checks.push(
    {
      name: "confirmation",
      outcome: "passed",
      at: signal.confirmedAt,
      rule: "methodology 4",
      inputs: {
        candleAt: candle.openAt,
        close: formatPrice(candle.close, scale),
        level: formatPrice(signal.direction === "bullish" ? signalCandle.high : signalCandle.low, scale),
        bars: signal.barsToConfirmation,
      },
    },
    {
      name: "stop",
      outcome: "passed",
      at: signal.confirmedAt,
      rule: `methodology 5.3 ${stop.scenario}`,
      inputs: {
        anchorAt: stop.anchorAt,
        anchorPrice: formatPrice(stop.anchorPrice, scale),
        anchorType: stop.anchorType,
        buffer: formatPrice(rules.bufferTicks, scale),
        stop: formatPrice(stop.price, scale),
        insideRange: stop.insideRange,
        // What the search was told: with them the placement can be walked through again.
        leftSearchCandles: rules.values.leftSearchCandles,
        symmetricDoublePivot: rules.values.symmetricDoublePivot,
      },
    },
  );
  series.facts.event(signal, "CONFIRMED", signal.confirmedAt, {
    confirmationCandle: candle,
    bars: signal.barsToConfirmation,
    stop: stop.price,
    scenario: stop.scenario,
    anchorAt: stop.anchorAt,
    anchorPrice: stop.anchorPrice,
  });
  series.signals.rememberConfirmed(signal);
  startTracking(series, signal, candle);
}

/** Whether a pending signal is confirmed by a closed candle; then confirms it. */
export function tryConfirm(series: Series, signal: SignalState, candle: Candle, index: number): boolean {
  if (candle.openAt <= signal.signalCandleAt) return false;
  const signalCandle = signalCandleOf(series, signal);
  if (signalCandle === null || !confirms(signalCandle, candle, signal.direction)) return false;
  if (series.signals.pending === signal) series.signals.pending = null;
  confirm(series, signal, signalCandle, candle, index);
  return true;
}

/** Ends a pending or voided-by-grace signal (3.3, A-12, A-23). */
export function cancel(series: Series, signal: SignalState, by: SignalState): void {
  if (series.signals.pending === signal) series.signals.pending = null;
  const before = signal.status;
  series.signals.stopWaiting(signal);
  series.trades.remove(signal);
  series.exits.drop(signal);
  forgetConfirmation(signal);
  signal.status = "CANCELLED";
  signal.reason = "opposite_signal";
  signal.cancelledAt = by.signalCandleAt;
  signal.cancelledBy = by.tradeId;
  const barsPending =
    series.candles.firstAtOrAfter(by.signalCandleAt) - series.candles.firstAtOrAfter(signal.signalCandleAt);
  series.facts.event(signal, "CANCELLED", series.clock, {
    by: by.tradeId,
    candleAt: by.signalCandleAt,
    before,
    barsPending,
  });
}

/**
 * A valid or INVALID_SESSION signal cancels what opposes it: the pending one when its candle is not older, and
 * confirmed ones within the grace. One that is older than the pending signal cancels nothing.
 */
export function cancelOpposing(series: Series, by: SignalState): void {
  const { pending } = series.signals;
  if (pending !== null && by.signalCandleAt < pending.signalCandleAt) return;
  if (pending !== null && pending.direction !== by.direction) cancel(series, pending, by);
  const { confirmVoidGraceMs } = series.config.rules.values;
  const within = (signal: SignalState) =>
    signal.signalCandleAt <= by.signalCandleAt &&
    by.signalCandleAt <= (signal.confirmationCandle?.openAt ?? Number.NEGATIVE_INFINITY);
  for (const signal of series.signals.withinGrace(by.receivedAt, confirmVoidGraceMs)) {
    if (signal.direction !== by.direction && within(signal)) cancel(series, signal, by);
  }
  // On time it can only reach candles that closed a moment ago; only a late one can have missed its chance.
  if (by.receivedAt <= candleEnd(by.signalCandleAt) + confirmVoidGraceMs) return;
  for (const signal of series.trades.signals()) {
    if (signal.direction === by.direction || !within(signal)) continue;
    addFlag(signal, "missed_cancellation");
    series.facts.event(signal, "FLAGGED", series.clock, { flag: "missed_cancellation", by: by.tradeId });
  }
}

/**
 * Evaluates an accepted signal at once on the closed candles after its own, up to the nearest opposing signal
 * already known, which otherwise cancels it. Not confirmed and not cancelled, it is the pending one.
 */
export function evaluateAccepted(series: Series, signal: SignalState): void {
  const canceller = series.signals.nearestCancelling(opposite(signal.direction), signal.signalCandleAt);
  const limit = canceller?.signalCandleAt ?? Number.POSITIVE_INFINITY;
  for (
    let index = series.candles.firstAtOrAfter(signal.signalCandleAt + 1);
    index < series.candles.length;
    index += 1
  ) {
    const candle = series.candles.get(index);
    if (candle === undefined || candle.openAt >= limit) break;
    if (tryConfirm(series, signal, candle, index)) return;
  }
  if (canceller === null) series.signals.pending = signal;
  else cancel(series, signal, canceller);
}
