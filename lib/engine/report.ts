/**
 * The result of a replay as the replay format writes it: keys in order, prices and R as text, absent values null.
 * Reads records only; computes nothing that the engine has not decided, except how it is written.
 */

import type { SeriesCounters } from "@/lib/engine/series";
import type { SignalRecord } from "@/lib/engine/types";
import { formatPrice, formatR, type PriceScale } from "@/lib/market/price";
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";
import type { ProfileName } from "@/lib/signal/config";
import { legResults } from "@/lib/trade/leg-results";

const REPORT_FORMAT = 1;

export interface ReportInput {
  readonly profile: ProfileName;
  readonly scale: PriceScale;
  readonly counters: Readonly<SeriesCounters>;
  readonly candleCount: number;
  readonly signals: readonly SignalRecord[];
}

type Value = string | number | boolean | null | Readonly<Record<string, EpochMs>>;

function tradeFields(signal: SignalRecord, scale: PriceScale): Record<string, Value> {
  const { trade } = signal;
  const price = (ticks: Ticks | null | undefined) => (ticks == null ? null : formatPrice(ticks, scale));
  const r = (ticks: Ticks) => (trade === null ? null : formatR(ticks, trade.risk));
  const results = trade === null ? null : legResults(trade, signal.direction);
  return {
    entry_at_ms: trade?.entryAt ?? null,
    entry_price: price(trade?.entryPrice),
    risk_points: price(trade?.risk),
    be_trigger_price: price(trade?.beTriggerPrice),
    be_triggered_at_ms: trade?.beTriggeredAt ?? null,
    be_exit_at_ms: trade?.beExitAt ?? null,
    be_exit_price: price(trade?.beExitPrice),
    be_leg_status: trade?.beLeg ?? null,
    no_be_leg_status: trade?.noBeLeg ?? null,
    stop_hit_at_ms: trade?.stopHitAt ?? null,
    exit_price: price(trade?.exitPrice),
    slippage_points: price(trade?.slippage),
    gap_exit: trade?.gapExit ?? null,
    highest_price: price(trade?.highest),
    lowest_price: price(trade?.lowest),
    be_mfe: trade === null ? null : r(trade.beMfe),
    no_be_mfe: trade === null ? null : r(trade.noBeMfe),
    mae: trade === null ? null : r(trade.mae),
    outcome_r_be: results?.outcomeBe ?? null,
    outcome_r_no_be: results?.outcomeNoBe ?? null,
    realized_r_be: results?.realizedBe ?? null,
    realized_r_no_be: results?.realizedNoBe ?? null,
    targets_hit: trade?.targetsHit ?? null,
  };
}

function signalFields(signal: SignalRecord, scale: PriceScale): Record<string, Value> {
  const price = (ticks: Ticks | null) => (ticks === null ? null : formatPrice(ticks, scale));
  return {
    trade_id: signal.tradeId,
    direction: signal.direction,
    status: signal.status,
    reason: signal.reason,
    signal_candle_ms: signal.signalCandleAt,
    received_at_ms: signal.receivedAt,
    session: signal.session,
    signal_price: price(signal.signalPrice),
    market_price_at_receipt: price(signal.marketPriceAtReceipt),
    price_deviation: price(signal.priceDeviation),
    staleness_check: signal.stalenessCheck,
    cancelled_at_ms: signal.cancelledAt,
    cancelled_by: signal.cancelledBy,
    confirmed_at_ms: signal.confirmedAt,
    confirmation_candle_ms: signal.confirmationCandle?.openAt ?? null,
    bars_to_confirmation: signal.barsToConfirmation,
    stop_loss: price(signal.stopLoss),
    stop_scenario: signal.stopScenario,
    stop_anchor_type: signal.stopAnchorType,
    stop_anchor_ms: signal.stopAnchorAt,
    stop_anchor_price: price(signal.stopAnchorPrice),
    stop_inside_range: signal.stopInsideRange,
    ...tradeFields(signal, scale),
  };
}

/** The JSON text of a replay, with a trailing newline. */
export function formatReport(input: ReportInput): string {
  const { counters } = input;
  const report = {
    format: REPORT_FORMAT,
    profile: input.profile,
    ticks: {
      read: counters.read,
      accepted: counters.accepted,
      suspicious: counters.suspicious,
      rejected: counters.rejected,
      first_ms: counters.read === 0 ? null : counters.firstAt,
      last_ms: counters.read === 0 ? null : counters.lastAt,
    },
    candles: { timeframe: "1m", count: input.candleCount },
    signals: input.signals.map((signal) => signalFields(signal, input.scale)),
    deliveries: {
      received: counters.received,
      accepted: counters.signalsAccepted,
      duplicate: counters.duplicates,
      rejected: counters.signalsRejected,
      stored_only: counters.storedOnly,
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Header of the candles file. */
export const CANDLES_HEADER = "open_ms,open,high,low,close,volume,trades\n";

/** One line of the candles file. */
export function formatCandleLine(candle: Candle, scale: PriceScale): string {
  const prices = [candle.open, candle.high, candle.low, candle.close].map((ticks) => formatPrice(ticks, scale));
  return `${candle.openAt},${prices.join(",")},${candle.volume},${candle.trades}\n`;
}
