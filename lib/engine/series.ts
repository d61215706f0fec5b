/**
 * Everything one series holds: configuration, candles, tape, signals, open trades. The rules work on it
 * (intake.ts, decision.ts, lifecycle.ts); the order of events is series-engine.ts. No clock of its own.
 */

import { CandleSeries } from "@/lib/engine/candle-series";
import { ExitWatches } from "@/lib/engine/exit-watch";
import { FactLog } from "@/lib/engine/facts";
import { HeldBars } from "@/lib/engine/held-bars";
import { Quarantine } from "@/lib/engine/quarantine";
import { SignalBook } from "@/lib/engine/signal-book";
import { Tape } from "@/lib/engine/tape";
import type { BookListener } from "@/lib/engine/trade-book";
import { TradeBook } from "@/lib/engine/trade-book";
import type { Calendar } from "@/lib/market/calendar";
import type { PriceScale } from "@/lib/market/price";
import { SeenSequences } from "@/lib/market/sequences";
import type { EpochMs, Instrument, Ticks } from "@/lib/market/types";
import type { SeriesRules } from "@/lib/signal/config";
import type { TickRef } from "@/lib/trade/types";

/** What a series is made with. Rules, spellings and calendar change only by an input of their own (settings.ts). */
export interface SeriesConfig {
  readonly instrument: Instrument;
  readonly scale: PriceScale;
  readonly rules: SeriesRules;
  readonly calendar: Calendar;
  /** Accepted ticks kept for late signals; a late signal that needs older ones is flagged tracking_gap. */
  readonly tapeTicksMax: number;
  /** Closed candles kept for pivots and late signals. */
  readonly candlesMax: number;
}

/** Ticks a live series keeps: some days of a busy contract, 96 MB. */
export const TAPE_TICKS_MAX = 4_000_000;
/** Candles a live series keeps: two weeks of minutes. */
export const CANDLES_MAX = 20_000;

/**
 * Counters of the replay format; suspicious counts waiting and dropped ticks. All are plain numbers,
 * also the instants (NaN before the first row), because they are written on every tick.
 */
export interface SeriesCounters {
  read: number;
  accepted: number;
  suspicious: number;
  rejected: number;
  /** Instant of the first row read. */
  firstAt: EpochMs;
  /** Largest instant read. */
  lastAt: EpochMs;
  received: number;
  signalsAccepted: number;
  duplicates: number;
  signalsRejected: number;
  storedOnly: number;
}

export interface LastTick {
  readonly at: EpochMs;
  readonly price: Ticks;
  readonly ref: TickRef;
}

/** The state the rules share. */
export class Series {
  config: SeriesConfig;
  readonly facts = new FactLog();
  counters: SeriesCounters = {
    read: 0,
    accepted: 0,
    suspicious: 0,
    rejected: 0,
    firstAt: Number.NaN,
    lastAt: Number.NaN,
    received: 0,
    signalsAccepted: 0,
    duplicates: 0,
    signalsRejected: 0,
    storedOnly: 0,
  };
  candles: CandleSeries;
  tape: Tape;
  signals = new SignalBook();
  quarantine = new Quarantine();
  exits = new ExitWatches();
  /** Minutes whose ticks are lost and for which the vendor's bar stands in. */
  bars = new HeldBars();
  sequences = new SeenSequences();
  trades: TradeBook;
  /** Newest accepted tick, NaN before the first; numbers of their own because every tick writes them. */
  lastAt: EpochMs = Number.NaN;
  lastPrice: Ticks = Number.NaN;
  lastRef: TickRef = Number.NaN;
  /** Price the next tick's jump is measured from (8.1): the last accepted one or a bar's close; NaN when it re-bases. */
  basePrice: Ticks = Number.NaN;
  /** Largest instant the clock was moved to. */
  clock: EpochMs = Number.NEGATIVE_INFINITY;
  retiredAt: EpochMs | null = null;

  constructor(config: SeriesConfig, listener: BookListener) {
    this.config = config;
    this.candles = new CandleSeries(config.candlesMax);
    this.tape = new Tape(config.tapeTicksMax);
    this.trades = new TradeBook(listener);
  }

  /** Newest accepted tick as a value, or null before the first. */
  get last(): LastTick | null {
    return Number.isNaN(this.lastAt) ? null : { at: this.lastAt, price: this.lastPrice, ref: this.lastRef };
  }
}
