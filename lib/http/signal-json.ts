/**
 * Signals and trades as the JSON routes write them: prices as decimal text in the instrument's precision, R as text with
 * 4 decimals, instants as epoch ms, absent values null. Pure mapping; decides nothing.
 */
import type { StoredEvent, StoredPathPoint, StoredSignal } from "@/lib/db/signal-queries";
import type { SignalRecord } from "@/lib/engine/types";
import { formatPrice, formatR, nearestTicks, type PriceScale } from "@/lib/market/price";
import { newYorkDate } from "@/lib/market/session";
import type { Candle, Ticks } from "@/lib/market/types";
import { legResults } from "@/lib/trade/leg-results";
import { beStopOf } from "@/lib/trade/record";
import { LADDER_STEPS_PER_R, TARGET_R_MAX } from "@/lib/trade/trade";
import type { EntryReturn, TradeRecord } from "@/lib/trade/types";

type Json = Readonly<Record<string, unknown>>;

const priceOf = (ticks: Ticks | null, scale: PriceScale): string | null =>
  ticks === null ? null : formatPrice(ticks, scale);

function candleJson(candle: Candle | null, scale: PriceScale): Json | null {
  if (candle === null) return null;
  const { openAt, open, high, low, close } = candle;
  const [o, h, l, c] = [open, high, low, close].map((ticks) => formatPrice(ticks, scale));
  return { openAt, open: o, high: h, low: l, close: c };
}

/** A signal for a list. */
export function signalJson(stored: StoredSignal): Json {
  const { record, scale } = stored;
  const { trade, checks, signalCandle, confirmationCandle, bufferTicks, ordinal, ...rest } = record;
  return {
    id: stored.id,
    instrument: stored.root,
    contract: stored.ticker,
    source: stored.source,
    profile: stored.profile,
    engineVersion: stored.engineVersion,
    ...rest,
    signalDate: newYorkDate(record.signalCandleAt),
    signalPrice: priceOf(record.signalPrice, scale),
    marketPriceAtReceipt: priceOf(record.marketPriceAtReceipt, scale),
    priceDeviation: priceOf(record.priceDeviation, scale),
    signalCandle: candleJson(signalCandle, scale),
    confirmationCandle: candleJson(confirmationCandle, scale),
    stopLoss: priceOf(record.stopLoss, scale),
    bufferPoints: priceOf(bufferTicks, scale),
    stopAnchorPrice: priceOf(record.stopAnchorPrice, scale),
    trade: trade === null ? null : tradeFields(record, trade, scale),
  };
}

/** A signal with every check and its history. */
export function signalDetailJson(stored: StoredSignal, events: readonly StoredEvent[]): Json {
  return { ...signalJson(stored), checks: stored.record.checks, events: eventsJson(events, stored.scale) };
}

/** A trade with the signal it came from. Null when the signal has none. */
export function tradeJson(stored: StoredSignal): Json | null {
  const { record, scale } = stored;
  if (record.trade === null) return null;
  return {
    id: stored.id,
    instrument: stored.root,
    contract: stored.ticker,
    source: stored.source,
    profile: stored.profile,
    engineVersion: stored.engineVersion,
    tradeId: record.tradeId,
    direction: record.direction,
    status: record.status,
    session: record.session,
    signalCandleAt: record.signalCandleAt,
    confirmedAt: record.confirmedAt,
    stopLoss: priceOf(record.stopLoss, scale),
    stopScenario: record.stopScenario,
    flags: record.flags,
    ...tradeFields(record, record.trade, scale),
  };
}

/** Events in order, prices in the instrument's precision. */
export function eventsJson(events: readonly StoredEvent[], scale: PriceScale): Json[] {
  return events.map((event) => ({ ...event, price: columnPrice(event.price, scale) }));
}

/** Path points in order; `r` is the move from the entry in R. */
export function pathJson(stored: StoredSignal, points: readonly StoredPathPoint[]): Json[] {
  const { trade, direction } = stored.record;
  const sign = direction === "bullish" ? 1 : -1;
  return points.map((point) => {
    const ticks = nearestTicks(point.price, stored.scale);
    const r = ticks === null || trade === null ? null : formatR(sign * (ticks - trade.entryPrice), trade.risk);
    return { ...point, price: priceOf(ticks, stored.scale), r };
  });
}

/** The column pads to its own decimals; people see the instrument's. */
function columnPrice(price: string | null, scale: PriceScale): string | null {
  return price === null ? null : priceOf(nearestTicks(price, scale), scale);
}

function tradeFields(record: SignalRecord, trade: TradeRecord, scale: PriceScale): Json {
  const { entryRef, heat, ladder, returns, mfeAtTrigger, risk, slippage, ...rest } = trade;
  const r = (ticks: Ticks): string => formatR(ticks, risk);
  const sign = record.direction === "bullish" ? 1 : -1;
  const targets = Array.from({ length: TARGET_R_MAX }, (_, index) =>
    formatPrice(trade.entryPrice + sign * (index + 1) * risk, scale),
  );
  const { outcomeBe, outcomeNoBe, realizedBe, realizedNoBe } = legResults(trade, record.direction);
  return {
    ...rest,
    entryPrice: priceOf(trade.entryPrice, scale),
    riskPoints: priceOf(risk, scale),
    beTriggerPrice: priceOf(trade.beTriggerPrice, scale),
    beStopPrice: priceOf(beStopOf(trade), scale),
    mfeAtTrigger: mfeAtTrigger === null ? null : r(mfeAtTrigger),
    beExitPrice: priceOf(trade.beExitPrice, scale),
    exitPrice: priceOf(trade.exitPrice, scale),
    slippagePoints: priceOf(slippage, scale),
    highest: priceOf(trade.highest, scale),
    lowest: priceOf(trade.lowest, scale),
    lastPrice: priceOf(trade.lastPrice, scale),
    beMfe: r(trade.beMfe),
    noBeMfe: r(trade.noBeMfe),
    mae: r(trade.mae),
    outcomeBe,
    outcomeNoBe,
    realizedBe,
    realizedNoBe,
    targets,
    ladder: ladderJson(ladder),
    returns: returnsJson(returns),
    heat: heatJson(heat, risk),
  };
}

/** `upTo` as R like the ladder's `r`; null for a trade stored before returns were kept. */
function returnsJson(returns: readonly EntryReturn[] | undefined): Json[] | null {
  return returns?.map(({ at, upTo }) => ({ at, upTo: (upTo / LADDER_STEPS_PER_R).toFixed(2) })) ?? null;
}

/** Adverse excursion in R when 1R, 2R, ... were first touched; null for a trade stored before it was kept. */
function heatJson(heat: readonly Ticks[] | undefined, risk: Ticks): string[] | null {
  return heat?.map((ticks) => formatR(ticks, risk)) ?? null;
}

/** First touches by R as text ("0.25", "-1.00"), from the stop upwards. */
function ladderJson(ladder: TradeRecord["ladder"]): Json[] {
  return Object.entries(ladder)
    .map(([step, touch]) => ({ r: Number(step) / LADDER_STEPS_PER_R, ...touch }))
    .sort((a, b) => a.r - b.r)
    .map(({ r, ...touch }) => ({ r: r.toFixed(2), ...touch }));
}
