/**
 * What becomes of an accepted signal: confirmation, stop, entry, tracking over stored ticks, cancellation
 * (methodology 3.3, 4 to 7 and ). Works on a Series; the order of events is decided elsewhere.
 */
import type { Series } from "@/lib/engine/series";
import { addFlag, forgetConfirmation, type SignalState } from "@/lib/engine/signal-state";
import { candleEnd } from "@/lib/market/candle";
import { formatPrice } from "@/lib/market/price";
import { sessionOf } from "@/lib/market/session";
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";
import { MINUTE_MS } from "@/lib/market/zone";
import { confirms, isDirectional } from "@/lib/signal/confirmation";
import { opposite } from "@/lib/signal/direction";
import { candlesNeededLeft, placeStop } from "@/lib/signal/stop";
import { applyTick, isOpen, openTrade, type TradeChange } from "@/lib/trade/trade";
import type { TickRef } from "@/lib/trade/types";

/** An entry later than this after the confirmation is flagged entry_delayed (methodology 6). */
const ENTRY_DELAY_MS_MAX = MINUTE_MS;

interface EntryTick {
  readonly at: EpochMs;
  readonly price: Ticks;
  readonly ref: TickRef | null;
}

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

/** A confirmed signal looks for its entry among the stored ticks, else it waits for the next one. */
function startTracking(series: Series, signal: SignalState, candle: Candle): void {
  const { tape } = series;
  const closeAt = candleEnd(candle.openAt);
  if (tape.first > 0 && tape.at(tape.first) >= closeAt) addFlag(signal, "tracking_gap");
  let next = tape.firstAtOrAfter(closeAt);
  const start = next;
  if (series.config.rules.values.entryMode === "confirmationClose") {
    if (!enter(series, signal, { at: closeAt, price: candle.close, ref: null })) return;
  } else if (next < tape.length) {
    if (!enter(series, signal, { at: tape.at(next), price: tape.price(next), ref: tape.ref(next) })) return;
    next += 1;
  }
  const { trade } = signal;
  if (trade === null || start === tape.length) {
    series.signals.waitingForTick.push(signal);
    return;
  }
  for (let index = next; index < tape.length && isOpen(trade); index += 1) {
    const [at, price, ref] = [tape.at(index), tape.price(index), tape.ref(index)];
    for (const change of applyTick(trade, price, at)) reportChange(series, signal, change, at, price, ref);
  }
  if (isOpen(trade)) series.trades.add(signal, trade, start);
}

/** Opens the trade, or voids the signal when the stop is on the wrong side (5.3). @returns whether it opened */
function enter(series: Series, signal: SignalState, tick: EntryTick): boolean {
  const { stopLoss, confirmedAt } = signal;
  if (stopLoss === null || confirmedAt === null) throw new Error(`entry: ${signal.tradeId} is not confirmed`);
  const risk = signal.direction === "bullish" ? tick.price - stopLoss : stopLoss - tick.price;
  const at = tick.ref === null ? null : { price: tick.price, ref: tick.ref };
  if (risk <= 0) {
    signal.status = "VOID";
    signal.reason = "INVALID_RISK";
    series.facts.event(signal, "VOIDED", tick.at, { reason: "INVALID_RISK", price: tick.price, stop: stopLoss }, at);
    return false;
  }
  signal.trade = openTrade(signal.direction, tick, risk, series.config.rules.breakEven);
  signal.status = "ACTIVE";
  if (tick.at - confirmedAt > ENTRY_DELAY_MS_MAX) addFlag(signal, "entry_delayed");
  if (series.config.calendar.closedBetween(confirmedAt - 1, tick.at)) addFlag(signal, "entry_after_break");
  if (sessionOf(tick.at) === "INVALID") addFlag(signal, "entry_outside_session");
  series.facts.event(signal, "ENTRY", tick.at, { entry: tick.price, stop: stopLoss, risk }, at);
  return true;
}

/** The first tick at or after the confirmation: enters the trades that wait for it, in order of confirmation. */
export function enterWaiting(series: Series, index: number, at: EpochMs, price: Ticks, ref: TickRef): void {
  const { signals, trades } = series;
  const ready = signals.waitingForTick.filter(({ confirmedAt }) => confirmedAt !== null && at >= confirmedAt);
  if (ready.length === 0) return;
  signals.waitingForTick = signals.waitingForTick.filter((signal) => !ready.includes(signal));
  for (const signal of ready) {
    // With entryMode confirmationClose the trade is open already, and this tick is evaluated like any other.
    const isOpened = signal.trade !== null;
    if (!isOpened) enter(series, signal, { at, price, ref });
    if (signal.trade !== null) trades.add(signal, signal.trade, index);
    if (isOpened) trades.applyTo(signal, at, price, ref);
  }
}

/** Writes one change of a trade into the history (7.7). */
export function reportChange(
  series: Series,
  signal: SignalState,
  change: TradeChange,
  at: EpochMs,
  price: Ticks,
  ref: TickRef,
): void {
  const { trade } = signal;
  if (trade === null) return;
  if (!isOpen(trade)) signal.status = "CLOSED";
  const { type, ...data } = change;
  const standing = {
    beLeg: trade.beLeg,
    noBeLeg: trade.noBeLeg,
    beMfe: trade.beFavourable,
    noBeMfe: trade.favourable,
    mae: trade.adverse,
  };
  series.facts.event(signal, type, at, { ...data, ...standing }, { price, ref });
}

/** Ends a pending or voided-by-grace signal (3.3, A-12, A-23). */
export function cancel(series: Series, signal: SignalState, by: SignalState): void {
  if (series.signals.pending === signal) series.signals.pending = null;
  const before = signal.status;
  series.signals.stopWaiting(signal);
  series.trades.remove(signal);
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
