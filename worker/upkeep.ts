/**
 * What is done now and then while the worker runs: snapshots, day partitions ahead of time, rolls, vendor settlements.
 * Failures are logged and tried again at the next turn; none of it stands in the way of a tick.
 */
import type { Clock } from "@/lib/clock";
import { ensurePartitions } from "@/lib/db/partitions";
import type { Log } from "@/lib/log";
import { tradeDateOf } from "@/lib/market/session";
import type { TradeDate } from "@/lib/market/types";
import type { Desk } from "@/worker/desk";
import type { Feed } from "@/worker/feed/types";
import type { Gate } from "@/worker/gate";
import type { Pipeline } from "@/worker/pipeline";
import { snapshotPeriodMs, takeSnapshots } from "@/worker/snapshots";
import type { Store } from "@/worker/store/store";
import type { Timers } from "@/worker/timer";

/** Partitions exist for today and this many days more (faults D08). */
export const partitionDaysAhead = 3;
const partitionPeriodMs = 60 * 60_000;
/** How soon a roll, a retired contract or a changed table is noticed. */
const rosterPeriodMs = 60_000;
const dayMs = 24 * 60 * 60_000;

export interface UpkeepOptions {
  readonly pipeline: Pipeline;
  readonly store: Store;
  readonly desk: Desk;
  readonly gate: Gate;
  readonly feed: Feed;
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
  const roster = guarded("roster", () => followRoster(options));
  partitions();
  const stops = [
    timers.every(partitionPeriodMs, partitions),
    timers.every(rosterPeriodMs, roster),
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

async function followRoster({ desk, feed, gate, clock }: UpkeepOptions): Promise<void> {
  if (!(await desk.follow(clock.now()))) return;
  feed.setContracts(desk.contracts());
  gate.refill();
}
