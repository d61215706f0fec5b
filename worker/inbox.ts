/**
 * Brings stored alerts to the pipeline, each once per run: a notification is the hint, a sweep every two seconds the
 * truth. An alert leaves the `new` state only in the transaction that stores what the engine made of it, so one that was
 * on its way when the worker died is found again. Knows no rule of signals.
 */
import { claimNewDeliveries, type NewDelivery, SIGNAL_CHANNEL } from "@/lib/db/deliveries";
import { type Listener, listen } from "@/lib/db/listen";
import type { Log } from "@/lib/log";
import type { StopTimer, Timers } from "@/worker/timer";

/** Longest time a lost notification delays an alert. */
export const sweepPeriodMs = 2000;
/** Alerts taken in one sweep; more are found by the next one. */
export const sweepRowsMax = 500;
/** Alerts on their way at a time. Policy past it: the others wait in the table until the engine's clock has moved on. */
export const takenMax = 5000;
const relistenDelayMs = 1000;

export interface InboxOptions {
  readonly onDelivery: (delivery: NewDelivery) => void;
  readonly timers: Timers;
  readonly log: Log;
}

/** The inbox. */
export class Inbox {
  private readonly options: InboxOptions;
  /** On their way: taken, not yet committed as applied. */
  private readonly taken = new Set<number>();
  private listener: Listener | null = null;
  private stopSweep: StopTimer | null = null;
  private sweeping: Promise<void> | null = null;
  private again = false;
  private stopped = false;

  constructor(options: InboxOptions) {
    this.options = options;
  }

  /** Takes in what waits, then keeps listening. Resolves after the first sweep. */
  async start(): Promise<void> {
    await this.sweep();
    this.stopSweep = this.options.timers.every(sweepPeriodMs, () => void this.sweep());
    void this.relisten();
  }

  /** Alerts taken and not yet committed. */
  get size(): number {
    return this.taken.size;
  }

  /** To be called when the store has committed that the engine took these alerts. */
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
      const rows = await claimNewDeliveries(room, taken);
      for (const row of rows) {
        this.taken.add(row.id);
        this.options.onDelivery(row);
      }
      if (rows.length === 0) return;
      this.options.log.info({ alerts: rows.length, onTheirWay: this.taken.size }, "alerts taken in");
      // A full answer may have left some behind.
      this.again ||= rows.length === sweepRowsMax;
    } catch (error) {
      this.options.log.warn({ err: error }, "alerts not read, the next sweep tries again");
    }
  }

  private async relisten(): Promise<void> {
    while (!this.stopped) {
      try {
        this.listener = await listen(SIGNAL_CHANNEL, () => void this.sweep());
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
