/**
 * The one writer of market data: an ordered queue of batches, each written in one transaction, facts published after.
 * Rows are gathered in the open batch; it is sealed on the beat, at once when there are facts, or when it is large.
 * Where batches wait, oldest first: on disk (spool) -> in memory -> the open batch. When Postgres does not take them and
 * memory reaches its bound, everything in memory moves to the spool, so that disk and database together always hold an
 * exact prefix of the input. Transient errors are retried for ever with backoff; a row that Postgres refuses for what it
 * is, is set aside by name and the others go on. Knows no rule of the market.
 */
import { isTransient } from "@/lib/db/transaction";
import type { Log } from "@/lib/log";
import type { NoticeView } from "@/lib/stream/events";
import { type Batch, batchRows, emptyBatch, type RunMark, splitBatch } from "@/worker/store/batch";
import type { Spool } from "@/worker/store/spool";
import { delay, type StopTimer, type Timers } from "@/worker/timer";

/** Longest time a row waits for company before it is written. */
export const batchBeatMs = 250;
/** Rows of one transaction; a fuller batch is sealed. */
export const batchRowsMax = 5000;
/** Rows kept in memory while Postgres does not take them. Policy past it: all of memory moves to the spool. */
export const memoryRowsMax = 100_000;
/** Rows in memory when the disk does not take them either. Policy past it: the worker stops; REST brings the ticks again. */
export const memoryRowsHardMax = 400_000;
const retryDelayMs = { first: 100, max: 5000 } as const;

/** What Postgres gave back for a batch. */
export interface Written {
  /** The batch's notices with their ids. */
  readonly notices: readonly NoticeView[];
}

export interface StoreOptions {
  /** Goes with every batch, also to the disk. */
  readonly madeBy: RunMark;
  readonly spool: Spool;
  /** Writes a batch in one transaction. */
  readonly write: (batch: Batch) => Promise<Written>;
  /** Called once per batch, after its commit, in order. */
  readonly onCommitted: (batch: Batch, written: Written) => void;
  /** Keeps a row that Postgres refused, durably. */
  readonly setAside: (row: Batch, error: unknown) => Promise<void>;
  /** The store cannot go on. */
  readonly onFatal: (error: Error) => void;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
}

/** Present sizes and counters since the start, for /readyz. */
export interface StoreStats {
  readonly batches: number;
  readonly rows: number;
  readonly memoryRows: number;
  readonly spoolBytes: number;
  readonly retries: number;
  readonly setAside: number;
  /** True when something is not committed yet. */
  readonly waiting: boolean;
}

/** The ordered batch writer. */
export class Store {
  private readonly options: StoreOptions;
  private number = 1;
  private open: Batch;
  /** Sealed batches, oldest first; the first one may be on its way. */
  private memory: Batch[] = [];
  private memoryRows = 0;
  private published = 0;
  private pumping: Promise<void> | null = null;
  private spilling: Promise<void> | null = null;
  private stopBeat: StopTimer | null = null;
  private failures = 0;
  private stopped = false;
  private readonly counters = { batches: 0, rows: 0, retries: 0, setAside: 0 };

  constructor(options: StoreOptions) {
    this.options = options;
    this.open = emptyBatch(this.number, options.madeBy);
  }

  /**
   * Adds rows to the open batch. Everything added in one call is committed together.
   * @param urgent true when facts wait for their commit to be published
   */
  append(add: (batch: Batch) => void, urgent: boolean): void {
    const before = batchRows(this.open);
    add(this.open);
    const rows = batchRows(this.open);
    this.memoryRows += rows - before;
    if (rows >= batchRowsMax) this.seal();
    if (urgent || this.memory.length > 0) this.flush();
    else this.stopBeat ??= this.options.timers.after(batchBeatMs, () => this.flush());
    if (this.memoryRows > memoryRowsMax) this.spill();
  }

  /** Begins to write what is there. */
  flush(): void {
    this.stopBeat?.();
    this.stopBeat = null;
    this.pumping ??= this.pump().finally(() => {
      this.pumping = null;
      // Rows added in the very moment the pump ended.
      if (!this.stopped && this.memory.length > 0) this.flush();
    });
  }

  /** Commits what an earlier run left in the spool, publishing nothing. To be called before the first `append`. */
  async recover(): Promise<void> {
    this.published = Number.POSITIVE_INFINITY;
    await this.idle();
    this.published = 0;
  }

  /** Resolves when everything added so far is committed. */
  async idle(): Promise<void> {
    while (!this.stopped && this.waiting) {
      this.flush();
      await this.pumping;
    }
  }

  /** Writes what is there; what Postgres has not taken by the deadline goes to the spool. */
  async close(deadlineMs: number): Promise<void> {
    const { timers } = this.options;
    let stopDeadline: StopTimer = () => undefined;
    const deadline = new Promise<void>((resolve) => {
      stopDeadline = timers.after(deadlineMs, resolve);
    });
    await Promise.race([this.idle(), deadline]);
    stopDeadline();
    this.stopped = true;
    if (this.waiting) this.spill();
    await this.spilling;
    await this.options.spool.close();
  }

  stats(): StoreStats {
    const { memoryRows, waiting } = this;
    return { ...this.counters, memoryRows, waiting, spoolBytes: this.options.spool.bytes };
  }

  private get waiting(): boolean {
    return this.memory.length > 0 || batchRows(this.open) > 0 || !this.options.spool.empty;
  }

  private seal(): void {
    if (batchRows(this.open) === 0) return;
    this.memory.push(this.open);
    this.number += 1;
    this.open = emptyBatch(this.number, this.options.madeBy);
  }

  private async pump(): Promise<void> {
    while (!this.stopped) {
      await this.spilling;
      try {
        if (!this.options.spool.empty) await this.options.spool.drainOldest((batch) => this.commit(batch));
        else {
          if (this.memory.length === 0) this.seal();
          const oldest = this.memory[0];
          if (oldest === undefined) return;
          await this.commit(oldest);
          this.forget(oldest);
        }
        this.failures = 0;
      } catch (error) {
        await this.backOff(error);
      }
    }
  }

  /** Drops a committed batch from memory, unless it has moved to the spool meanwhile. */
  private forget(batch: Batch): void {
    if (this.memory[0] !== batch) return;
    this.memory.shift();
    this.memoryRows -= batchRows(batch);
  }

  private async commit(batch: Batch): Promise<void> {
    let written: Written;
    try {
      written = await this.options.write(batch);
    } catch (error) {
      if (isTransient(error)) throw error;
      written = await this.isolate(batch, error);
    }
    this.counters.batches += 1;
    this.counters.rows += batchRows(batch);
    // A batch that was on its way when memory moved to the spool is committed twice; it is published once.
    if (batch.number <= this.published) return;
    this.published = batch.number;
    this.options.onCommitted(batch, written);
  }

  /** Writes the parts of a refused batch one by one and sets aside the rows that are to blame. */
  private async isolate(batch: Batch, error: unknown): Promise<Written> {
    if (batchRows(batch) <= 1) {
      this.counters.setAside += 1;
      await this.options.setAside(batch, error);
      return { notices: [] };
    }
    const notices: NoticeView[] = [];
    for (const part of splitBatch(batch)) {
      try {
        notices.push(...(await this.options.write(part)).notices);
      } catch (partError) {
        if (isTransient(partError)) throw partError;
        notices.push(...(await this.isolate(part, partError)).notices);
      }
    }
    return { notices };
  }

  private async backOff(error: unknown): Promise<void> {
    this.counters.retries += 1;
    this.failures += 1;
    const longest = Math.min(retryDelayMs.first * 2 ** (this.failures - 1), retryDelayMs.max);
    const waitMs = longest * (0.5 + this.options.random() / 2);
    const { memoryRows, failures } = this;
    this.options.log.warn({ err: error, failures, waitMs, memoryRows }, "batch not written, will try again");
    await delay(this.options.timers, waitMs);
  }

  /** Moves all of memory to the spool, the batch on its way included: it may yet fail. */
  private spill(): void {
    if (this.spilling !== null) return;
    this.seal();
    const batches = this.memory.slice();
    this.spilling = this.options.spool
      .append(batches)
      .then(() => {
        // By identity: the first of them may have been committed and forgotten meanwhile.
        const moved = new Set(batches);
        for (const batch of this.memory) if (moved.has(batch)) this.memoryRows -= batchRows(batch);
        this.memory = this.memory.filter((batch) => !moved.has(batch));
        this.options.log.warn(
          { batches: batches.length, spoolBytes: this.options.spool.bytes },
          "batches moved to disk",
        );
      })
      .catch((error: unknown) => {
        this.options.log.error({ err: error, memoryRows: this.memoryRows }, "batches could not be moved to disk");
        if (this.memoryRows > memoryRowsHardMax) {
          this.options.onFatal(
            new Error("store: neither Postgres nor the disk takes what is to be stored", { cause: error }),
          );
        }
      })
      .finally(() => {
        this.spilling = null;
      });
  }
}
