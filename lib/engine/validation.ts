/**
 * Checks 4 to 9 of methodology 3 in their order, then OUT_OF_ORDER and IGNORED_SAME_DIRECTION.
 * Every check leaves a line with what it saw; the first failure decides. Changes nothing but the signal itself.
 */
import type { Series } from "@/lib/engine/series";
import { addFlag, type SignalState } from "@/lib/engine/signal-state";
import type { Check, RejectReason } from "@/lib/engine/types";
import { formatPrice } from "@/lib/market/price";
import type { Ticks } from "@/lib/market/types";
import { contradicts, directionOf } from "@/lib/signal/direction";

type Finding = { readonly reason: RejectReason | null } & Omit<Check, "at">;
type CheckRule = (series: Series, signal: SignalState) => Finding;

const decided = (failed: boolean): Check["outcome"] => (failed ? "failed" : "passed");

const checkBias: CheckRule = (_series, signal) => {
  const { m1, trendRegime, fvgBias } = signal.parsed.biases;
  const mismatch = contradicts([m1, trendRegime, fvgBias], signal.direction);
  return {
    name: "bias",
    rule: "methodology 3.4, A-17",
    outcome: decided(mismatch),
    inputs: { direction: signal.direction, m1, trendRegime, fvgBias },
    reason: mismatch ? "BIAS_MISMATCH" : null,
  };
};

const checkMarketOpen: CheckRule = (series, signal) => {
  const { calendar } = series.config;
  const open = calendar.isOpen(signal.signalCandleAt);
  return {
    name: "market open",
    rule: "methodology 3.5, A-32",
    outcome: decided(!open),
    inputs: {
      candleAt: signal.signalCandleAt,
      open,
      closesAt: open ? calendar.nextClose(signal.signalCandleAt) : null,
      opensAt: open ? null : calendar.nextOpen(signal.signalCandleAt),
    },
    reason: open ? null : "MARKET_CLOSED",
  };
};

const checkSession: CheckRule = (series, signal) => {
  const { sessionFilter } = series.config.rules.values;
  const outside = signal.session === "INVALID";
  const failed = outside && sessionFilter === "enforce";
  return {
    name: "session",
    rule: "methodology 3.6, 3.2",
    outcome: outside && !failed ? "flagged" : decided(failed),
    inputs: { session: signal.session, sessionFilter },
    reason: failed ? "INVALID_SESSION" : null,
  };
};

function textOf(series: Series, ticks: Ticks | null): string | null {
  return ticks === null ? null : formatPrice(ticks, series.config.scale);
}

const checkStaleness: CheckRule = (series, signal) => {
  const { staleTicks, values } = series.config.rules;
  const { marketPriceAtReceipt: market, signalPrice } = signal;
  const deviation = market === null || signalPrice === null ? null : market - signalPrice;
  const stale = deviation !== null && Math.abs(deviation) > staleTicks;
  signal.priceDeviation = deviation;
  signal.stalenessCheck = deviation === null || values.staleAction === "off" ? null : !stale;
  if (market === null) addFlag(signal, "no_live_price");
  const acts = stale && values.staleAction !== "off";
  if (acts) addFlag(signal, "stale");
  const rejected = acts && values.staleAction === "reject";
  const judged = rejected ? "failed" : acts ? "flagged" : "passed";
  return {
    name: "staleness",
    rule: "methodology 3.7, A-15, A-16",
    outcome: signal.stalenessCheck === null ? "unknown" : judged,
    inputs: {
      marketPrice: textOf(series, market),
      signalPrice: textOf(series, signalPrice),
      deviation: textOf(series, deviation),
      threshold: values.staleThresholdPoints,
      action: values.staleAction,
    },
    reason: rejected ? "STALE" : null,
  };
};

const checkHtf: CheckRule = (series, signal) => {
  const { htfFrames, htfRequired } = series.config.rules.values;
  const { htf } = signal.parsed;
  const labels = htf === "ALIGNED" || htf === null ? {} : htf;
  const sent = htf === "ALIGNED" || Object.keys(labels).length > 0;
  const aligned =
    htf === "ALIGNED" || htfFrames.every((frame) => directionOf(labels[frame] ?? "") === signal.direction);
  signal.htfAligned = sent ? aligned : null;
  const failed = htfRequired && signal.htfAligned !== true;
  return {
    name: "higher timeframes",
    rule: "methodology 3.8, A-37",
    outcome: !htfRequired && signal.htfAligned !== true ? "skipped" : decided(failed),
    inputs: {
      required: htfRequired,
      frames: htfFrames.join(","),
      sent:
        htf === "ALIGNED"
          ? "ALIGNED"
          : Object.entries(labels)
              .map(([frame, label]) => `${frame}:${label}`)
              .join(" "),
      aligned: signal.htfAligned,
    },
    reason: failed ? "HTF_NOT_ALIGNED" : null,
  };
};

const checkCandle: CheckRule = (series, signal) => {
  const candle = signal.signalCandle;
  return {
    name: "signal candle",
    rule: "methodology 3.9, A-18",
    outcome: decided(candle === null),
    inputs: {
      candleAt: signal.signalCandleAt,
      source: signal.signalCandleSource,
      high: textOf(series, candle?.high ?? null),
      low: textOf(series, candle?.low ?? null),
    },
    reason: candle === null ? "NO_SIGNAL_CANDLE" : null,
  };
};

const checkOrder: CheckRule = (series, signal) => {
  const { pending } = series.signals;
  const older = pending !== null && signal.signalCandleAt < pending.signalCandleAt;
  return {
    name: "order",
    rule: "methodology 3.1, A-03",
    outcome: decided(older),
    inputs: { candleAt: signal.signalCandleAt, pendingCandleAt: pending?.signalCandleAt ?? null },
    reason: older ? "OUT_OF_ORDER" : null,
  };
};

const checkPending: CheckRule = (series, signal) => {
  const { pending } = series.signals;
  const same = pending !== null && pending.direction === signal.direction;
  return {
    name: "one pending signal",
    rule: "methodology 3.3",
    outcome: decided(same),
    inputs: { pending: pending?.tradeId ?? null },
    reason: same ? "IGNORED_SAME_DIRECTION" : null,
  };
};

const RULES: readonly CheckRule[] = [
  checkBias,
  checkMarketOpen,
  checkSession,
  checkStaleness,
  checkHtf,
  checkCandle,
  checkOrder,
  checkPending,
];

/** Runs the checks in order. @returns the code of the first that failed, or null when all passed */
export function validate(series: Series, signal: SignalState): RejectReason | null {
  const market = signal.marketPriceAtReceipt;
  // Known from the receipt on, but a signal that never reaches the staleness check shows none of it.
  signal.marketPriceAtReceipt = null;
  for (const rule of RULES) {
    if (rule === checkStaleness) signal.marketPriceAtReceipt = market;
    const { reason, ...check } = rule(series, signal);
    signal.checks.push({ ...check, at: series.clock });
    if (reason !== null) return reason;
  }
  return null;
}
