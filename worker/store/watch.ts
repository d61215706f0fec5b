/**
 * Watches that the store gets on: without this a stopped database looks like a quiet market, because prices go on while
 * facts wait for their commit. Progress is a committed batch or nothing to write; it holds no rows itself.
 */
import type { Clock } from "@/lib/clock";
import type { EpochMs } from "@/lib/market/types";
import type { NoticeView } from "@/lib/stream/events";
import type { StopTimer, Timers } from "@/worker/timer";

/** Time without progress after which people are told. */
export const storeBehindAfterMs = 5000;
const lookPeriodMs = 1000;
/** One notice stands for the whole outage and is replaced by its end. Never a stored one: those count from 1. */
const outageNoticeId = -1;

export interface StoreWatchOptions {
  readonly stats: () => { readonly batches: number; readonly waiting: boolean };
  readonly onNotice: (notice: NoticeView) => void;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** The watch. `start` once, `stop` at the end. */
export class StoreWatch {
  private readonly options: StoreWatchOptions;
  private batches = 0;
  private progressAt: EpochMs;
  private told = false;
  private stopLooking: StopTimer | null = null;

  constructor(options: StoreWatchOptions) {
    this.options = options;
    this.progressAt = options.clock.now();
  }

  start(): void {
    this.stopLooking ??= this.options.timers.every(lookPeriodMs, () => this.look());
  }

  stop(): void {
    this.stopLooking?.();
  }

  /** Since when nothing has been committed although rows wait; null while the store gets on. */
  get behindSince(): EpochMs | null {
    return this.told ? this.progressAt : null;
  }

  private look(): void {
    const { stats, clock } = this.options;
    const now = clock.now();
    const { batches, waiting } = stats();
    if (waiting && batches === this.batches) {
      if (!this.told && now - this.progressAt >= storeBehindAfterMs) this.tell(now, "behind");
      return;
    }
    if (this.told) this.tell(now, "again");
    this.batches = batches;
    this.progressAt = now;
  }

  private tell(now: EpochMs, what: "behind" | "again"): void {
    this.told = what === "behind";
    const seconds = Math.round((now - this.progressAt) / 1000);
    const notice = { id: outageNoticeId, code: "STORE-BEHIND", at: now } as const;
    this.options.onNotice(
      this.told
        ? {
            ...notice,
            severity: "critical",
            message: `The database has taken nothing for ${seconds} s. Prices are live, but signals and trades stand still here until it does; ticks and alerts wait in memory and on disk.`,
          }
        : {
            ...notice,
            severity: "info",
            message: `The database takes again, after ${seconds} s; what waited is being stored.`,
          },
    );
  }
}
