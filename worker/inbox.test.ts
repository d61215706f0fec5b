import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { claimNewDeliveries, markApplied, type NewDelivery, SIGNAL_CHANNEL } from "@/lib/db/deliveries";
import { inTransaction } from "@/lib/db/transaction";
import { createLog } from "@/lib/log";
import { testDatabase } from "@/scripts/testing/database";
import { Inbox, sweepPeriodMs, sweepRowsMax, takenMax } from "@/worker/inbox";
import { HandTime } from "@/worker/testing/hand-time";

await testDatabase();

const time = new HandTime();
let inbox: Inbox<NewDelivery>;
let got: NewDelivery[] = [];
const wake: (() => void)[] = [];

beforeEach(async () => {
  got = [];
  await pool().query("UPDATE webhook_deliveries SET state = 'applied'");
  inbox = new Inbox({
    ...{ what: "alerts", channel: SIGNAL_CHANNEL, claim: claimNewDeliveries },
    onRow: (delivery) => {
      got.push(delivery);
      for (const one of wake.splice(0)) one();
    },
    timers: time,
    log: createLog("test", "silent"),
  });
});
afterEach(async () => {
  await inbox.stop();
});

async function until(count: number): Promise<void> {
  while (got.length < count) await new Promise<void>((resolve) => wake.push(resolve));
}

async function post(count: number, notify = false): Promise<number[]> {
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO webhook_deliveries (received_at, body, body_hash, root, outcome, code, message, state)
      SELECT to_timestamp(2000000000 - n), 'SIGNAL:Bullish:20000:70::FVG:1764638400000', '', 'NQ', 'accepted', 'ACCEPTED', '', 'new'
      FROM generate_series(1, $1) AS n RETURNING id`,
    [count],
  );
  if (notify) await pool().query("SELECT pg_notify($1, '')", [SIGNAL_CHANNEL]);
  return rows.map((row) => Number(row.id));
}

/** Resolves when a connection of the database listens. */
async function listening(): Promise<void> {
  for (;;) {
    const { rows } = await pool().query(
      "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
    );
    if (rows.length > 0) return;
  }
}

describe("the inbox", () => {
  it("takes at the start what came while the worker was away, in order of receipt", async () => {
    const ids = await post(3);
    await inbox.start();
    expect(got.map((delivery) => delivery.id)).toEqual([...ids].reverse());
    expect(got[0]).toMatchObject({ root: "NQ", alert: { kind: "signal", direction: "bullish" } });
  });

  it("takes more than one sweep's worth", async () => {
    await post(sweepRowsMax + 7);
    await inbox.start();
    await until(sweepRowsMax + 7);
    expect(new Set(got.map((delivery) => delivery.id)).size).toBe(sweepRowsMax + 7);
  });

  it("takes no more than its bound while none is committed, and goes on when some are", async () => {
    const ids = await post(takenMax + 3);
    await inbox.start();
    await until(takenMax);
    time.advance(sweepPeriodMs * 5);
    expect(inbox.size).toBe(takenMax);
    await inTransaction((connection) => markApplied(connection, ids.slice(-10)));
    inbox.committed(ids.slice(-10));
    time.advance(sweepPeriodMs);
    await until(takenMax + 3);
  });

  it("hears of an alert by notification, without a sweep", async () => {
    await inbox.start();
    await listening();
    await post(1, true);
    await until(1);
  });

  it("finds by the sweep what no notification told of", async () => {
    await inbox.start();
    await post(1);
    time.advance(sweepPeriodMs);
    await until(1);
  });

  it("hands each alert out once while it is on its way, and forgets it once it is committed", async () => {
    const [id = 0] = await post(1);
    await inbox.start();
    await post(1);
    time.advance(sweepPeriodMs);
    await until(2);
    expect(inbox.size).toBe(2);
    await inTransaction((connection) => markApplied(connection, [id]));
    inbox.committed([id]);
    expect(inbox.size).toBe(1);
    expect(got).toHaveLength(2);
  });

  it("gives an alert out again to the next run when its batch was never committed", async () => {
    const [id] = await post(1);
    await inbox.start();
    await inbox.stop();
    const again: number[] = [];
    const next = new Inbox({
      ...{ what: "alerts", channel: SIGNAL_CHANNEL, claim: claimNewDeliveries },
      onRow: (delivery: NewDelivery) => again.push(delivery.id),
      timers: time,
      log: createLog("test", "silent"),
    });
    await next.start();
    await next.stop();
    expect(again).toEqual([id]);
  });
});
