/**
 * The contracts that run, over time: recovered at the start, joined by the next front contract at a roll, retired after
 * their last trading day. Routes alerts to the contract their root meant when they came in.
 */
import type { NewDelivery } from "@/lib/db/deliveries";
import type { SeriesContext } from "@/lib/db/series";
import type { SignalRecord } from "@/lib/engine/types";
import type { Log } from "@/lib/log";
import { tradeDateOf } from "@/lib/market/session";
import type { Contract, EpochMs } from "@/lib/market/types";
import type { StreamEvent } from "@/lib/stream/events";
import type { ContractRun } from "@/worker/contract-run";
import { finishedSignalsMax } from "@/worker/hub/board";
import type { Hub } from "@/worker/hub/hub";
import type { Pipeline } from "@/worker/pipeline";
import { viewOf } from "@/worker/publish";
import { contextOfEntry, type RecoveryOptions, recoverContract } from "@/worker/recovery";
import { contractFor, loadRoster, type Roster } from "@/worker/roster";
import type { Store } from "@/worker/store/store";

export interface DeskOptions extends RecoveryOptions {
  readonly store: Pick<Store, "append">;
  readonly hub: Hub;
  readonly log: Log;
}

/** The contracts that run. */
export class Desk {
  private readonly options: DeskOptions;
  private readonly pipeline: Pipeline;
  private readonly contexts = new Map<number, SeriesContext>();
  private roster: Roster = { entries: [], known: [], fronts: [] };

  constructor(options: DeskOptions, pipeline: Pipeline) {
    this.options = options;
    this.pipeline = pipeline;
  }

  /** Contracts to subscribe to. */
  contracts(): Contract[] {
    return this.pipeline.all().map((run) => run.contract);
  }

  /** How the rows of a contract are written; undefined for one that is in no table. */
  contextOf(contractId: number): SeriesContext | undefined {
    return this.contexts.get(contractId);
  }

  /** Reads which contracts are to run and how the rows of all are written. */
  async load(now: EpochMs): Promise<void> {
    this.roster = await loadRoster(this.options.mode, now);
    for (const entry of this.roster.known)
      this.contexts.set(entry.contract.id, contextOfEntry(this.options.mode, entry));
  }

  /** Brings every contract of the roster that does not run yet to where the database is. @returns those added */
  async recover(): Promise<ContractRun[]> {
    const added: ContractRun[] = [];
    for (const entry of this.roster.entries) {
      if (this.pipeline.get(entry.contract.id) !== undefined) continue;
      const run = await recoverContract(this.options, entry);
      this.pipeline.add(run);
      added.push(run);
    }
    if (added.length > 0) this.announce(added);
    return added;
  }

  /** Follows rolls and last trading days. @returns true when the set of contracts has changed */
  async follow(now: EpochMs): Promise<boolean> {
    const { mode, log } = this.options;
    await this.load(now);
    const wanted = new Set(this.roster.entries.map((entry) => entry.contract.id));
    let removed = 0;
    for (const run of this.pipeline.all()) {
      const { id, ticker, lastTradeDate } = run.contract;
      if (
        mode !== "replay" &&
        tradeDateOf(now) > lastTradeDate &&
        run.engine.liveTrades().length + waitingSignals(run) > 0
      ) {
        log.info({ ticker, lastTradeDate }, "contract retired, its open trades close at its last price");
        this.pipeline.retire(run, now);
      } else if (!wanted.has(id)) {
        log.info({ ticker }, "contract no longer followed");
        this.pipeline.remove(id);
        removed += 1;
      }
    }
    const added = await this.recover();
    if (removed > 0 && added.length === 0) this.announce([]);
    return added.length + removed > 0;
  }

  /** Hands an alert to the contract its root meant when it was received. */
  route(delivery: NewDelivery): void {
    const { mode } = this.options;
    const { id, root, receivedAt, simulated, alert } = delivery;
    if (simulated && (mode === "live" || mode === "delayed")) {
      this.refuse(delivery, "SIMULATED_ALERT", "A simulated alert is not judged on a real market.");
      return;
    }
    const contract = contractFor(this.roster, root, receivedAt, mode);
    // Received before the first front contract of a new database was known: the one that runs is meant.
    const run =
      contract === null
        ? this.pipeline.all().find((one) => one.contract.root === root)
        : this.pipeline.get(contract.id);
    if (run === undefined) {
      this.refuse(
        delivery,
        "NO_CONTRACT",
        `Alert for ${root}: no contract of this root runs, so no engine can judge it.`,
      );
    } else {
      this.pipeline.deliver(run, { id, receivedAt, alert });
    }
  }

  /** An alert that no engine takes is said aloud and does not wait for ever. */
  private refuse({ id, receivedAt }: NewDelivery, code: string, message: string): void {
    this.options.log.warn({ deliveryId: id, code }, message);
    this.options.store.append((batch) => {
      batch.applied.push(id);
      batch.notices.push({ code, at: receivedAt, severity: "warn", message, data: { deliveryId: id } });
    }, true);
  }

  /** Tells the hub of contracts that have come, with what their signals are now. */
  private announce(added: readonly ContractRun[]): void {
    const { hub } = this.options;
    const events: Extract<StreamEvent, { type: "contracts" | "signal" }>[] = [
      { type: "contracts", contracts: this.pipeline.all().map((run) => run.view()) },
    ];
    for (const run of added) {
      for (const record of newestRecords(run))
        events.push({ type: "signal", signal: viewOf(run.context, record), event: "RECOVERED" });
    }
    hub.publish(events);
    for (const run of added) {
      hub.reading({ type: "ticker", tickers: [run.stats.current] });
      const candle = run.engine.openCandle();
      if (candle !== null) hub.reading({ type: "candle", candles: [{ ...candle, contractId: run.contract.id }] });
    }
  }
}

function isFinished({ status }: SignalRecord): boolean {
  return status !== "PENDING" && status !== "CONFIRMED" && status !== "ACTIVE";
}

function waitingSignals(run: ContractRun): number {
  return run.engine.pending() === null ? 0 : 1;
}

/** All signals that can still change and the newest finished ones, oldest first. */
function newestRecords(run: ContractRun): SignalRecord[] {
  const records = run.engine.records();
  const finished = records.filter(isFinished).slice(-finishedSignalsMax);
  const kept = new Set([...records.filter((record) => !isFinished(record)), ...finished]);
  return records.filter((record) => kept.has(record));
}
