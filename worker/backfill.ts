/**
 * Closes the hole before a fresh connection: while it runs, trades of the socket are held; REST brings what is missing
 * from the last stored trade minus one second, duplicates are dropped by the pipeline, then the held trades follow.
 * If REST cannot bring it, minute bars stand in (bar-backfill.ts); without those the hole stays and is recorded as a gap.
 * Knows no socket and no SQL.
 */
import { minuteOf } from "@/lib/market/candle";
import type { PriceScale } from "@/lib/market/price";
import type { EpochMs } from "@/lib/market/types";
import { type BarBackfillOptions, type BarFill, fetchBars } from "@/worker/bar-backfill";
import type { ContractRun } from "@/worker/contract-run";
import type { RestTrade } from "@/worker/feed/rest";
import { RestError } from "@/worker/feed/rest-http";
import type { WireTrade } from "@/worker/feed/types";
import { delay } from "@/worker/timer";

/** Trades of the socket held while REST answers. Policy past it: all are let go and REST is asked for them. */
export const heldTradesMax = 200_000;
/** REST is asked back to the last stored trade, but no longer than this: a long weekend. The rest stays a gap. */
export const backfillSpanMaxMs = 4 * 24 * 60 * 60_000;
/** Without any stored trade: how far back the first start looks, so that a chart is not empty. */
export const firstSpanMs = 60 * 60_000;
/** No recorded day is older: 2000-01-01. */
const recordedSinceMs = 946_684_800_000;
/** Rounds until REST has caught up with what the socket already sent; past it the held trades follow as they are. */
const roundsMax = 5;
const roundDelayMs = 1000;
/** REST rows handed to the pipeline at a time, so that the event loop is not held up. */
const rowsPerStep = 2000;
/** Overlap with what is stored: several trades share a millisecond, and clocks are not to be trusted to one. */
const overlapMs = 1000;

export interface BackfillOptions extends BarBackfillOptions {
  readonly trades: (ticker: string, from: EpochMs, to: EpochMs, scale: PriceScale) => AsyncIterable<RestTrade>;
  /** Takes finished minutes in, oldest first. */
  readonly takeBars: (run: ContractRun, bars: BarFill["bars"]) => void;
  /** Takes rows in; returns how many were new. */
  readonly take: (trades: readonly WireTrade[]) => number;
  /** True for a recorded day: its past lies anywhere before now. */
  readonly replay: boolean;
}

/** What became of the hole of one contract. */
export interface BackfillResult {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** New trades. */
  readonly rows: number;
  /** Minute bars taken in place of trades. */
  readonly bars: number;
  /** The part that stays without data; null when REST answered for all of it. */
  readonly missing: { readonly from: EpochMs; readonly to: EpochMs; readonly reason: string } | null;
}

/** Held trades of the socket, in order, bounded. */
export class HeldTrades {
  private frames: (readonly WireTrade[])[] = [];
  private count = 0;
  private overflowed = false;

  /** Keeps a frame's trades back. */
  add(trades: readonly WireTrade[]): void {
    this.frames.push(trades);
    this.count += trades.length;
    if (this.count <= heldTradesMax) return;
    this.frames = [];
    this.count = 0;
    this.overflowed = true;
  }

  get size(): number {
    return this.count;
  }

  /** True when trades were let go since the last call: REST must be asked for them. */
  takeOverflow(): boolean {
    const { overflowed } = this;
    this.overflowed = false;
    return overflowed;
  }

  /** Exchange time of the first held trade of a contract, null when there is none. */
  firstAt(contractId: number): EpochMs | null {
    for (const frame of this.frames) {
      const trade = frame.find((candidate) => candidate.contractId === contractId);
      if (trade !== undefined) return trade.exchangeAt;
    }
    return null;
  }

  /** Exchange time of the newest held trade of a contract, null when there is none. */
  lastAt(contractId: number): EpochMs | null {
    for (let index = this.frames.length - 1; index >= 0; index -= 1) {
      const trade = this.frames[index]?.findLast((candidate) => candidate.contractId === contractId);
      if (trade !== undefined) return trade.exchangeAt;
    }
    return null;
  }

  /** Hands out everything held, in order. */
  release(take: (trades: readonly WireTrade[]) => void): void {
    const { frames } = this;
    this.frames = [];
    this.count = 0;
    for (const frame of frames) take(frame);
  }
}

/** Fills the hole of one contract up to what the socket has sent since. What REST cannot answer is a result. @throws what the pipeline throws */
export async function backfill(
  options: BackfillOptions,
  run: ContractRun,
  held: HeldTrades,
  signal: { readonly aborted: boolean },
): Promise<BackfillResult> {
  const stored = run.sequencer.position.newestAt;
  const span = stored === 0 ? firstSpanMs : backfillSpanMaxMs;
  // Whole minutes: a candle that begins in the middle would be taken for a complete one.
  const oldest = options.replay ? recordedSinceMs : minuteOf(options.now() - span);
  const older = stored > 0 && oldest > stored ? { from: stored, until: oldest } : null;
  // Before the trades: bars of the past cannot follow what came after them.
  const before = older === null ? null : await barsFor(options, run, held, signal, older, tooLong);
  const result = await fillWithTrades(options, run, held, signal);
  const bars = before?.bars ?? 0;
  if (result.missing === null) return { ...result, bars, missing: before?.missing ?? null };
  const { from, reason } = result.missing;
  const hole = { from: Math.max(from, result.from), until: null };
  const after = await barsFor(options, run, held, signal, hole, reason);
  const missing = before?.missing ?? after.missing;
  return { ...result, bars: bars + after.bars, missing: missing === null ? null : { ...missing, to: result.to } };
}

const tooLong = "the worker was away longer than REST is asked for";

/** Minute bars for a hole; what they do not tell of stays missing, for the reason the trades are. */
async function barsFor(
  options: BackfillOptions,
  run: ContractRun,
  held: HeldTrades,
  signal: { readonly aborted: boolean },
  hole: { readonly from: EpochMs; readonly until: EpochMs | null },
  reason: string,
): Promise<Pick<BackfillResult, "bars" | "missing">> {
  const to = hole.until ?? options.now();
  let fill: BarFill;
  try {
    fill = await fetchBars(options, run, held, signal, hole);
  } catch (error) {
    options.log.warn({ err: error, ticker: run.contract.ticker, ...hole }, "no minute bars either");
    return { bars: 0, missing: { from: hole.from, to, reason } };
  }
  const { bars, until, whole } = fill;
  options.takeBars(run, bars);
  return { bars: bars.length, missing: whole ? null : { from: until, to: Math.max(until, to), reason } };
}

async function fillWithTrades(
  options: BackfillOptions,
  run: ContractRun,
  held: HeldTrades,
  signal: { readonly aborted: boolean },
): Promise<Omit<BackfillResult, "bars">> {
  const stored = run.sequencer.position.newestAt;
  const span = stored === 0 ? firstSpanMs : backfillSpanMaxMs;
  // Whole minutes: a candle that begins in the middle would be taken for a complete one.
  const oldest = options.replay ? recordedSinceMs : minuteOf(options.now() - span);
  const from = Math.max(oldest, stored - overlapMs);
  let rows = 0;
  let reachedAt = stored;
  for (let round = 1; round <= roundsMax && !signal.aborted; round += 1) {
    const to = options.now() + overlapMs;
    try {
      const step = await fetchSpan(options, run, Math.max(from, reachedAt - overlapMs), to, signal);
      rows += step.rows;
      reachedAt = Math.max(reachedAt, step.reachedAt);
    } catch (error) {
      // Anything else broke while trades were taken in: the engine may hold some that are not to be stored. Only a new start mends that.
      if (!(error instanceof RestError)) throw error;
      const { failure } = error;
      options.log.warn({ err: error, ticker: run.contract.ticker, from, to, rows }, "backfill failed");
      return { from, to, rows, missing: { from: reachedAt, to, reason: `REST could not answer (${failure})` } };
    }
    const firstHeldAt = held.firstAt(run.contract.id);
    if (firstHeldAt !== null && reachedAt >= firstHeldAt) break;
    // A quiet contract: nothing to compare with, so REST is asked once more after it has had time to catch up.
    if (firstHeldAt === null && (options.replay || stored === 0 || round > 1)) break;
    // REST lags behind the socket: the trades in between exist and are not there yet.
    if (round < roundsMax) await delay(options.timers, roundDelayMs);
    else return behind(options, run, { from, rows, reachedAt });
  }
  return { from, to: options.now(), rows, missing: null };
}

/** REST has not caught up with the socket: what lies between stays unknown, and that is said. */
function behind(
  options: BackfillOptions,
  run: ContractRun,
  done: { readonly from: EpochMs; readonly rows: number; readonly reachedAt: EpochMs },
): Omit<BackfillResult, "bars"> {
  const to = options.now();
  const { from, rows, reachedAt } = done;
  options.log.warn({ ticker: run.contract.ticker, reachedAt, to, rows }, "REST stays behind the socket");
  return { from, to, rows, missing: { from: reachedAt, to, reason: "REST stayed behind the socket" } };
}

async function fetchSpan(
  options: BackfillOptions,
  run: ContractRun,
  from: EpochMs,
  to: EpochMs,
  signal: { readonly aborted: boolean },
): Promise<{ rows: number; reachedAt: EpochMs }> {
  const receivedAt = options.now();
  const contractId = run.contract.id;
  let rows = 0;
  let reachedAt = 0;
  let page: WireTrade[] = [];
  const take = (): void => {
    rows += options.take(page);
    page = [];
  };
  run.passes.rest.clear();
  for await (const trade of options.trades(run.contract.ticker, from, to, run.context.scale)) {
    if (signal.aborted) break;
    page.push({ ...trade, contractId, receivedAt });
    reachedAt = trade.exchangeAt;
    if (page.length < rowsPerStep) continue;
    take();
    await new Promise((resolve) => setImmediate(resolve));
  }
  take();
  return { rows, reachedAt };
}
