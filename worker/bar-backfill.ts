/**
 * What stands in when REST cannot bring the trades of a hole: its minute bars (methodology 8.3). A bar is taken only when
 * its minute is over, and the minute in which the data came back is waited for: trades of the socket are held until it
 * is, so that a stop inside it cannot be missed. Knows no socket and no SQL.
 */
import type { Log } from "@/lib/log";
import { candleEnd, minuteOf } from "@/lib/market/candle";
import type { PriceScale } from "@/lib/market/price";
import type { EpochMs, MinuteBar } from "@/lib/market/types";
import { MINUTE_MS } from "@/lib/market/zone";
import type { ContractRun } from "@/worker/contract-run";
import type { NewNotice } from "@/worker/store/batch";
import { delay, type Timers } from "@/worker/timer";

/** The bar of the minute in which the data came back is waited for no longer than this; that minute then stays a gap. */
export const barWaitMaxMs = 90_000;
/** How often it is asked for. */
const barPollMs = 1_000;
/** Bars reach back no further than this; a longer absence stays a gap. */
export const barSpanMaxMs = 30 * 24 * 60 * 60_000;

export interface BarBackfillOptions {
  readonly minuteBars: (ticker: string, from: EpochMs, to: EpochMs, scale: PriceScale) => AsyncIterable<MinuteBar>;
  readonly now: () => EpochMs;
  /** Where the tape stands now when nothing trades; -Infinity for a recorded day, whose present is its own. */
  readonly tapeNow: () => EpochMs;
  readonly timers: Timers;
  readonly log: Log;
}

/** Held trades of the socket as far as they matter here. */
export interface HeldSpan {
  firstAt(contractId: number): EpochMs | null;
  lastAt(contractId: number): EpochMs | null;
}

/** The finished minutes of the hole, oldest first, and how far they reach. */
export interface BarFill {
  readonly bars: readonly MinuteBar[];
  /** End of the last minute that is told of, by a bar or by having none; `from` when there is nothing. */
  readonly until: EpochMs;
  /** True when the whole hole is told of. */
  readonly whole: boolean;
}

/**
 * Fetches the bars of the hole after `from`, up to `until` or, when that is null, to the end of the minute in which the
 * socket's trades begin. @throws RestError when the vendor has no bars either
 */
export async function fetchBars(
  options: BarBackfillOptions,
  run: ContractRun,
  held: HeldSpan,
  signal: { readonly aborted: boolean },
  hole: { readonly from: EpochMs; readonly until: EpochMs | null },
): Promise<BarFill> {
  const { timers, now, log } = options;
  const { id, ticker } = run.contract;
  const start = minuteOf(Math.max(hole.from, newest(options, held, id) - barSpanMaxMs));
  if (start > hole.from) return { bars: [], until: hole.from, whole: false };
  const deadline = now() + barWaitMaxMs;
  let known = await read(options, run, start);
  const end = hole.until ?? endOf(options, held, id, known);
  while (!signal.aborted && !isTold(options, held, id, end, known)) {
    if (now() >= deadline) return cut(known, hole.from, end - MINUTE_MS, false);
    await delay(timers, barPollMs);
    // Nothing new can be known before the minute is over.
    if (isOver(options, held, id, end)) known = await read(options, run, start);
  }
  if (signal.aborted) return { bars: [], until: hole.from, whole: false };
  log.info({ ticker, from: hole.from, until: end, bars: known.length }, "minute bars stand in for lost trades");
  return cut(known, hole.from, end, true);
}

/** Newest instant of the tape that is known of. */
function newest(options: BarBackfillOptions, held: HeldSpan, id: number): EpochMs {
  return Math.max(held.lastAt(id) ?? Number.NEGATIVE_INFINITY, options.tapeNow());
}

/** The minute in which data is back ends the hole; a recorded day that stands still ends with its last bar. */
function endOf(options: BarBackfillOptions, held: HeldSpan, id: number, known: readonly MinuteBar[]): EpochMs {
  const back = held.firstAt(id) ?? options.tapeNow();
  if (Number.isFinite(back)) return candleEnd(minuteOf(back));
  const last = known.at(-1);
  return last === undefined ? 0 : candleEnd(last.openAt);
}

function isOver(options: BarBackfillOptions, held: HeldSpan, id: number, end: EpochMs): boolean {
  return newest(options, held, id) >= end || !Number.isFinite(newest(options, held, id));
}

/** Whether the last minute is over and, when the socket saw it trade, its bar is there. */
function isTold(
  options: BarBackfillOptions,
  held: HeldSpan,
  id: number,
  end: EpochMs,
  known: readonly MinuteBar[],
): boolean {
  if (!isOver(options, held, id, end)) return false;
  const firstAt = held.firstAt(id);
  const traded = firstAt !== null && firstAt < end;
  return !traded || known.some((bar) => candleEnd(bar.openAt) === end);
}

async function read(options: BarBackfillOptions, run: ContractRun, from: EpochMs): Promise<MinuteBar[]> {
  const { contract, context } = run;
  const bars: MinuteBar[] = [];
  const to = Math.max(options.now(), from) + MINUTE_MS;
  for await (const bar of options.minuteBars(contract.ticker, from, to, context.scale)) bars.push(bar);
  return bars;
}

function cut(known: readonly MinuteBar[], from: EpochMs, end: EpochMs, whole: boolean): BarFill {
  return { bars: known.filter((bar) => candleEnd(bar.openAt) <= end), until: Math.max(from, end), whole };
}

/** What people are told of minute bars that stand in for lost trades. */
export function standInNotice(ticker: string, bars: number, from: EpochMs, until: EpochMs): NewNotice {
  return {
    ...{ code: "BAR_BACKFILL", at: until, severity: "warn" },
    message: `${ticker}: trades are lost; ${bars} minute ${bars === 1 ? "bar stands" : "bars stand"} in for them. Candles are complete, excursions of open trades are only as exact as a bar.`,
    data: { ticker, from, until, bars },
  };
}
