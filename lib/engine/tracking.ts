/**
 * A confirmed signal's trade: its entry and its way over ticks and, where those are lost, minute bars, live or for a late
 * signal over what is stored (methodology 6, 7 and ). Works on a Series; rules of one trade are in lib/trade.
 */
import type { HeldBar } from "@/lib/engine/held-bars";
import type { Series } from "@/lib/engine/series";
import { addFlag, type SignalState } from "@/lib/engine/signal-state";
import { candleEnd } from "@/lib/market/candle";
import { sessionOf } from "@/lib/market/session";
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";
import { MINUTE_MS } from "@/lib/market/zone";
import { applyBar, type BarEffect, type BarMove } from "@/lib/trade/bar";
import { applyTick, isOpen, openTrade, type TradeChange } from "@/lib/trade/trade";
import type { TickRef } from "@/lib/trade/types";

/** An entry later than this after the confirmation is flagged entry_delayed (methodology 6). */
const ENTRY_DELAY_MS_MAX = MINUTE_MS;

interface EntryTick {
  readonly at: EpochMs;
  readonly price: Ticks;
  readonly ref: TickRef | null;
}

/**
 * A confirmed signal looks for its entry among the stored ticks and bars, else it waits for the next one.
 */
export function startTracking(series: Series, signal: SignalState, candle: Candle): void {
  const { tape, candles, bars, signals, trades, config } = series;
  const closeAt = candleEnd(candle.openAt);
  const isCut = tape.first > 0 && tape.at(tape.first) >= closeAt;
  if (isCut || candles.missingUntil > closeAt) addFlag(signal, "tracking_gap");
  const start = tape.firstAtOrAfter(closeAt);
  const held = bars.since(closeAt);
  if (config.rules.values.entryMode === "confirmationClose") {
    if (!enter(series, signal, { at: closeAt, price: candle.close, ref: null })) return;
  }
  if (start === tape.length && held.length === 0) {
    signals.waitingForTick.push(signal);
    return;
  }
  if (!walk(series, signal, start, held)) return;
  if (signal.trade === null) signals.waitingForTick.push(signal);
  else if (isOpen(signal.trade)) trades.add(signal, signal.trade, start);
}

/** The stored ticks and bars in their order, from a tick index on. @returns false when the signal ended VOID */
function walk(series: Series, signal: SignalState, start: number, held: readonly HeldBar[]): boolean {
  const { tape } = series;
  let nextBar = 0;
  for (let index = start; ; index += 1) {
    for (let bar = held[nextBar]; bar !== undefined && bar.before <= index; bar = held[nextBar]) {
      nextBar += 1;
      if (!takeStoredBar(series, signal, bar)) return false;
    }
    const isOver = signal.trade !== null && !isOpen(signal.trade) && !series.exits.has(signal);
    if (index >= tape.length || isOver) return true;
    const [at, price, ref] = [tape.at(index), tape.price(index), tape.ref(index)];
    series.exits.pass(series, price, price, at, ref, signal);
    if (signal.trade === null) {
      if (!enter(series, signal, { at, price, ref })) return false;
    } else if (isOpen(signal.trade)) {
      for (const change of applyTick(signal.trade, price, at)) reportChange(series, signal, change, at, price, ref);
    }
  }
}

/** @returns false when the signal ended VOID */
function takeStoredBar(series: Series, signal: SignalState, bar: BarMove): boolean {
  if (signal.trade === null) {
    if (bar.open === null) return true;
    if (!enter(series, signal, { at: bar.openAt, price: bar.open, ref: null })) return false;
  }
  const { trade } = signal;
  series.exits.pass(series, bar.low ?? bar.close, bar.high ?? bar.close, bar.at, null, signal);
  if (trade !== null && isOpen(trade)) reportBar(series, signal, bar, applyBar(trade, bar));
  return true;
}

/** Opens the trade, or voids the signal when the stop is on the wrong side (5.3). @returns whether it opened */
function enter(series: Series, signal: SignalState, tick: EntryTick): boolean {
  const { stopLoss, confirmedAt } = signal;
  if (stopLoss === null || confirmedAt === null) throw new Error(`entry: ${signal.tradeId} is not confirmed`);
  const risk = signal.direction === "bullish" ? tick.price - stopLoss : stopLoss - tick.price;
  const at = { price: tick.price, ref: tick.ref };
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
  const { trades } = series;
  for (const signal of takeReady(series, at)) {
    // With entryMode confirmationClose the trade is open already, and this tick is evaluated like any other.
    const isOpened = signal.trade !== null;
    if (!isOpened) enter(series, signal, { at, price, ref });
    if (signal.trade !== null) trades.add(signal, signal.trade, index);
    if (isOpened) trades.applyTo(signal, at, price, ref);
  }
}

/** A bar in place of lost ticks: its open is the first trade of the minute, so it enters the trades that wait for one. */
export function enterByBar(series: Series, bar: BarMove): void {
  const { signals, trades, tape } = series;
  if (bar.open === null || signals.waitingForTick.length === 0) return;
  const ready = takeReady(series, bar.openAt);
  for (const signal of ready) {
    if (signal.trade === null) enter(series, signal, { at: bar.openAt, price: bar.open, ref: null });
    if (signal.trade !== null) trades.add(signal, signal.trade, tape.length);
  }
}

/** Takes the confirmed signals that may enter at an instant out of their queue, in order of confirmation. */
function takeReady({ signals }: Series, at: EpochMs): SignalState[] {
  const ready = signals.waitingForTick.filter(({ confirmedAt }) => confirmedAt !== null && at >= confirmedAt);
  if (ready.length > 0) signals.waitingForTick = signals.waitingForTick.filter((signal) => !ready.includes(signal));
  return ready;
}

/** Writes what a bar did to a trade into its history, and that the trade is bar-level from here (7.4, 8.3). */
export function reportBar(series: Series, signal: SignalState, bar: BarMove, effect: BarEffect): void {
  const { facts } = series;
  const flag = (name: string): void => {
    if (signal.flags.includes(name)) return;
    addFlag(signal, name);
    facts.event(signal, "FLAGGED", bar.at, { flag: name, barAt: bar.openAt });
  };
  flag("bar_level");
  if (effect.ambiguous) {
    flag("intrabar_ambiguous");
    const message = `${signal.tradeId}: one minute bar reached both sides of the trade; the adverse one is taken as first.`;
    facts.notice("INTRABAR_AMBIGUOUS", bar.at, message, { tradeId: signal.tradeId, barAt: bar.openAt });
  }
  for (const { change, price } of effect.changes) reportChange(series, signal, change, bar.at, price, null);
  facts.touch(signal);
}

/** Writes one change of a trade into the history (7.7). */
export function reportChange(
  series: Series,
  signal: SignalState,
  change: TradeChange,
  at: EpochMs,
  price: Ticks,
  ref: TickRef | null,
): void {
  const { trade } = signal;
  if (trade === null) return;
  if (!isOpen(trade)) signal.status = "CLOSED";
  if (ref !== null) series.exits.begin(signal, change, price);
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
