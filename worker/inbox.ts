/**
 * Brings stored rows (alerts, what people ask) to the pipeline, each once per run: a notification is the hint, a sweep
 * every two seconds the truth. A row leaves its waiting state only in the transaction that stores what the engine made of
 * it, so one that was on its way when the worker died is found again. Knows no rule of signals.
 */
import { type Listener, listen } from "@/lib/db/listen";
import type { Log } from "@/lib/log";
import type { StopTimer, Timers } from "@/worker/timer";

/** Longest time a lost notification delays a row. */
export const sweepPeriodMs = 2000;
/** Rows taken in one sweep; more are found by the next one. */
export const sweepRowsMax = 500;
/** Rows on their way at a time. Policy past it: the others wait in the table until the engine's clock has moved on. */
export const takenMax = 5000;
const relistenDelayMs = 1000;

export interface InboxOptions<Row extends { readonly id: number }> {
  /** What the rows are called in the log. */
  readonly what: string;
  /** Channel of the notifications. */
  readonly channel: string;
  /** Rows that wait, oldest first, at most `limit`, without those taken. */
  readonly claim: (limit: number, taken: readonly number[]) => Promise<readonly Row[]>;
  readonly onRow: (row: Row) => void;
  readonly timers: Timers;
  readonly log: Log;
}

/** The inbox of one kind of row. */
export class Inbox<Row extends { readonly id: number }> {
  private readonly options: InboxOptions<Row>;
  /** On their way: taken, not yet committed as applied. */
  private readonly taken = new Set<number>();
  private listener: Listener | null = null;
  private stopSweep: StopTimer | null = null;
  private sweeping: Promise<void> | null = null;
  private again = false;
  private stopped = false;

  constructor(options: InboxOptions<Row>) {
    this.options = options;
  }

  /** Takes in what waits, then keeps listening. Resolves after the first sweep. */
  async start(): Promise<void> {
    await this.sweep();
    this.stopSweep = this.options.timers.every(sweepPeriodMs, () => void this.sweep());
    void this.relisten();
  }

  /** Rows taken and not yet committed. */
  get size(): number {
    return this.taken.size;
  }

  /** To be called when the store has committed what the engine made of these rows. */
  committed(ids: readonly number[]): void {
    for (const id of ids) this.taken.delete(id);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopSweep?.();
    await this.listener?.close().catch(() => undefined);
    await this.sweeping;
  }

  /** One look at the table; asked again while looking, it looks once more. */
  private sweep(): Promise<void> {
    this.again = this.sweeping !== null;
    this.sweeping ??= this.look().finally(() => {
      this.sweeping = null;
      if (this.again && !this.stopped) void this.sweep();
    });
    return this.sweeping;
  }

  private async look(): Promise<void> {
    try {
      const taken = [...this.taken];
      const room = Math.min(sweepRowsMax, takenMax - taken.length);
      if (room <= 0) return;
      const { what, claim, onRow, log } = this.options;
      const rows = await claim(room, taken);
      for (const row of rows) {
        this.taken.add(row.id);
        onRow(row);
      }
      if (rows.length === 0) return;
      log.info({ [what]: rows.length, onTheirWay: this.taken.size }, `${what} taken in`);
      // A full answer may have left some behind.
      this.again ||= rows.length === sweepRowsMax;
    } catch (error) {
      this.options.log.warn({ err: error }, `${this.options.what} not read, the next sweep tries again`);
    }
  }

  private async relisten(): Promise<void> {
    while (!this.stopped) {
      try {
        this.listener = await listen(this.options.channel, () => void this.sweep());
        if (this.stopped) await this.listener.close();
        // What was told before this connection listened.
        else void this.sweep();
        const reason = await this.listener.lost;
        if (!this.stopped) this.options.log.warn({ err: reason }, "notifications lost, the sweep goes on");
      } catch (error) {
        this.options.log.warn({ err: error }, "notifications not available, the sweep goes on");
      }
      if (!this.stopped) await new Promise<void>((resolve) => void this.options.timers.after(relistenDelayMs, resolve));
    }
  }
}
