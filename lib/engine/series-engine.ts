/**
 * The engine of one dated contract: ticks, alerts and the passing of time go in, facts come out (drain). Pure and
 * synchronous; live, recovery and replay drive this very class. It decides the order of events: the clock moves first
 * and closes candles, then the event is judged (replay format A-07). The rules are in intake, validation and lifecycle.
 */

import { type Ask, type AskAnswer, answerClose, answerNoRun, tellReleased } from "@/lib/engine/asks";
import { takeBar } from "@/lib/engine/bars";
import { markConflict, markGap } from "@/lib/engine/gap";
import { type DeliveryResult, decide, takeDelivery } from "@/lib/engine/intake";
import { tryConfirm } from "@/lib/engine/lifecycle";
import type { WaitingTick } from "@/lib/engine/quarantine";
import { type LiveTrade, liveTradesOf, recordOf } from "@/lib/engine/readings";
import { retireSeries } from "@/lib/engine/retirement";
import {
  CANDLES_MAX,
  type LastTick,
  Series,
  type SeriesConfig,
  type SeriesCounters,
  TAPE_TICKS_MAX,
} from "@/lib/engine/series";
import { restoreSeries, saveSeries } from "@/lib/engine/series-snapshot";
import type { ResolvedSettings } from "@/lib/engine/settings";
import { decodeSnapshot, encodeSnapshot } from "@/lib/engine/snapshot";
import { enterWaiting, reportBar, reportChange } from "@/lib/engine/tracking";
import type { Fact, SignalRecord, TickVerdict } from "@/lib/engine/types";
import { candleEnd } from "@/lib/market/candle";
import { priceScale } from "@/lib/market/price";
import type { Candle, EpochMs, MinuteBar, Ticks } from "@/lib/market/types";
import type { ParsedDelivery } from "@/lib/signal/types";
import type { TickRef } from "@/lib/trade/types";

/** Version of the rules; stored with every event. Changes whenever the same input could give another result. */
export const ENGINE_VERSION = "2";

/** Ticks and candles kept: TAPE_TICKS_MAX and CANDLES_MAX unless given. */
export type SeriesEngineOptions = Pick<SeriesConfig, "instrument" | "rules" | "calendar"> &
  Partial<Pick<SeriesConfig, "tapeTicksMax" | "candlesMax">>;

/** An alert with the times that matter. */
export interface Delivery {
  readonly receivedAt: EpochMs;
  /** Where the clock stands when it is applied; default receivedAt. Later only when the worker was away. */
  readonly effectiveAt?: EpochMs;
  readonly deliveryId: number | null;
  readonly alert: ParsedDelivery;
}

export class SeriesEngine {
  readonly #series: Series;
  #jumpTicks: Ticks;
  /** Next instant at which the clock has work to do; the only thing an ordinary tick compares with. */
  #dueAt = Number.POSITIVE_INFINITY;

  constructor(options: SeriesEngineOptions) {
    const { instrument, rules, calendar, tapeTicksMax = TAPE_TICKS_MAX, candlesMax = CANDLES_MAX } = options;
    const scale = priceScale(instrument.tickSize);
    this.#jumpTicks = rules.anomalyJumpTicks;
    const config = { instrument, rules, calendar, tapeTicksMax, candlesMax, scale };
    this.#series = new Series(config, {
      onChange: (signal, change, at, price, ref) => reportChange(this.#series, signal, change, at, price, ref),
      onBar: (signal, bar, effect) => reportBar(this.#series, signal, bar, effect),
      onPath: (signal, extreme, side) => {
        const favourable = (side === "high") === (signal.direction === "bullish");
        this.#series.facts.path(signal, extreme.at, extreme.price, favourable ? "favourable" : "adverse");
      },
    });
  }

  /** What it works with now. */
  get config(): SeriesConfig {
    return this.#series.config;
  }

  /**
   * Other rules, spellings or hours from here on. What is decided stays: confirmed signals keep their stop, open trades
   * their entry, stop and break-even trigger.
   */
  configure({ rules, tradingview, calendar }: ResolvedSettings): void {
    const { config } = this.#series;
    this.#series.config = { ...config, rules, calendar, instrument: { ...config.instrument, tradingview } };
    this.#jumpTicks = rules.anomalyJumpTicks;
  }

  /** Moves the clock; closes candles and decides signals whose candle has ended. Never moves it back. */
  advance(at: EpochMs): void {
    const series = this.#series;
    if (at > series.clock) series.clock = at;
    if (at >= this.#dueAt) this.#settle(at);
  }

  /** Everything that is due up to an instant, in order: a candle before the signals that wait for its end. */
  #settle(at: EpochMs): void {
    const { candles, signals } = this.#series;
    for (;;) {
      const decisionAt = signals.nextDecisionAt();
      if (Math.min(candles.endsAt, decisionAt) > at) break;
      if (candles.endsAt <= decisionAt) this.#closeCandle();
      else this.#decideNext();
    }
    this.#refreshDue();
  }

  #refreshDue(): void {
    this.#dueAt = Math.min(this.#series.candles.endsAt, this.#series.signals.nextDecisionAt());
  }

  #closeCandle(): void {
    const series = this.#series;
    const candle = series.candles.close();
    if (candle === null) return;
    series.facts.candle(candle, false);
    series.trades.writePaths(series.tape.length);
    const { pending } = series.signals;
    if (pending !== null) tryConfirm(series, pending, candle, series.candles.length - 1);
  }

  #decideNext(): void {
    const signal = this.#series.signals.waitingForCandle.shift();
    if (signal !== undefined) decide(this.#series, signal, true);
  }

  /**
   * One trade print in exchange order.
   * @param price whole ticks; NaN for a readable price that is off the grid (rejected after the clock moved, A-39)
   * @param sequence vendor sequence, or null when duplicates are dropped elsewhere
   * @param ref identity of the tick, handed back with what it causes
   */
  tick(at: EpochMs, price: Ticks, size: number, sequence: number | bigint | null, ref: TickRef): TickVerdict {
    const series = this.#series;
    const { counters } = series;
    counters.read += 1;
    if (counters.read === 1) counters.firstAt = at;
    const isNew = sequence === null || series.sequences.add(sequence);
    if (at < counters.lastAt) {
      counters.rejected += 1;
      return "rejected";
    }
    counters.lastAt = at;
    this.advance(at);
    if (!isNew || !(price > 0)) {
      counters.rejected += 1;
      return "rejected";
    }
    // NaN before the first tick and after a long gap: no test.
    const jump = Math.abs(price - series.basePrice);
    if (jump > this.#jumpTicks && !this.#rebases(at)) {
      return this.#suspect({ at, price, size, ref });
    }
    series.quarantine.drop();
    counters.accepted += 1;
    this.#accept(at, price, size, ref);
    return "accepted";
  }

  /** A halt or weekend between two ticks makes the newer one the new base without a test (8.1, A-08). */
  #rebases(at: EpochMs): boolean {
    return this.config.calendar.closedBetween(this.#series.lastAt, at);
  }

  #suspect(tick: WaitingTick): TickVerdict {
    const { counters, quarantine } = this.#series;
    counters.suspicious += 1;
    const run = quarantine.add(tick, this.config.rules.anomalyJumpTicks);
    if (run === null && quarantine.waiting === 1) markConflict(this.#series, tick.at, tick.price);
    if (run === null) return "suspicious";
    this.#release(run, tick.at);
    return "accepted";
  }

  /** A run becomes the new price level, in order and with its own instants. @param who the admin who said so */
  #release(run: readonly WaitingTick[], at: EpochMs, who?: { readonly by: string; readonly reason: string }): void {
    const { counters } = this.#series;
    counters.suspicious -= run.length;
    counters.accepted += run.length;
    for (const { at, price, size, ref } of run) {
      this.#settle(at);
      this.#accept(at, price, size, ref);
    }
    tellReleased(this.#series, run, at, who);
  }

  #accept(at: EpochMs, price: Ticks, size: number, ref: TickRef): void {
    const series = this.#series;
    const index = series.tape.length;
    const opens = series.candles.endsAt === Number.POSITIVE_INFINITY;
    const corrected = series.candles.add(at, price, size);
    if (corrected !== null) series.facts.candle(corrected, true);
    else if (opens) this.#refreshDue();
    series.tape.push(at, price, ref);
    series.lastAt = at;
    series.lastPrice = price;
    series.basePrice = price;
    series.lastRef = ref;
    series.exits.pass(series, price, price, at, ref);
    series.trades.onTick(at, price, ref);
    if (series.signals.waitingForTick.length > 0) enterWaiting(series, index, at, price, ref);
    series.trades.pushExtreme(index, price, at);
  }

  /** One alert. The clock moves to it first; then checks 1 to 9 (methodology 3). */
  deliver(delivery: Delivery): DeliveryResult {
    this.advance(delivery.effectiveAt ?? delivery.receivedAt);
    const result = takeDelivery(this.#series, delivery.alert, delivery);
    this.#refreshDue();
    return result;
  }

  /**
   * The feed was away from `from` to `until` (8.3). Unhealed, the candles it touched are incomplete and the open trades
   * are flagged tracking_gap; healed, its ticks have been fed and nothing is marked.
   */
  gap(from: EpochMs, until: EpochMs, healed: boolean): void {
    if (!healed) markGap(this.#series, from, until);
  }

  /**
   * A finished minute whose ticks are lost (7.4, 8.3), in order with ticks and alerts; moves the clock to its end. A minute
   * the clock has passed already corrects or adds its candle.
   */
  bar(bar: MinuteBar): void {
    this.advance(bar.openAt);
    takeBar(this.#series, bar);
    this.#refreshDue();
    this.advance(candleEnd(bar.openAt));
  }

  /** The contract is retired (10.4): open trades close at the last trade, waiting signals end. */
  retire(at: EpochMs): void {
    this.advance(at);
    retireSeries(this.#series, at);
    this.#refreshDue();
  }

  /** What a person asks (7.7, 8.2). A refusal changes nothing but the clock. */
  ask(ask: Ask, at: EpochMs): AskAnswer {
    this.advance(at);
    if (ask.kind === "close") return answerClose(this.#series, ask, at);
    const run = this.#series.quarantine.take(ask.firstRef);
    if (run === null) return answerNoRun(this.#series);
    this.#release(run, at, { by: ask.by, reason: ask.reason });
    // The clock may have passed the end of a minute in which only the run traded.
    this.#settle(this.#series.clock);
    return { done: true, sentence: `${run.length} prices accepted.` };
  }

  /** The input has ended: signals that still wait for the end of their candle never get one (check 9). */
  finish(): void {
    for (const signal of this.#series.signals.waitingForCandle.splice(0)) decide(this.#series, signal, false);
    this.#refreshDue();
  }

  /** Facts since the last call, in the order they happened. */
  drain(): Fact[] {
    if (this.#series.facts.isEmpty) return [];
    return this.#series.facts.drain((signal) => recordOf(this.#series, signal));
  }

  /** The still open candle, or null. */
  openCandle(): Candle | null {
    return this.#series.candles.open();
  }

  /** Closed candles held, oldest first. */
  closedCandles(): Candle[] {
    return this.#series.candles.slice(0, this.#series.candles.length);
  }

  /** Candles there have been, the open one included. */
  get candleCount(): number {
    return this.#series.candles.count;
  }

  get lastAccepted(): LastTick | null {
    return this.#series.last;
  }

  /** Largest instant the clock was moved to; -Infinity before the first event. */
  get clock(): EpochMs {
    return this.#series.clock;
  }

  get counters(): Readonly<SeriesCounters> {
    return this.#series.counters;
  }

  /** Open trades in order of receipt, with extremes up to the newest tick. */
  liveTrades(): LiveTrade[] {
    return liveTradesOf(this.#series);
  }

  /** The one pending signal, or null. */
  pending(): SignalRecord | null {
    const { pending } = this.#series.signals;
    return pending === null ? null : recordOf(this.#series, pending);
  }

  /** All signals in order of receipt. */
  records(): SignalRecord[] {
    return this.#series.signals.list.map((signal) => recordOf(this.#series, signal));
  }

  /** The whole state; take it after a drain, facts are not part of it. */
  snapshot(): Uint8Array {
    if (!this.#series.facts.isEmpty) throw new Error("snapshot: drain the facts first");
    return encodeSnapshot(saveSeries(this.#series));
  }

  /** Continues from a snapshot of an engine made with the same options. @throws RangeError when it cannot be read */
  static restore(options: SeriesEngineOptions, snapshot: Uint8Array): SeriesEngine {
    const engine = new SeriesEngine(options);
    restoreSeries(engine.#series, decodeSnapshot(snapshot));
    engine.#refreshDue();
    return engine;
  }
}
