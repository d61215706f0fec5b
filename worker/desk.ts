/**
 * The contracts that run, over time: recovered at the start, joined by the next front contract before a roll, kept while
 * signals or trades live on them, retired after their last trading day. Routes alerts to the contract their symbol meant
 * when they came in. Knows no socket; who follows calls it (worker/mapping.ts).
 */
import type { AskRow } from "@/lib/db/asks";
import type { InstrumentRow } from "@/lib/db/contracts";
import type { NewDelivery } from "@/lib/db/deliveries";
import type { SeriesContext } from "@/lib/db/series";
import type { SignalRecord } from "@/lib/engine/types";
import type { Log } from "@/lib/log";
import { isExpired } from "@/lib/market/roll-schedule";
import { tradeDateOf } from "@/lib/market/session";
import type { Contract, EpochMs } from "@/lib/market/types";
import type { StreamEvent } from "@/lib/stream/events";
import type { ContractRun } from "@/worker/contract-run";
import { finishedSignalsMax } from "@/worker/hub/board";
import type { Hub } from "@/worker/hub/hub";
import type { Pipeline } from "@/worker/pipeline";
import { viewOf } from "@/worker/publish";
import { contextOfEntry, type RecoveryOptions, recoverContract, settingsOf } from "@/worker/recovery";
import { contractFor, contractOfSymbol, loadRoster, nextChange, type Roster } from "@/worker/roster";
import type { Store } from "@/worker/store/store";

export interface DeskOptions extends RecoveryOptions {
  readonly store: Pick<Store, "append">;
  readonly hub: Hub;
  readonly log: Log;
  /** An alert waits for a contract that does not run yet: follow now. */
  readonly onUnrouted: () => void;
}

/** The contracts that run. */
export class Desk {
  private readonly options: DeskOptions;
  private readonly pipeline: Pipeline;
  private readonly contexts = new Map<number, SeriesContext>();
  private roster: Roster = { entries: [], known: [], fronts: [] };
  /** Alerts whose contract did not run when they came; bounded by what the inbox takes between two follows. */
  private unrouted: NewDelivery[] = [];

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
  async recover(changed = true): Promise<ContractRun[]> {
    const added: ContractRun[] = [];
    for (const entry of this.roster.entries) {
      if (this.pipeline.get(entry.contract.id) !== undefined) continue;
      const run = await recoverContract(this.options, entry);
      this.pipeline.add(run);
      added.push(run);
    }
    if (changed || added.length > 0) this.announce(added);
    this.configure();
    return added;
  }

  /** True while the market of any running contract is open. */
  isOpen(at: EpochMs): boolean {
    return this.pipeline.all().some((run) => run.engine.config.calendar.isOpen(at));
  }

  private known(contractId: number): InstrumentRow | undefined {
    return this.roster.known.find((entry) => entry.contract.id === contractId)?.instrument;
  }

  /** Gives every engine the settings its instrument asks for now; one that cannot be read leaves the others alone. */
  private configure(): void {
    const { mode, log } = this.options;
    for (const run of this.pipeline.all()) {
      const instrument = this.known(run.contract.id);
      if (instrument === undefined) continue;
      run.instrument = instrument;
      try {
        const changed = this.pipeline.configure(run, settingsOf(mode, instrument));
        if (changed) log.info({ ticker: run.contract.ticker }, "engine settings taken");
      } catch (error) {
        log.error({ err: error, ticker: run.contract.ticker }, "settings not readable, the engine keeps those it has");
      }
    }
  }

  /** Follows rolls and last trading days. @returns the contracts that came and whether any went */
  async follow(now: EpochMs): Promise<{ readonly added: readonly ContractRun[]; readonly removed: boolean }> {
    const { mode, log } = this.options;
    // Those that come while the tables are read wait for the next look: it knows what they mean.
    const waiting = this.unrouted;
    this.unrouted = [];
    try {
      await this.load(now);
    } catch (error) {
      this.unrouted.unshift(...waiting);
      throw error;
    }
    const wanted = new Set(this.roster.entries.map((entry) => entry.contract.id));
    let removed = false;
    for (const run of this.pipeline.all()) {
      const { id, ticker, lastTradeDate } = run.contract;
      const known = this.known(id);
      // Possible only while nothing of it is recorded: the engine is made anew on the other price grid.
      if (known !== undefined && known.tickSize !== run.instrument.tickSize) this.pipeline.remove(id);
      if (mode !== "replay" && tradeDateOf(now) > lastTradeDate && run.isPinned) {
        log.info({ ticker, lastTradeDate }, "contract retired, its open trades close at its last price");
        this.pipeline.retire(run, now);
      } else if (!wanted.has(id) && !run.isPinned) {
        log.info({ ticker }, "contract no longer followed");
        this.pipeline.remove(id);
        removed = true;
      }
    }
    const added = await this.recover(removed);
    for (const delivery of waiting) this.route(delivery, true);
    return { added, removed };
  }

  /** The next instant at which a root means another contract, null when none is known. */
  nextChange(now: EpochMs): EpochMs | null {
    return nextChange(this.roster, now);
  }

  /**
   * Hands an alert to the contract its symbol meant when it was received. One whose contract does not run yet waits for
   * the next `follow`, which is asked for at once.
   */
  route(delivery: NewDelivery, followed = false): void {
    const { mode } = this.options;
    const { id, root, receivedAt, simulated, alert } = delivery;
    if (simulated && (mode === "live" || mode === "delayed")) {
      this.refuse(delivery, "SIMULATED_ALERT", "A simulated alert is not judged on a real market.");
      return;
    }
    const contract = this.contractOf(delivery);
    if (contract !== null && mode !== "replay" && isExpired(contract.lastTradeDate, receivedAt)) {
      const { ticker, lastTradeDate } = contract;
      this.refuse(delivery, "EXPIRED_CONTRACT", `Alert for ${ticker}: it stopped trading on ${lastTradeDate}.`);
      return;
    }
    const run = contract === null ? undefined : this.pipeline.get(contract.id);
    if (run !== undefined) {
      this.pipeline.deliver(run, { id, receivedAt, alert });
    } else if (!followed) {
      this.unrouted.push(delivery);
      this.options.onUnrouted();
    } else {
      this.refuse(
        delivery,
        "NO_CONTRACT",
        `Alert for ${delivery.symbol ?? root}: no contract it can mean runs, so no engine can judge it.`,
      );
    }
  }

  /** Hands what a person asks to the contract it is about; one that does not run has nothing open and nothing waiting. */
  ask(row: AskRow): void {
    const run = this.pipeline.get(row.contractId);
    if (run !== undefined) {
      this.pipeline.ask(run, row);
      return;
    }
    const answer = "Its contract is no longer followed, so nothing on it can be open or waiting.";
    this.options.store.append((batch) => {
      batch.verdicts.push({ id: row.id, state: "refused", answer, at: row.askedAt });
    }, true);
  }

  private contractOf({ root, frontId, symbol, receivedAt }: NewDelivery): Contract | null {
    const { mode } = this.options;
    // A recorded day is played on whatever contract it was recorded from.
    if (mode !== "replay") {
      const dated = contractOfSymbol(this.roster, root, symbol, receivedAt);
      if (dated !== undefined) return dated;
      const front = this.roster.known.find((entry) => entry.contract.id === frontId);
      if (front !== undefined) return front.contract;
      // Made after the roster was read: the next one knows it.
      if (frontId !== null) return null;
    }
    return contractFor(this.roster, root, receivedAt, mode);
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

/** All signals that can still change and the newest finished ones, oldest first. */
function newestRecords(run: ContractRun): SignalRecord[] {
  const records = run.engine.records();
  const finished = records.filter(isFinished).slice(-finishedSignalsMax);
  const kept = new Set([...records.filter((record) => !isFinished(record)), ...finished]);
  return records.filter((record) => kept.has(record));
}
