/**
 * What the worker does for alerts beside judging them: takes those that waited on disk while Postgres was down, and
 * holds the indicator's telemetry against our trades. Both read and write Postgres only and never stand in the way of a tick.
 */
import path from "node:path";
import type { Clock } from "@/lib/clock";
import { drainInbox } from "@/lib/db/intake";
import { Inbox } from "@/lib/inbox";
import type { Log } from "@/lib/log";
import type { NoticeView } from "@/lib/stream/events";
import { Reconciler, settleMsMin } from "@/worker/reconcile";
import type { Timers } from "@/worker/timer";

/** How often the folder of waiting alerts is looked at. */
export const diskPeriodMs = 2_000;

export interface AlertUpkeepOptions {
  readonly dataDir: string;
  /** How late the feed delivers, ms: telemetry waits as long for our tape. */
  readonly delayMs: number;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly onNotices: (notices: readonly NoticeView[]) => void;
}

/** Begins; the returned function ends it and resolves when nothing is running any more. */
export function startAlertUpkeep(options: AlertUpkeepOptions): () => Promise<void> {
  const { dataDir, delayMs, clock, timers, log, onNotices } = options;
  const inbox = new Inbox(path.resolve(dataDir, "inbox"));
  const reconciler = new Reconciler({
    settleMs: settleMsMin + delayMs,
    now: () => clock.now(),
    timers,
    log,
    onNotices,
  });
  let draining: Promise<void> | null = null;
  const stopDisk = timers.every(diskPeriodMs, () => {
    draining ??= drain(inbox, log).finally(() => {
      draining = null;
    });
  });
  reconciler.start();
  return async () => {
    stopDisk();
    await Promise.all([reconciler.stop(), draining]);
  };
}

async function drain(inbox: Inbox, log: Log): Promise<void> {
  try {
    const report = await drainInbox(inbox);
    if (report === null || report.applied + report.bad.length === 0) return;
    if (report.bad.length > 0) log.error(report, "alerts on disk could not be read and were set aside");
    else log.info(report, "alerts from disk taken");
  } catch (error) {
    log.warn({ err: error }, "alerts on disk not taken, the next look tries again");
  }
}
