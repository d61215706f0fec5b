/** The worker's desk, engines and writer on a test's database, without a feed: recovered from what is stored, batches saved by hand. */
import { claimNewAsks } from "@/lib/db/asks";
import { lastInputId } from "@/lib/db/engine-state";
import { lastIngestId } from "@/lib/db/ticks";
import { createLog } from "@/lib/log";
import type { EpochMs } from "@/lib/market/types";
import { Desk } from "@/worker/desk";
import { FeedStateMachine } from "@/worker/feed-state";
import { Hub } from "@/worker/hub/hub";
import { Pipeline } from "@/worker/pipeline";
import { type Batch, emptyBatch } from "@/worker/store/batch";
import { createBatchWriter } from "@/worker/store/write";
import { HandTime } from "@/worker/testing/hand-time";

/** A start of the worker at an instant. What is not saved is lost, as it is in a crash. */
export async function startDesk(now: EpochMs) {
  const time = new HandTime(now);
  const feed = new FeedStateMachine("simulated", now).current;
  const hub = new Hub({ bootId: "b", clock: time, timers: time, random: () => 0, feed });
  let batch = emptyBatch(1);
  const store = { append: (add: (rows: Batch) => void) => add(batch) };
  const pipeline = new Pipeline({ mode: "simulated", store, hub });
  let input = await lastInputId();
  const nextInputId = (): number => {
    input += 1;
    return input;
  };
  pipeline.numberAfter(await lastIngestId());
  const log = createLog("test", "silent");
  const desk = new Desk({ mode: "simulated", nextInputId, log, store, hub, onUnrouted: () => undefined }, pipeline);
  await desk.load(now);
  await desk.recover();
  const write = createBatchWriter((contractId) => {
    const context = desk.contextOf(contractId);
    if (context === undefined) throw new Error(`contract ${contractId} is not known`);
    return context;
  });
  const save = async (): Promise<void> => {
    const full = batch;
    batch = emptyBatch(full.number + 1);
    await write(full);
  };
  /** Takes in what people asked, as the inbox does. @returns how many there were */
  const takeAsks = async (): Promise<number> => {
    const rows = await claimNewAsks(100, []);
    for (const row of rows) desk.ask(row);
    return rows.length;
  };
  return { desk, pipeline, save, takeAsks };
}
