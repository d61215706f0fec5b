/**
 * Between the feed and the pipeline: nothing passes while the tape has a hole.
 * down -> (subscribed) filling: trades are held, REST closes the hole -> open: the held trades follow, then live.
 * Any loss of the connection leads back to down; the engine's clock moves only while open. Says the feed's state.
 */

import type { Clock } from "@/lib/clock";
import type { GapCause } from "@/lib/db/gaps";
import type { Log } from "@/lib/log";
import type { Calendar } from "@/lib/market/calendar";
import type { EpochMs } from "@/lib/market/types";
import { type BackfillOptions, type BackfillResult, backfill, HeldTrades } from "@/worker/backfill";
import type { ContractRun } from "@/worker/contract-run";
import type { FeedEvent, FeedStatusEvent, WireTrade } from "@/worker/feed/types";
import { type FeedMode, FeedStateMachine } from "@/worker/feed-state";
import type { Hub } from "@/worker/hub/hub";
import type { Pipeline } from "@/worker/pipeline";
import { TapeClock, tapeTime } from "@/worker/tape-clock";
import type { StopTimer, Timers } from "@/worker/timer";

/** How often the clock moves on without a tick and the state is looked at. */
export const clockBeatMs = 100;
/** How often the numbers of the feed's state are sent when the state itself does not change. */
const statusPeriodMs = 5000;

export interface GateOptions {
  readonly mode: FeedMode;
  readonly pipeline: Pipeline;
  readonly hub: Pick<Hub, "publish">;
  readonly trades: BackfillOptions["trades"];
  readonly minuteBars: BackfillOptions["minuteBars"];
  readonly calendar: Pick<Calendar, "isOpen">;
  /** Counters of the feed, shown with its state. */
  readonly counters: () => Readonly<Record<string, number>>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

type GateState = "down" | "filling" | "open";

/** The gate. `onEvent` is the feed's callback. */
export class Gate {
  readonly feedState: FeedStateMachine;
  private readonly options: GateOptions;
  private state: GateState = "down";
  private readonly held = new HeldTrades();
  private readonly tapeClock: TapeClock;
  /** The running fill; a new connection or a loss of it ends the one before. */
  private filling: { aborted: boolean } | null = null;
  /** Contracts whose past is being fetched while the others go on. */
  private readonly joining = new Map<number, { readonly held: HeldTrades; aborted: boolean }>();
  private cause: GapCause = "restart";
  private readonly openGaps = new Map<number, EpochMs>();
  private lastTradeAt: EpochMs;
  private statusAt: EpochMs = 0;
  private stopBeat: StopTimer | null = null;
  private stopped = false;

  constructor(options: GateOptions) {
    this.options = options;
    this.lastTradeAt = options.clock.now();
    this.feedState = new FeedStateMachine(options.mode, this.lastTradeAt);
    this.tapeClock = new TapeClock(options.mode);
  }

  /** Begins to watch the time. */
  start(): void {
    this.stopBeat = this.options.timers.every(clockBeatMs, () => this.beat());
  }

  /** Lets nothing pass any more: what still comes is in REST's answer at the next start. */
  stop(): void {
    this.stopped = true;
    this.stopBeat?.();
    if (this.filling !== null) this.filling.aborted = true;
    this.endJoining();
  }

  /** True while live trades pass. */
  get isOpen(): boolean {
    return this.state === "open";
  }

  /** Trades held back. */
  get heldCount(): number {
    return this.held.size;
  }

  /** Takes in whatever the feed says. */
  onEvent(event: FeedEvent): void {
    if (this.stopped) return;
    switch (event.type) {
      case "trades":
        this.trades(event.trades);
        return;
      case "quotes":
        this.options.pipeline.quotes(event.quotes);
        return;
      case "aggregates":
        // Without the trades channel the bars are all there is; with it they are only the vendor's second opinion.
        if (!this.feedState.current.channels.includes("T")) this.options.pipeline.bars(event.aggregates);
        return;
      case "status":
        this.status(event);
        return;
    }
  }

  /** Contracts have come: the past of each is fetched and its own trades held meanwhile; all others go on. */
  join(runs: readonly ContractRun[]): void {
    if (this.state === "filling") void this.fill();
    if (this.state !== "open") return;
    for (const run of runs) void this.fillOne(run);
  }

  private trades(trades: readonly WireTrade[]): void {
    const now = this.options.clock.now();
    this.endSilence(now);
    this.lastTradeAt = now;
    this.tapeClock.sawTrades(trades);
    this.feedState.ticked(trades.length, now);
    if (this.state !== "open") this.held.add(trades);
    else if (this.joining.size === 0) this.options.pipeline.trades(trades, "socket");
    else this.sortOut(trades);
  }

  /** While contracts join: theirs are held, the others pass. */
  private sortOut(trades: readonly WireTrade[]): void {
    for (const [id, { held }] of this.joining) {
      const own = trades.filter((trade) => trade.contractId === id);
      if (own.length > 0) held.add(own);
    }
    const others = trades.filter((trade) => !this.joining.has(trade.contractId));
    if (others.length > 0) this.options.pipeline.trades(others, "socket");
  }

  private status(event: FeedStatusEvent): void {
    const { pipeline } = this.options;
    this.feedState.connectionChanged(event);
    if (event.status === "subscribed") {
      this.lastTradeAt = event.at;
      if (this.state === "down") void this.fill();
    } else if (this.state !== "down") {
      this.state = "down";
      if (this.filling !== null) this.filling.aborted = true;
      this.endJoining();
      // What was held and not released is in REST's answer after the reconnect.
      this.held.release(() => undefined);
      for (const run of pipeline.all()) this.openGap(run);
    }
    this.say(true);
  }

  private openGap(run: ContractRun): void {
    this.cause = "disconnect";
    const fromAt = run.sequencer.position.newestAt;
    run.passes.socket.clear();
    if (fromAt === 0 || this.openGaps.has(run.contract.id)) return;
    this.openGaps.set(run.contract.id, fromAt);
    this.options.pipeline.gap(run, { fromAt, toAt: null, cause: "disconnect", healedAt: null, rows: 0, note: null });
  }

  private async fill(): Promise<void> {
    const { pipeline, clock, log } = this.options;
    if (this.filling !== null) this.filling.aborted = true;
    const signal = { aborted: false };
    this.filling = signal;
    this.state = "filling";
    this.feedState.backfillChanged(true);
    do {
      for (const run of pipeline.all()) {
        const before = run.sequencer.position.newestAt;
        const result = await backfill(this.backfillOptions(signal), run, this.held, signal);
        if (signal.aborted) return;
        this.closeGap(run, before, result);
      }
      // What could not be held has happened by now, so REST has it.
    } while (this.held.takeOverflow());
    this.filling = null;
    this.feedState.backfillChanged(false);
    this.state = "open";
    this.lastTradeAt = clock.now();
    const held = this.held.size;
    this.held.release((frame) => pipeline.trades(frame, "socket"));
    log.info({ contracts: pipeline.all().length, held }, "live");
    this.say(true);
  }

  private backfillOptions(signal: { readonly aborted: boolean }): BackfillOptions {
    const { pipeline, mode, clock, timers, log, trades, minuteBars } = this.options;
    const take = (rows: readonly WireTrade[]): number => (signal.aborted ? 0 : pipeline.trades(rows, "rest"));
    const takeBars: BackfillOptions["takeBars"] = (run, bars) => {
      if (!signal.aborted) pipeline.standIn(run, bars, clock.now());
    };
    const [now, tapeNow] = [() => clock.now(), () => tapeTime(clock.now(), mode)];
    return { trades, minuteBars, take, takeBars, now, tapeNow, timers, log, replay: mode === "replay" };
  }

  private async fillOne(run: ContractRun): Promise<void> {
    const { pipeline, log } = this.options;
    const { id, ticker } = run.contract;
    const join = { held: new HeldTrades(), aborted: false };
    this.joining.set(id, join);
    do {
      const before = run.sequencer.position.newestAt;
      const result = await backfill(this.backfillOptions(join), run, join.held, join);
      if (join.aborted) return;
      this.closeGap(run, before, result);
    } while (join.held.takeOverflow());
    this.joining.delete(id);
    const held = join.held.size;
    join.held.release((trades) => pipeline.trades(trades, "socket"));
    log.info({ ticker, held }, "contract joined");
  }

  /** What was held of joining contracts is in REST's answer after the reconnect. */
  private endJoining(): void {
    for (const join of this.joining.values()) join.aborted = true;
    this.joining.clear();
  }

  private closeGap(run: ContractRun, before: EpochMs, result: BackfillResult): void {
    const { pipeline, mode, log, clock } = this.options;
    const { rows, bars, missing } = result;
    log.info({ ticker: run.contract.ticker, ...result }, "backfill finished");
    const { newestAt } = run.sequencer.position;
    // The next trade of the socket ends the hole. In a replay the present has nothing to do with the tape.
    const tapeNow = this.held.firstAt(run.contract.id) ?? (mode === "replay" ? newestAt : clock.now());
    const fromAt = this.openGaps.get(run.contract.id) ?? before;
    this.openGaps.delete(run.contract.id);
    const { cause } = this;
    const healed = missing === null;
    if (fromAt === 0) {
      // A series that begins in the middle of a minute: its first candle is no evidence.
      if (!healed && mode !== "replay")
        this.beginWithGap(run, newestAt === 0 ? tapeNow : newestAt, tapeNow, missing.reason);
      return;
    }
    const toAt = Math.max(fromAt, tapeNow);
    const note = noteOf(bars, missing);
    const lostFrom = Math.max(fromAt, missing?.from ?? fromAt);
    pipeline.gap(run, { fromAt, toAt, cause, healedAt: healed ? clock.now() : null, rows, note }, lostFrom);
  }

  private beginWithGap(run: ContractRun, fromAt: EpochMs, toAt: EpochMs, note: string): void {
    this.options.pipeline.gap(run, { fromAt, toAt, cause: "restart", healedAt: null, rows: 0, note });
  }

  /** A quiet spell of the whole feed in an open market has ended: recorded, its candles stay complete (8.3). */
  private endSilence(now: EpochMs): void {
    const { mode, pipeline, calendar } = this.options;
    if (this.state !== "open" || mode === "replay" || !this.marketOpen(this.lastTradeAt, calendar)) return;
    const note = "connected, but no contract traded";
    for (const run of pipeline.all()) {
      const fromAt = run.sequencer.position.newestAt;
      const silentMs = Number(run.engine.config.rules.values.tickGapSeconds) * 1000;
      if (fromAt === 0 || fromAt >= now || now - this.lastTradeAt <= silentMs) continue;
      pipeline.gap(run, { fromAt, toAt: now, cause: "silence", healedAt: null, rows: 0, note });
    }
  }

  private beat(): void {
    const { pipeline, clock } = this.options;
    const now = clock.now();
    const tapeAt = this.tapeClock.beat(now);
    if (this.state === "open" && Number.isFinite(tapeAt)) pipeline.advance(tapeAt, this.joining);
    pipeline.readTrades();
    this.say(now - this.statusAt >= statusPeriodMs);
  }

  private say(always: boolean): void {
    const { clock, calendar, counters, hub } = this.options;
    const now = clock.now();
    const changed = this.feedState.update(now, this.marketOpen(now, calendar), counters());
    if (!changed && !always) return;
    this.statusAt = now;
    hub.publish([{ type: "feed", feed: this.feedState.current }]);
  }

  /** The simulated exchange never closes, and a recorded day has hours of its own. */
  private marketOpen(at: EpochMs, calendar: Pick<Calendar, "isOpen">): boolean {
    const { mode } = this.options;
    return mode === "simulated" || mode === "replay" || calendar.isOpen(at);
  }
}

/** What a person reads of a gap: why trades are missing, and what stands in for them. */
function noteOf(bars: number, missing: BackfillResult["missing"]): string | null {
  const stands = `${bars} minute ${bars === 1 ? "bar stands" : "bars stand"} in for lost trades`;
  if (missing === null) return bars === 0 ? null : stands;
  return bars === 0 ? missing.reason : `${missing.reason}; ${stands}`;
}
