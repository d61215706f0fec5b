/** A contract ends with a trade open on it: the real desk, engine and writer on Postgres, from the stored ticks on (methodology 10.4). */
import { expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { lastInputId } from "@/lib/db/engine-state";
import { createLog } from "@/lib/log";
import { testDatabase } from "@/scripts/testing/database";
import { PlayedDesk } from "@/scripts/testing/played-desk";
import { Desk } from "@/worker/desk";
import { FeedStateMachine } from "@/worker/feed-state";
import { Hub } from "@/worker/hub/hub";
import { Pipeline } from "@/worker/pipeline";
import { type Batch, emptyBatch } from "@/worker/store/batch";
import { createBatchWriter } from "@/worker/store/write";
import { HandTime } from "@/worker/testing/hand-time";

await testDatabase();

/** The Monday after the last trading day of the December contracts. */
const retiredAt = Date.parse("2026-12-21T15:00:00Z");

async function start(now: number) {
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
  return { desk, pipeline, save };
}

async function tradeOf(id: string) {
  const { rows } = await pool().query(
    `SELECT signals.status, trades.exit_reason, trim_scale(exit_price)::text AS exit_price, outcome_r_be, outcome_r_no_be,
        realized_r_no_be FROM trades JOIN signals ON signals.id = trades.signal_id WHERE signals.id = $1`,
    [id],
  );
  return rows[0];
}

it("an open trade is kept over the roll and closed at the contract's last price when it has ended, once", async () => {
  const played = await PlayedDesk.open(18);
  const id = await played.bullishTrade();
  played.tick(played.minute(4) + 1_000, 20_030.25);
  await played.store();
  expect(await tradeOf(id)).toMatchObject({ status: "ACTIVE", exit_reason: null });

  // After the roll, before the end: the March contract is in front, December runs on for its trade.
  const rolled = await start(Date.parse("2026-12-11T15:00:00Z"));
  expect(rolled.desk.contracts().map(({ ticker }) => ticker)).toEqual(expect.arrayContaining(["NQZ6", "NQH7"]));
  await rolled.desk.follow(Date.parse("2026-12-11T15:01:00Z"));
  await rolled.save();
  expect(await tradeOf(id)).toMatchObject({ status: "ACTIVE", exit_reason: null });

  const ended = await start(retiredAt);
  await ended.desk.follow(retiredAt);
  await ended.save();
  const trade = await tradeOf(id);
  // Entry 20014.50, stop 19974.00: 15.75 of 40.50 points.
  expect(trade).toMatchObject({ status: "CLOSED", exit_reason: "ROLL", exit_price: "20030.25" });
  expect(Number(trade.realized_r_no_be)).toBeCloseTo(0.3889, 4);
  expect(Number(trade.outcome_r_no_be)).toBeCloseTo(0.3889, 4);
  const { rows: events } = await pool().query("SELECT type FROM trade_events WHERE signal_id = $1 ORDER BY seq", [id]);
  expect(events.filter(({ type }) => type === "EXIT_ROLL")).toHaveLength(1);

  // The next look lets the contract go; a new start knows the end from the journal and closes nothing again.
  await ended.desk.follow(retiredAt + 15_000);
  expect(ended.desk.contracts().map(({ ticker }) => ticker)).not.toContain("NQZ6");
  const again = await start(retiredAt + 60_000);
  await again.desk.follow(retiredAt + 75_000);
  await again.save();
  const { rows: after } = await pool().query("SELECT type FROM trade_events WHERE signal_id = $1 ORDER BY seq", [id]);
  expect(after).toEqual(events);
  expect(await tradeOf(id)).toEqual(trade);
});
