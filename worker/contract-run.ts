/**
 * Everything the worker holds of one dated contract: its engine with the order of its inputs, the totals of its session
 * and the trades it has seen. Built by the recovery, used by the pipeline.
 */
import type { InstrumentRow } from "@/lib/db/contracts";
import { type SeriesContext, signalKey } from "@/lib/db/series";
import type { SeriesEngine } from "@/lib/engine/series-engine";
import type { EngineSettings } from "@/lib/engine/settings";
import type { Contract, EpochMs } from "@/lib/market/types";
import type { ContractView } from "@/lib/stream/events";
import { type PassOrdinals, SeenTrades } from "@/worker/dedupe";
import type { Sequencer } from "@/worker/sequencer";
import type { SessionStats } from "@/worker/session-stats";

export interface ContractRunParts {
  readonly contract: Contract;
  readonly instrument: InstrumentRow;
  readonly context: SeriesContext;
  readonly engine: SeriesEngine;
  readonly sequencer: Sequencer;
  readonly stats: SessionStats;
  /** What its engine works with, as journaled; null while nothing is. */
  readonly settings: EngineSettings | null;
  /** What a snapshot of this engine is to be marked with. */
  readonly snapshotVersion: string;
}

/** One contract that runs. */
export class ContractRun {
  readonly contract: Contract;
  /** As the database last had it: names and settings people see. */
  instrument: InstrumentRow;
  settings: EngineSettings | null;
  readonly context: SeriesContext;
  readonly engine: SeriesEngine;
  readonly sequencer: Sequencer;
  readonly stats: SessionStats;
  readonly snapshotVersion: string;
  readonly seen = new SeenTrades();
  /** Ordinals of trades without a sequence, per way they come; begun anew with each connection and each backfill. */
  readonly passes: Record<"socket" | "rest", PassOrdinals> = { socket: new Map(), rest: new Map() };
  /** Where the next turn of storing running trades begins. */
  runningTurn = 0;
  /** Ticks the engine had read at its newest snapshot. */
  snapshotReads: number;
  private quoteAt: EpochMs = 0;
  private quotesAt = 0;

  constructor(parts: ContractRunParts) {
    this.contract = parts.contract;
    this.instrument = parts.instrument;
    this.settings = parts.settings;
    this.context = parts.context;
    this.engine = parts.engine;
    this.sequencer = parts.sequencer;
    this.stats = parts.stats;
    this.snapshotVersion = parts.snapshotVersion;
    this.snapshotReads = parts.engine.counters.read;
  }

  /** Key of a signal of this contract over all contracts. */
  signalId(tradeId: string): string {
    return signalKey(this.contract.ticker, tradeId);
  }

  /** Place of the next quote within its millisecond, 0-based. */
  quoteOrdinal(exchangeAt: EpochMs): number {
    this.quotesAt = exchangeAt === this.quoteAt ? this.quotesAt + 1 : 0;
    this.quoteAt = exchangeAt;
    return this.quotesAt;
  }

  /** True while something lives on the contract that must see its ticks: then it runs on, whatever is in front. */
  get isPinned(): boolean {
    const { engine, sequencer } = this;
    if (sequencer.waitingCount > 0 || engine.pending() !== null || engine.liveTrades().length > 0) return true;
    return engine.records().some(({ status }) => status === "CONFIRMED" || status === "ACTIVE" || status === "PENDING");
  }

  /** How the contract is shown. */
  view(): ContractView {
    const { id, root, ticker, lastTradeDate } = this.contract;
    const { name, tickSize, pointValue } = this.instrument;
    return { id, root, ticker, name, tickSize, pointValue, lastTradeDate };
  }
}
