/**
 * The state of a series as one value, and back. Facts are output and not part of it.
 */
import { CandleSeries, type CandleSeriesState } from "@/lib/engine/candle-series";
import { ExitWatches, type ExitWatchState } from "@/lib/engine/exit-watch";
import { type HeldBar, HeldBars } from "@/lib/engine/held-bars";
import { Quarantine, type WaitingTick } from "@/lib/engine/quarantine";
import type { LastTick, Series, SeriesCounters } from "@/lib/engine/series";
import { SignalBook, type SignalBookState } from "@/lib/engine/signal-book";
import { Tape, type TapeState } from "@/lib/engine/tape";
import type { TradeBookState } from "@/lib/engine/trade-book";
import { SeenSequences, type SequencesState } from "@/lib/market/sequences";
import type { EpochMs, Ticks } from "@/lib/market/types";

/** Changes whenever the shape below does. */
const SNAPSHOT_FORMAT = 6;

interface SeriesState {
  readonly format: number;
  /** Null before the first event. */
  readonly clock: EpochMs | null;
  readonly retiredAt: EpochMs | null;
  /** The instants are null before the first row: JSON has no NaN. */
  readonly counters: Omit<SeriesCounters, "firstAt" | "lastAt"> & { firstAt: EpochMs | null; lastAt: EpochMs | null };
  readonly last: LastTick | null;
  /** Null when the next tick re-bases. */
  readonly basePrice: Ticks | null;
  readonly candles: CandleSeriesState;
  readonly tape: TapeState;
  readonly sequences: SequencesState;
  readonly quarantine: readonly WaitingTick[];
  readonly exits: readonly ExitWatchState[];
  readonly bars: readonly HeldBar[];
  readonly signals: SignalBookState;
  readonly trades: TradeBookState;
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** The state as a value of JSON and typed columns. */
export function saveSeries(series: Series): SeriesState {
  return {
    format: SNAPSHOT_FORMAT,
    clock: Number.isFinite(series.clock) ? series.clock : null,
    retiredAt: series.retiredAt,
    counters: { ...series.counters, firstAt: known(series.counters.firstAt), lastAt: known(series.counters.lastAt) },
    last: series.last,
    basePrice: known(series.basePrice),
    candles: series.candles.save(),
    tape: series.tape.save(),
    sequences: series.sequences.save(),
    quarantine: series.quarantine.save(),
    exits: series.exits.save(),
    bars: series.bars.save(),
    signals: series.signals.save(),
    trades: series.trades.save(),
  };
}

function isSeriesState(value: unknown): value is SeriesState {
  return typeof value === "object" && value !== null && "format" in value && value.format === SNAPSHOT_FORMAT;
}

/** Fills a fresh series. @throws RangeError when the value is of another format */
export function restoreSeries(series: Series, value: unknown): void {
  if (!isSeriesState(value)) throw new RangeError(`snapshot: expected format ${SNAPSHOT_FORMAT}`);
  series.clock = value.clock ?? Number.NEGATIVE_INFINITY;
  series.retiredAt = value.retiredAt;
  const { firstAt, lastAt } = value.counters;
  series.counters = { ...value.counters, firstAt: firstAt ?? Number.NaN, lastAt: lastAt ?? Number.NaN };
  if (value.last !== null) {
    series.lastAt = value.last.at;
    series.lastPrice = value.last.price;
    series.lastRef = value.last.ref;
  }
  series.basePrice = value.basePrice ?? Number.NaN;
  series.candles = CandleSeries.load(value.candles, series.config.candlesMax);
  series.tape = Tape.load(value.tape, series.config.tapeTicksMax);
  series.sequences = SeenSequences.load(value.sequences);
  series.quarantine = Quarantine.load(value.quarantine);
  series.bars = HeldBars.load(value.bars);
  series.signals = SignalBook.load(value.signals);
  const signalOf = (ordinal: number) => series.signals.at(ordinal);
  series.exits = ExitWatches.load(value.exits, signalOf);
  series.trades.load(value.trades, signalOf);
}
