/**
 * What is done now and then while the worker runs: snapshots, running trades, day partitions ahead of time, vendor
 * settlements and the vendor's schedule.
 * Failures are logged and tried again at the next turn; none of it stands in the way of a tick.
 */
import type { Clock } from "@/lib/clock";
import { followCorrections } from "@/lib/db/follow-corrections";
import { ensurePartitions } from "@/lib/db/partitions";
import type { Log } from "@/lib/log";
import type { PriceScale } from "@/lib/market/price";
import { tradeDateOf } from "@/lib/market/session";
import type { TradeDate } from "@/lib/market/types";
import type { RestClient } from "@/worker/feed/rest";
import { takeSchedules } from "@/worker/market-days";
import type { Pipeline } from "@/worker/pipeline";
import type { WorkerSettings } from "@/worker/settings";
import { snapshotPeriodMs, takeSnapshots } from "@/worker/snapshots";
import type { Store } from "@/worker/store/store";
import type { Timers } from "@/worker/timer";

/** Partitions exist for today and this many days more (faults D08). */
export const partitionDaysAhead = 3;
const partitionPeriodMs = 60 * 60_000;
/** How often the running values of open trades are stored; live ones come by the stream. */
const runningPeriodMs = 5000;
/** How often the vendor is asked for the previous settlement, the reference of the day's change. */
const settlementPeriodMs = 10 * 60_000;
/** Contracts the vendor answers for at a time. */
const settlementTickersMax = 100;
const dayMs = 24 * 60 * 60_000;
/** How often the vendor is asked for the schedule: a change on the day itself is known within hours. */
const schedulePeriodMs = 6 * 60 * 60_000;

export interface UpkeepOptions {
  readonly pipeline: Pipeline;
  readonly store: Store;
  readonly rest: Pick<RestClient, "snapshot" | "schedules">;
  readonly settings: Pick<WorkerSettings, "mode">;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/** Begins; returns the function that ends it. */
export function startUpkeep(options: UpkeepOptions): () => void {
  const { pipeline, store, clock, timers, log } = options;
  const guarded = (name: string, task: () => Promise<void>) => (): void => {
    task().catch((error: unknown) => log.warn({ err: error, task: name }, "upkeep failed, the next turn tries again"));
  };
  const partitions = guarded("partitions", () => ensurePartitions(datesAhead(clock.now())));
  const settlements = guarded("settlements", () => readSettlements(options));
  const schedules = guarded("schedules", () => readSchedules(options));
  partitions();
  settlements();
  schedules();
  const stops = [
    timers.every(schedulePeriodMs, schedules),
    timers.every(settlementPeriodMs, settlements),
    timers.every(partitionPeriodMs, partitions),
    timers.every(runningPeriodMs, () => pipeline.storeRunning(false)),
    timers.every(runningPeriodMs, guarded("corrections", turns(followCorrections))),
    timers.every(snapshotPeriodMs, () => takeSnapshots(pipeline.all(), store, clock.now(), false)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The trade dates from now on for which partitions are to exist. */
export function datesAhead(now: number): TradeDate[] {
  const dates = Array.from({ length: partitionDaysAhead + 1 }, (_, day) => tradeDateOf(now + day * dayMs));
  return [...new Set(dates)];
}

/** Without an answer the session's open stays the reference, and the ticker says so. */
async function readSettlements({ pipeline, rest }: UpkeepOptions): Promise<void> {
  const runs = new Map(pipeline.all().map((run) => [run.contract.ticker, run]));
  const scaleOf = (ticker: string): PriceScale => {
    const run = runs.get(ticker);
    if (run === undefined) throw new Error(`settlement of ${ticker}: expected one of the contracts asked for`);
    return run.context.scale;
  };
  for (const row of await rest.snapshot([...runs.keys()].slice(0, settlementTickersMax), scaleOf)) {
    runs.get(row.ticker)?.stats.setSettlement(row.previousSettlement);
  }
}

/** The simulated and the recorded market have no schedule. */
async function readSchedules({ pipeline, rest, store, clock, settings, log }: UpkeepOptions): Promise<void> {
  if (settings.mode === "simulated" || settings.mode === "replay") return;
  const roots = new Set(pipeline.all().map((run) => run.contract.root));
  const notices = await takeSchedules(rest, roots, clock.now(), log);
  if (notices.length === 0) return;
  store.append((batch) => batch.notices.push(...notices), true);
}

/** A task that takes longer than its period is not begun again before it has ended. */
function turns(task: () => Promise<unknown>): () => Promise<void> {
  let working = false;
  return async () => {
    if (working) return;
    working = true;
    try {
      await task();
    } finally {
      working = false;
    }
  };
}
