/**
 * One event at a time: trade or quote or alert in; rows to the store, readings to the hub, facts to the store first.
 * Synchronous from end to end: an event's tick, its journal rows and its facts enter the same batch. Knows neither
 * sockets nor SQL; where a trade came from (socket or REST) is an argument.
 */
import type { AskRow } from "@/lib/db/asks";
import type { GapCause, GapRow } from "@/lib/db/gaps";
import type { StoredTick } from "@/lib/db/ticks";
import { type EngineSettings, sameSettings } from "@/lib/engine/settings";
import { candleEnd } from "@/lib/market/candle";
import { tradeDateOf } from "@/lib/market/session";
import { type EpochMs, type MinuteBar, TickFlag } from "@/lib/market/types";
import { standInNotice } from "@/worker/bar-backfill";
import type { ContractRun } from "@/worker/contract-run";
import type { WireAggregate, WireQuote, WireTrade } from "@/worker/feed/types";
import type { FeedMode } from "@/worker/feed-state";
import type { Hub } from "@/worker/hub/hub";
import { type Delivery, flagsOf, type Step } from "@/worker/sequencer";
import type { Batch } from "@/worker/store/batch";
import type { Store } from "@/worker/store/store";

/** Running trades of a contract stored in one turn. Policy past it: the others have theirs in the next turns. */
export const runningRecordsMax = 500;

/** Where a trade came from. REST rows are marked `backfill`; their signals still carry the mode of the feed. */
export type Origin = "socket" | "rest";

export interface PipelineOptions {
  readonly mode: FeedMode;
  readonly store: Pick<Store, "append">;
  readonly hub: Pick<Hub, "reading">;
}

/** Counters since the start, for /readyz. */
export interface PipelineStats {
  readonly trades: number;
  readonly duplicates: number;
  readonly suspicious: number;
  readonly late: number;
  readonly quotes: number;
  readonly deliveries: number;
  readonly unknownContract: number;
  readonly facts: number;
}

/** The pipeline of all contracts. */
export class Pipeline {
  private readonly options: PipelineOptions;
  private readonly runs = new Map<number, ContractRun>();
  private readonly moved = new Set<ContractRun>();
  private ingestId = 0;
  private readonly counters = {
    trades: 0,
    duplicates: 0,
    suspicious: 0,
    late: 0,
    quotes: 0,
    deliveries: 0,
    unknownContract: 0,
    facts: 0,
  };

  constructor(options: PipelineOptions) {
    this.options = options;
  }

  /** Numbers trades from here on. Call before the first trade, with the highest number that is stored. */
  numberAfter(ingestId: number): void {
    this.ingestId = ingestId;
  }

  /** Adds a contract; its engine is already where the database is. */
  add(run: ContractRun): void {
    this.runs.set(run.contract.id, run);
  }

  /** Forgets a contract that is retired. */
  remove(contractId: number): void {
    this.runs.delete(contractId);
  }

  /** All contracts that run. */
  all(): ContractRun[] {
    return [...this.runs.values()];
  }

  get(contractId: number): ContractRun | undefined {
    return this.runs.get(contractId);
  }

  stats(): PipelineStats {
    return { ...this.counters };
  }

  /** Takes in the trades of one frame or page, in order. @returns how many were new */
  trades(trades: readonly WireTrade[], origin: Origin): number {
    const ticks: StoredTick[] = [];
    const steps: { contractId: number; step: Step }[] = [];
    const touched = new Set<ContractRun>();
    for (const trade of trades) {
      const run = this.runs.get(trade.contractId);
      if (run === undefined) {
        this.counters.unknownContract += 1;
        continue;
      }
      const taken = this.take(run, trade, origin);
      if (taken === null) continue;
      ticks.push(taken.tick);
      if (taken.step.facts.length > 0 || taken.step.inputs.length > 0) {
        steps.push({ contractId: trade.contractId, step: taken.step });
      }
      touched.add(run);
    }
    if (ticks.length === 0) return 0;
    this.append(touched, steps, (batch) => {
      // A loop, not a spread: a page of the REST backfill is longer than an argument list may be.
      for (const tick of ticks) batch.ticks.push(tick);
    });
    for (const run of touched) this.read(run);
    return ticks.length;
  }

  /** Takes in the quotes of one frame, in order. */
  quotes(quotes: readonly WireQuote[]): void {
    const touched = new Set<ContractRun>();
    const rows: Batch["quotes"] = [];
    for (const quote of quotes) {
      const run = this.runs.get(quote.contractId);
      if (run === undefined) continue;
      this.counters.quotes += 1;
      run.stats.quote(quote);
      const ordinal = run.quoteOrdinal(quote.exchangeAt);
      rows.push({ ...quote, ordinal, tradeDate: tradeDateOf(quote.exchangeAt), source: this.options.mode });
      touched.add(run);
    }
    if (rows.length === 0) return;
    this.options.store.append((batch) => {
      for (const row of rows) batch.quotes.push(row);
    }, false);
    for (const run of touched) this.options.hub.reading({ type: "ticker", tickers: [run.stats.current] });
  }

  /** Shows the bars of a plan without trades. They move no candle and no signal: those are made of trades alone. */
  bars(bars: readonly WireAggregate[]): void {
    for (const bar of bars) {
      const run = this.runs.get(bar.contractId);
      if (run === undefined || bar.interval !== "1s") continue;
      run.stats.bar({ ...bar, tradeDate: tradeDateOf(bar.openAt) });
      this.options.hub.reading({ type: "ticker", tickers: [run.stats.current] });
    }
  }

  /** Hands an alert to a contract's engine, now or when the clock reaches it. */
  deliver(run: ContractRun, delivery: Delivery): void {
    this.counters.deliveries += 1;
    this.commit(run, run.sequencer.deliver(delivery));
  }

  /** Hands what a person asks to a contract's engine, now or when the clock reaches it. */
  ask(run: ContractRun, row: AskRow): void {
    this.commit(run, run.sequencer.ask(row));
  }

  /** Moves the clock of every contract on without a tick, but of those whose past is still being fetched. */
  advance(to: EpochMs, except: { has(contractId: number): boolean }): void {
    for (const [id, run] of this.runs) if (!except.has(id)) this.commit(run, run.sequencer.advance(to));
  }

  /** Minute bars in place of lost trades: to the engine, and to people, for what rests on them is less exact. */
  standIn(run: ContractRun, bars: readonly MinuteBar[], receivedAt: EpochMs): void {
    const [first, last] = [bars[0], bars.at(-1)];
    if (first === undefined || last === undefined) return;
    for (const bar of bars) {
      const closeAt = candleEnd(bar.openAt);
      run.stats.bar({ ...bar, closeAt, receivedAt, tradeDate: tradeDateOf(bar.openAt) });
    }
    const said = standInNotice(run.contract.ticker, bars.length, first.openAt, candleEnd(last.openAt));
    this.commit(run, run.sequencer.bars(bars), ({ notices }) => notices.push(said));
  }

  /**
   * Records a span without data. Unless it was healed, the engine learns that its candles are incomplete.
   * @param lostFrom where the engine's loss begins, when REST brought the first part
   */
  gap(run: ContractRun, gap: Omit<GapRow, "contractId">, lostFrom: EpochMs = gap.fromAt): void {
    const row: GapRow = { ...gap, contractId: run.contract.id };
    if (breaksCandles(gap.cause) && gap.toAt !== null && gap.healedAt === null) {
      this.commit(run, run.sequencer.gap(lostFrom, gap.toAt), (batch) => batch.gaps.push(row));
    } else {
      this.options.store.append((batch) => batch.gaps.push(row), false);
    }
  }

  /** Ends a contract: its open trades close at its last price. */
  retire(run: ContractRun, at: EpochMs): void {
    this.commit(run, run.sequencer.retire(at));
  }

  /** Gives a contract's engine other settings, unless it works with these already. @returns whether anything changed */
  configure(run: ContractRun, settings: EngineSettings): boolean {
    if (run.settings !== null && sameSettings(run.settings, settings)) return false;
    const step = run.sequencer.configure(settings);
    run.settings = settings;
    this.commit(run, step);
    return true;
  }

  /** Sends the running excursions of contracts that traded since the last call. */
  readTrades(): void {
    for (const run of this.moved) {
      const trades = run.engine
        .liveTrades()
        .map(({ tradeId, ...reading }) => ({ id: run.signalId(tradeId), ...reading }));
      if (trades.length > 0) this.options.hub.reading({ type: "mfe", trades });
    }
    this.moved.clear();
  }

  /** Stores how far the running trades have come, a bounded number at a time in turn; `all` at the end of a run. */
  storeRunning(all: boolean): void {
    for (const run of this.runs.values()) {
      if (run.engine.liveTrades().length === 0) continue;
      const active = run.engine.records().filter((record) => record.status === "ACTIVE");
      const start = all || run.runningTurn >= active.length ? 0 : run.runningTurn;
      const slice = active.slice(start, all ? active.length : start + runningRecordsMax);
      run.runningTurn = start + slice.length;
      const contractId = run.contract.id;
      this.options.store.append((batch) => {
        for (const record of slice) {
          batch.running.set(runningKey(contractId, record.tradeId), { contractId, fact: { kind: "signal", record } });
        }
      }, false);
    }
  }

  private take(run: ContractRun, trade: WireTrade, origin: Origin): { tick: StoredTick; step: Step } | null {
    const tradeDate = tradeDateOf(trade.exchangeAt);
    const sequence = run.seen.admit(tradeDate, trade.exchangeAt, trade.sequence, run.passes[origin]);
    if (sequence === null) {
      this.counters.duplicates += 1;
      return null;
    }
    this.ingestId += 1;
    const source = origin === "rest" ? "backfill" : this.options.mode;
    const unjudged = { ...trade, sequence, source, tradeDate, ingestId: this.ingestId } as const;
    const { verdict, late, ...step } = run.sequencer.tick(unjudged);
    const suspicious = verdict === "suspicious";
    const backfilled = origin === "rest";
    this.counters.trades += 1;
    if (suspicious) this.counters.suspicious += 1;
    else run.stats.trade({ ...trade, tradeDate, late, backfilled });
    if (late) this.counters.late += 1;
    const flags = flagsOf(verdict, late) | (backfilled ? TickFlag.backfilled : 0);
    return { tick: { ...unjudged, flags }, step };
  }

  private commit(run: ContractRun, step: Step, also: (batch: Batch) => void = () => undefined): void {
    if (step.facts.length === 0 && step.inputs.length === 0) return;
    this.append(new Set([run]), [{ contractId: run.contract.id, step }], also);
    this.read(run);
  }

  private append(
    touched: ReadonlySet<ContractRun>,
    steps: readonly { contractId: number; step: Step }[],
    also: (batch: Batch) => void,
  ): void {
    this.options.store.append((batch) => {
      also(batch);
      for (const { contractId, step } of steps) {
        this.counters.facts += step.facts.length;
        for (const fact of step.facts) {
          batch.facts.push({ contractId, fact });
          if (fact.kind === "signal") batch.running.delete(runningKey(contractId, fact.record.tradeId));
        }
        for (const input of step.inputs) {
          batch.inputs.push(input);
          if (input.deliveryId !== null) batch.applied.push(input.deliveryId);
        }
        batch.verdicts.push(...step.verdicts);
      }
      for (const run of touched) {
        const candle = run.engine.openCandle();
        if (candle === null) continue;
        const contractId = run.contract.id;
        batch.openCandles.set(contractId, { contractId, candle, corrected: false, source: this.options.mode });
      }
    }, steps.length > 0);
  }

  private read(run: ContractRun): void {
    this.moved.add(run);
    const { hub } = this.options;
    hub.reading({ type: "ticker", tickers: [run.stats.current] });
    const candle = run.engine.openCandle();
    if (candle !== null) hub.reading({ type: "candle", candles: [{ ...candle, contractId: run.contract.id }] });
  }
}

function runningKey(contractId: number, tradeId: string): string {
  return `${contractId}.${tradeId}`;
}

/** A quiet market leaves its candles complete (methodology 8.3); a lost connection does not. */
function breaksCandles(cause: GapCause): boolean {
  return cause !== "silence";
}
