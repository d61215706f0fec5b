/**
 * A contract played through the worker's own sequencer and batch writer into a test's database: ticks with the flags the
 * pipeline gives them, alerts, facts. For tests that need trades whose ticks are really stored.
 */
import { claimNewAsks } from "@/lib/db/asks";
import { lastInputId } from "@/lib/db/engine-state";
import { lastIngestId, type StoredTick } from "@/lib/db/ticks";
import { SeriesEngine } from "@/lib/engine/series-engine";
import { signalAlert } from "@/lib/engine/testing/desk";
import type { SignalRecord } from "@/lib/engine/types";
import { cmeEquityCalendar } from "@/lib/market/cme-equity-calendar";
import { parsePrice } from "@/lib/market/price";
import { tradeDateOf } from "@/lib/market/session";
import type { EpochMs, TickSource } from "@/lib/market/types";
import { resolveRules } from "@/lib/signal/config";
import type { Direction } from "@/lib/signal/types";
import { contextOfEntry } from "@/worker/recovery";
import { loadRoster, type RosterEntry } from "@/worker/roster";
import { flagsOf, Sequencer, type Step } from "@/worker/sequencer";
import { type Batch, emptyBatch } from "@/worker/store/batch";
import { createBatchWriter } from "@/worker/store/write";

const MINUTE = 60_000;

/** Numbers of ticks, inputs and alerts go on over all desks of a database, as they do over restarts of a worker. */
const numbers = { ingest: 0, input: 0, delivery: 0 };
const next = (kind: keyof typeof numbers): number => {
  numbers[kind] += 1;
  return numbers[kind];
};

export class PlayedDesk {
  readonly engine: SeriesEngine;
  readonly entry: RosterEntry;
  readonly start: EpochMs;
  readonly #sequencer: Sequencer;
  readonly #context: ReturnType<typeof contextOfEntry>;
  readonly #source: TickSource;
  #batch: Batch = emptyBatch(1);

  private constructor(entry: RosterEntry, start: EpochMs) {
    this.entry = entry;
    this.start = start;
    this.#source = "simulated";
    this.#context = contextOfEntry("simulated", entry);
    const { root, tickSize, pointValue, tradingview, profile, config } = entry.instrument;
    const resolved = resolveRules(profile, config, this.#context.scale);
    if (!resolved.ok) throw new Error(resolved.errors.join("; "));
    this.engine = new SeriesEngine({
      instrument: { root, tickSize, pointValue, tradingview, ticker: entry.contract.ticker },
      rules: resolved.rules,
      calendar: cmeEquityCalendar,
    });
    const nextInputId = () => next("input");
    this.#sequencer = new Sequencer({
      contractId: entry.contract.id,
      scale: this.#context.scale,
      source: this.#source,
      engine: this.engine,
      nextInputId,
    });
  }

  /** A new desk of NQ's front contract, whose ticks come after those of earlier ones; minute 0 is 10:00 New York. */
  static async open(day: number, root = "NQ", start = Date.UTC(2026, 10, day, 15)): Promise<PlayedDesk> {
    // A worker of the test may have given numbers too.
    numbers.ingest = Math.max(numbers.ingest, await lastIngestId());
    numbers.input = Math.max(numbers.input, await lastInputId());
    const roster = await loadRoster("simulated", start);
    const entry = roster.entries.find(({ contract }) => contract.root === root);
    if (entry === undefined) throw new Error(`expected a seeded contract of ${root}`);
    return new PlayedDesk(entry, start);
  }

  /** Open of minute n. */
  minute(n: number): EpochMs {
    return this.start + n * MINUTE;
  }

  /** Id of a signal over all contracts. */
  id(record: Pick<SignalRecord, "tradeId">): string {
    return `${this.entry.contract.ticker}.${record.tradeId}`;
  }

  /** One trade print at a price in points, taken in as the pipeline does. */
  tick(at: EpochMs, points: number, change: Partial<StoredTick> = {}): void {
    const parsed = parsePrice(points, this.#context.scale);
    if (!parsed.ok) throw new Error(`${points}: ${parsed.reason}`);
    const contractId = this.entry.contract.id;
    const ingestId = next("ingest");
    const tick = {
      ...{ contractId, ingestId, exchangeAt: at, receivedAt: at, price: parsed.ticks, size: 1, sequence: ingestId },
      ...{ source: this.#source, tradeDate: tradeDateOf(at) },
      ...change,
    };
    const { verdict, late, ...step } = this.#sequencer.tick(tick);
    this.#batch.ticks.push({ ...tick, flags: flagsOf(verdict, late) });
    this.#take(step);
  }

  /** Ticks one second apart within minute n. */
  path(n: number, points: readonly number[], from = 0): void {
    points.forEach((price, index) => void this.tick(this.minute(n) + from + index * 1_000, price));
  }

  /** A minute as `open/high/low/close`, low before high when it rose. */
  candle(n: number, text: string): void {
    const [open = 0, high = 0, low = 0, close = 0] = text.split("/").map(Number);
    this.path(n, close >= open ? [open, low, high, close] : [open, high, low, close]);
  }

  /** The alert of minute n's candle, received 1.2 s after its close. */
  signal(direction: Direction, n: number): void {
    const alert = signalAlert(direction, this.minute(n));
    const receivedAt = this.minute(n + 1) + 1_200;
    this.#take(this.#sequencer.deliver({ id: next("delivery"), receivedAt, alert }));
  }

  /** The end of the contract. */
  retire(at: EpochMs): void {
    this.#take(this.#sequencer.retire(at));
  }

  /** Takes in what people asked about the contract; the clock has passed it, so it is applied now. */
  async ask(): Promise<void> {
    const rows = await claimNewAsks(100, []);
    for (const row of rows) {
      if (row.contractId === this.entry.contract.id) this.#take(this.#sequencer.ask({ ...row, askedAt: this.start }));
    }
    await this.store();
  }

  #take({ facts, inputs, verdicts }: Step): void {
    const contractId = this.entry.contract.id;
    for (const fact of facts) this.#batch.facts.push({ contractId, fact });
    this.#batch.inputs.push(...inputs);
    this.#batch.verdicts.push(...verdicts);
  }

  /** Writes what happened since the last call, running trades included, in one transaction as the worker does. */
  async store(): Promise<void> {
    const contractId = this.entry.contract.id;
    for (const record of this.engine.records()) {
      if (record.status === "ACTIVE") {
        this.#batch.running.set(record.tradeId, { contractId, fact: { kind: "signal", record } });
      }
    }
    const batch = this.#batch;
    this.#batch = emptyBatch(batch.number + 1);
    await createBatchWriter(() => this.#context)(batch);
  }

  /** EX-02 of the methodology: bullish, confirmed by minute 3; the first tick of minute 4 enters at 20014.50, stop 19974.00. */
  async bullishTrade(): Promise<string> {
    this.candle(0, "20012/20013/20007/20008");
    this.candle(1, "20008/20009/20005/20006");
    this.candle(2, "20006/20010/19999/20009");
    this.path(3, [20_009, 20_003.5]);
    this.signal("bullish", 2);
    this.path(3, [20_016, 20_014.25], 4_000);
    this.tick(this.minute(4), 20_014.5);
    await this.store();
    const record = this.engine.records().at(-1);
    if (record?.trade == null) throw new Error("expected a trade");
    return this.id(record);
  }
}
