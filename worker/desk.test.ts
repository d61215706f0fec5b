import { describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import type { NewDelivery } from "@/lib/db/deliveries";
import { createLog } from "@/lib/log";
import type { StreamEvent } from "@/lib/stream/events";
import { testDatabase } from "@/scripts/testing/database";
import { Desk } from "@/worker/desk";
import type { FeedMode } from "@/worker/feed-state";
import { FeedStateMachine } from "@/worker/feed-state";
import { Hub } from "@/worker/hub/hub";
import { Pipeline } from "@/worker/pipeline";
import { type Batch, emptyBatch } from "@/worker/store/batch";
import { HandTime } from "@/worker/testing/hand-time";

await testDatabase();

const december = Date.UTC(2026, 10, 18, 15, 0, 0);
/** After the roll of the December contracts, before their last trading day. */
const rolled = Date.UTC(2026, 11, 11, 15, 0, 0);
/** After the last trading day of the December contracts. */
const expired = Date.UTC(2026, 11, 21, 15, 0, 0);

class Hearing extends Hub {
  readonly heard: StreamEvent[] = [];
  override publish(events: Parameters<Hub["publish"]>[0]): void {
    this.heard.push(...events);
    super.publish(events);
  }
}

function open(mode: FeedMode): { desk: Desk; pipeline: Pipeline; batch: Batch; hub: Hearing } {
  const time = new HandTime(december);
  const feed = new FeedStateMachine(mode, december).current;
  const hub = new Hearing({ bootId: "b", clock: time, timers: time, random: () => 0, feed });
  const batch = emptyBatch(1);
  const store = { append: (add: (rows: Batch) => void) => add(batch) };
  const pipeline = new Pipeline({ mode, store, hub });
  let input = 0;
  const nextInputId = (): number => {
    input += 1;
    return input;
  };
  const log = createLog("test", "silent");
  return {
    desk: new Desk({ mode, nextInputId, log, store, hub, onUnrouted: () => undefined }, pipeline),
    pipeline,
    batch,
    hub,
  };
}

function delivery(id: number, change: Partial<NewDelivery> = {}): NewDelivery {
  const alert = { kind: "bad", code: "BAD_PAYLOAD", message: "" } as const;
  return {
    id,
    receivedAt: december + 1000,
    root: "NQ",
    frontId: null,
    symbol: null,
    simulated: false,
    alert,
    ...change,
  };
}

describe("the desk", () => {
  it("runs the front contracts, joins the next ones at the roll, and lets go of those nobody needs", async () => {
    const { desk, hub } = open("live");
    await desk.load(december);
    await desk.recover();
    expect(
      desk
        .contracts()
        .map((contract) => contract.ticker)
        .sort(),
    ).toEqual(["ESZ6", "NQZ6", "RTYZ6", "YMZ6"]);
    expect(await desk.follow(december + 60_000)).toEqual({ added: [], removed: false });
    const before = hub.heard.filter((event) => event.type === "contracts").length;
    expect(before).toBe(1);
    expect(await desk.follow(rolled)).toMatchObject({ removed: true });
    expect(
      desk
        .contracts()
        .map((contract) => contract.ticker)
        .sort(),
    ).toEqual(["ESH7", "NQH7", "RTYH7", "YMH7"]);
  });

  it("keeps a contract with an open signal past the roll, and its alerts stay with it", async () => {
    const { desk, pipeline } = open("live");
    await desk.load(december);
    await desk.recover();
    const old = pipeline.all().find((run) => run.contract.ticker === "NQZ6");
    await pool().query(
      `INSERT INTO signals (id, contract_id, root, trade_id, direction, status, session, signal_date, signal_candle_at, received_at, source, profile, engine_version, record)
        VALUES ('held', $1, 'NQ', 'held', 'bullish', 'ACTIVE', 'NY AM', '2026-11-18', now(), now(), 'live', 'spec', '1', '{}')`,
      [old?.contract.id],
    );
    await desk.follow(rolled);
    const tickers = desk.contracts().map((contract) => contract.ticker);
    expect(tickers).toEqual(expect.arrayContaining(["NQZ6", "NQH7"]));
    desk.route(delivery(1, { receivedAt: december + 5000 }));
    expect(old?.sequencer.waitingCount).toBe(1);
    desk.route(delivery(2, { receivedAt: rolled }));
    const next = pipeline.all().find((run) => run.contract.ticker === "NQH7");
    expect(next?.sequencer.waitingCount).toBe(1);
    await desk.follow(expired);
  });

  it("follows an open trade to its end also on an instrument that an admin has closed, after a restart too", async () => {
    const before = open("live");
    await before.desk.load(december);
    await before.desk.recover();
    const old = before.pipeline.all().find((run) => run.contract.ticker === "ESZ6");
    await pool().query(
      `INSERT INTO signals (id, contract_id, root, trade_id, direction, status, session, signal_date, signal_candle_at, received_at, source, profile, engine_version, record)
        VALUES ('held-es', $1, 'ES', 'held', 'bullish', 'ACTIVE', 'NY AM', '2026-11-18', now(), now(), 'live', 'spec', '1', '{}')`,
      [old?.contract.id],
    );
    await pool().query("UPDATE instruments SET active = false WHERE root = 'ES'");
    const after = open("live");
    await after.desk.load(december);
    await after.desk.recover();
    expect(after.desk.contracts().map(({ ticker }) => ticker)).toContain("ESZ6");
    expect(after.desk.contextOf(old?.contract.id ?? 0)).toMatchObject({ ticker: "ESZ6" });
    await pool().query("DELETE FROM signals WHERE id = 'held-es'");
    const later = open("live");
    await later.desk.load(december);
    await later.desk.recover();
    expect(later.desk.contracts().map(({ root }) => root)).not.toContain("ES");
    await pool().query("UPDATE instruments SET active = true WHERE root = 'ES'");
  });

  it("never judges a simulated alert on a real market, and says so", async () => {
    const { desk, pipeline, batch } = open("live");
    await desk.load(december);
    await desk.recover();
    desk.route(delivery(3, { simulated: true }));
    expect(batch).toMatchObject({ applied: [3], notices: [{ code: "SIMULATED_ALERT" }] });
    expect(pipeline.stats().deliveries).toBe(0);
  });

  it("judges a simulated alert on the simulated market", async () => {
    const { desk, pipeline } = open("simulated");
    await desk.load(december);
    await desk.recover();
    desk.route(delivery(4, { simulated: true }));
    expect(pipeline.stats().deliveries).toBe(1);
  });

  it("says aloud when no contract of a root runs; the alert does not wait for ever", async () => {
    const { desk, batch } = open("live");
    await desk.load(december);
    await desk.recover();
    desk.route(delivery(5, { root: "CL" }));
    expect(batch.applied).toEqual([]);
    await desk.follow(december);
    expect(batch).toMatchObject({ applied: [5], notices: [{ code: "NO_CONTRACT", data: { deliveryId: 5 } }] });
  });

  it("gives an alert for a dated contract to that contract, and refuses one that has stopped trading", async () => {
    const { desk, pipeline, batch } = open("live");
    await desk.load(december);
    await desk.recover();
    desk.route(delivery(6, { symbol: "CME_MINI:NQZ2026" }));
    expect(pipeline.stats().deliveries).toBe(1);
    desk.route(delivery(7, { symbol: "NQZ6", receivedAt: expired }));
    expect(batch).toMatchObject({ applied: [7], notices: [{ code: "EXPIRED_CONTRACT" }] });
  });

  it("keeps an alert for a contract that does not run yet until the next look has brought it", async () => {
    const { desk, pipeline, batch } = open("live");
    await desk.load(december);
    await desk.recover();
    const { rows } = await pool().query<{ id: number }>("SELECT id FROM contracts WHERE ticker = 'NQH7'");
    desk.route(delivery(8, { frontId: rows[0]?.id ?? 0, receivedAt: rolled }));
    expect(pipeline.stats().deliveries).toBe(0);
    await desk.follow(rolled);
    expect(pipeline.stats().deliveries).toBe(1);
    expect(batch.notices).toEqual([]);
  });
});
