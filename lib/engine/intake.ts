/**
 * A delivery reaches the engine: checks 1 to 3, then the decision of checks 4 to 9 (methodology 3), at once or, for a
 * signal that came a moment before its candle's end, when the clock reaches that end.
 */
import { cancelOpposing, evaluateAccepted } from "@/lib/engine/lifecycle";
import type { Series } from "@/lib/engine/series";
import { addFlag, newSignal, type Receipt, type SignalState, signalPriceOf } from "@/lib/engine/signal-state";
import type { RejectReason } from "@/lib/engine/types";
import { validate } from "@/lib/engine/validation";
import { candleEnd, minuteOf } from "@/lib/market/candle";
import { nearestTicks } from "@/lib/market/price";
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";
import { FUTURE_MS_MAX } from "@/lib/signal/alert-verdict";
import { symbolFits } from "@/lib/signal/symbol-match";
import { tradeIdOf } from "@/lib/signal/trade-id";
import type { ParsedDelivery, ParsedSignal } from "@/lib/signal/types";

/** A signal at most this much ahead of its candle's end waits for it. */
export const EARLY_MS_MAX = 5_000;
/** A last tick older than this at receipt is no live price. */
export const LIVE_PRICE_AGE_MS_MAX = 5_000;
/** A signal received later than this after its candle's close is flagged late (3.1). */
export const LATE_MS_MIN = 90_000;

/** What became of a delivery. `waiting`: decided when its candle ends. */
export interface DeliveryResult {
  readonly outcome: "accepted" | "duplicate" | "rejected" | "stored" | "waiting";
  /** Reject code, or the canonical event of stored telemetry. */
  readonly code: string | null;
  readonly tradeId: string | null;
}

/** Last accepted price at or before a receipt, unless older than five seconds. */
function marketAt(series: Series, receivedAt: EpochMs): Ticks | null {
  const { last, tape } = series;
  if (last === null) return null;
  if (last.at <= receivedAt) return receivedAt - last.at > LIVE_PRICE_AGE_MS_MAX ? null : last.price;
  // Applied after later ticks (a worker that was down): the price of then, not of now.
  const index = tape.firstAtOrAfter(receivedAt + 1) - 1;
  if (index < tape.first) return null;
  return receivedAt - tape.at(index) > LIVE_PRICE_AGE_MS_MAX ? null : tape.price(index);
}

/** Takes one parsed delivery; the clock has been moved to its time. */
export function takeDelivery(series: Series, parsed: ParsedDelivery, receipt: Receipt): DeliveryResult {
  const { counters, signals } = series;
  counters.received += 1;
  if (parsed.kind === "telemetry") {
    counters.storedOnly += 1;
    return { outcome: "stored", code: parsed.event, tradeId: parsed.tradeId };
  }
  const refused = refusal(series, parsed, receipt.receivedAt);
  if (parsed.kind === "bad" || refused !== null) {
    counters.signalsRejected += 1;
    return { outcome: "rejected", code: refused, tradeId: null };
  }
  const tradeId = tradeIdOf(minuteOf(parsed.candleAt), parsed.direction);
  if (signals.byId(tradeId) !== undefined) {
    counters.duplicates += 1;
    return { outcome: "duplicate", code: null, tradeId };
  }
  const market = { price: marketAt(series, receipt.receivedAt) };
  const signal = newSignal(parsed, receipt, signals.list.length, market);
  signals.register(signal);
  const endsAt = candleEnd(signal.signalCandleAt);
  const early = receipt.receivedAt < endsAt;
  if (early && receipt.receivedAt >= endsAt - EARLY_MS_MAX && series.clock < endsAt) {
    signals.defer(signal);
    return { outcome: "waiting", code: null, tradeId };
  }
  const waits = early && receipt.receivedAt < endsAt - EARLY_MS_MAX;
  const reason = decide(series, signal, !waits);
  return { outcome: reason === null ? "accepted" : "rejected", code: reason, tradeId };
}

/** Checks 1 and 2: their failures leave no id behind. */
function refusal(
  series: Series,
  parsed: Exclude<ParsedDelivery, { kind: "telemetry" }>,
  receivedAt: EpochMs,
): RejectReason | null {
  if (parsed.kind === "bad") return "BAD_PAYLOAD";
  if (minuteOf(parsed.candleAt) - receivedAt > FUTURE_MS_MAX) return "FUTURE_TIME";
  return symbolFits(parsed.symbol, series.config.instrument) ? null : "WRONG_SYMBOL";
}

function payloadCandle(parsed: ParsedSignal, openAt: EpochMs, series: Series): Candle | null {
  const sent = parsed.signalCandle;
  if (sent === null) return null;
  const { scale } = series.config;
  const [open, high, low, close] = [sent.open, sent.high, sent.low, sent.close].map((text) =>
    nearestTicks(text, scale),
  );
  if (open == null || high == null || low == null || close == null) return null;
  return { openAt, open, high, low, close, volume: 0, trades: 0, complete: true };
}

/**
 * Checks 4 to 9 and what follows from them.
 * @param finished whether the signal's minute is over; before that there is no signal candle
 * @returns why it was rejected, or null
 */
export function decide(series: Series, signal: SignalState, finished: boolean): RejectReason | null {
  const { parsed, signalCandleAt } = signal;
  const own = finished ? series.candles.closedAt(signalCandleAt) : null;
  const usable = own?.complete === true ? own : null;
  const candle = usable ?? (finished ? payloadCandle(parsed, signalCandleAt, series) : null);
  signal.signalPrice = signalPriceOf(parsed, own?.close ?? null, series.config.scale);
  signal.signalCandle = candle;
  if (candle !== null) signal.signalCandleSource = usable === null ? "payload" : "own";
  if (signal.latencyMs > LATE_MS_MIN) addFlag(signal, "late");
  const reason = validate(series, signal);
  return reason === null ? accept(series, signal) : reject(series, signal, reason);
}

function reject(series: Series, signal: SignalState, reason: RejectReason): RejectReason {
  signal.status = "REJECTED";
  signal.reason = reason;
  series.counters.signalsRejected += 1;
  series.facts.event(signal, "SIGNAL_REJECTED", series.clock, { reason });
  if (reason === "IGNORED_SAME_DIRECTION") addFlag(signal, "suspected_lost_alert");
  if (reason === "INVALID_SESSION") {
    cancelOpposing(series, signal);
    series.signals.rememberCancelling(signal);
  }
  return reason;
}

function accept(series: Series, signal: SignalState): null {
  signal.status = "PENDING";
  series.counters.signalsAccepted += 1;
  series.facts.event(signal, "SIGNAL_CREATED", series.clock, {
    direction: signal.direction,
    signalCandle: signal.signalCandle,
    signalPrice: signal.signalPrice,
    receivedAt: signal.receivedAt,
  });
  cancelOpposing(series, signal);
  series.signals.rememberCancelling(signal);
  evaluateAccepted(series, signal);
  return null;
}
