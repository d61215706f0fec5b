/**
 * Rules, spellings and hours changed while the desk runs: taken at once, kept in the journal, and after a restart every stored
 * instant is judged by what held then. On real Postgres.
 */
import { beforeEach, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { insertInputs } from "@/lib/db/engine-state";
import { saveVendorDays, storedHours } from "@/lib/db/market-hours";
import { inTransaction } from "@/lib/db/transaction";
import { createLog } from "@/lib/log";
import { cmeEquityHours, templateSchema } from "@/lib/market/hours";
import type { ParsedSignal } from "@/lib/signal/types";
import { testDatabase } from "@/scripts/testing/database";
import type { ContractRun } from "@/worker/contract-run";
import { Desk } from "@/worker/desk";
import { FeedStateMachine } from "@/worker/feed-state";
import { Hub } from "@/worker/hub/hub";
import { takeSchedules } from "@/worker/market-days";
import { Pipeline } from "@/worker/pipeline";
import { type Batch, emptyBatch } from "@/worker/store/batch";
import { HandTime } from "@/worker/testing/hand-time";
import { scheduleEvents } from "@/worker/testing/schedule";

await testDatabase();

/** Monday 2026-11-30, 12:00 New York; before the December roll. */
const noon = Date.parse("2026-11-30T17:00:00Z");
/** 14:00 on Tuesday: open by the built-in calendar. */
const tuesday = Date.parse("2026-12-01T19:00:00Z");

interface Opened {
  readonly desk: Desk;
  readonly pipeline: Pipeline;
  readonly run: () => ContractRun;
  /** Stores the journal rows made so far, as the store would. */
  readonly save: () => Promise<Batch["inputs"]>;
}

async function open(): Promise<Opened> {
  const time = new HandTime(noon);
  const feed = new FeedStateMachine("live", noon).current;
  const hub = new Hub({ bootId: "b", clock: time, timers: time, random: () => 0, feed });
  let batch = emptyBatch(1);
  const store = { append: (add: (rows: Batch) => void) => add(batch) };
  const pipeline = new Pipeline({ mode: "live", store, hub });
  const { rows } = await pool().query<{ last: string | null }>("SELECT max(id) AS last FROM engine_inputs");
  let input = Number(rows[0]?.last ?? 0);
  const nextInputId = (): number => {
    input += 1;
    return input;
  };
  const log = createLog("test", "silent");
  const desk = new Desk({ mode: "live", nextInputId, log, store, hub, onUnrouted: () => undefined }, pipeline);
  await desk.load(noon);
  await desk.recover();
  const run = (): ContractRun => {
    const found = pipeline.all().find(({ contract }) => contract.root === "NQ");
    if (found === undefined) throw new Error("expected a contract of NQ");
    return found;
  };
  const save = async (): Promise<Batch["inputs"]> => {
    const { inputs } = batch;
    batch = emptyBatch(batch.number + 1);
    await inTransaction((connection) => insertInputs(connection, inputs));
    return inputs;
  };
  return { desk, pipeline, run, save };
}

function alert(candleAt: number, symbol: string | null = null): ParsedSignal {
  return {
    ...{ kind: "signal", format: "F2", event: "SIGNAL_CREATED", direction: "bullish", candleAt, symbol },
    ...{ externalId: null, price: null, strength: null, signalType: null, htf: null, engulfing: null },
    ...{ signalCandle: null, biases: { m1: null, trendRegime: null, fvgBias: null } },
  } as ParsedSignal;
}

/** Judges a signal of a candle on the engine; the code it was refused with. */
function judge(
  { run: find, pipeline }: Opened,
  candleAt: number,
  id: number,
  symbol: string | null = null,
): string | null {
  const run = find();
  const receivedAt = candleAt + 61_000;
  pipeline.deliver(run, { id, receivedAt, alert: alert(candleAt, symbol) });
  pipeline.advance(receivedAt + 1, new Set());
  return run.engine.records().find((record) => record.signalCandleAt === candleAt)?.reason ?? null;
}

beforeEach(async () => {
  await pool().query("DELETE FROM engine_inputs; DELETE FROM market_days");
  await pool().query("UPDATE instruments SET config = '{}', session_template = 'cme-equity-index'");
});

describe("settings of a running engine", () => {
  it("the first start journals what the engine works with, the next one nothing more", async () => {
    const first = await open();
    const inputs = await first.save();
    expect(inputs.filter(({ kind }) => kind === "config")).toHaveLength(4);
    expect(inputs[0]?.payload).toMatchObject({ profile: "spec", config: {}, hours: cmeEquityHours });
    const second = await open();
    expect(await second.save()).toEqual([]);
  });

  it("a threshold is taken while running, by the next start too, and holds from then on only", async () => {
    const first = await open();
    await first.save();
    expect(first.run().engine.config.rules.bufferTicks).toBe(100);
    await pool().query(`UPDATE instruments SET config = '{"stopBufferPoints":"10.00"}' WHERE root = 'NQ'`);
    await first.desk.follow(noon + 1000);
    expect(first.run().engine.config.rules.bufferTicks).toBe(40);
    expect(await first.save()).toMatchObject([{ kind: "config", payload: { config: { stopBufferPoints: "10.00" } } }]);
    expect((await open()).run().engine.config.rules.bufferTicks).toBe(40);
  });

  it("changed while the worker was down, what is stored is replayed by the old rules, what follows judged by the new", async () => {
    const first = await open();
    judge(first, tuesday, 1);
    await first.save();
    await pool().query(`UPDATE instruments SET config = '{"stopBufferPoints":"10.00"}' WHERE root = 'NQ'`);
    const second = await open();
    expect(await second.save()).toMatchObject([{ kind: "config", payload: { config: { stopBufferPoints: "10.00" } } }]);
    const { rows } = await pool().query<{ kind: string; buffer: string | null }>(
      `SELECT kind, payload->'config'->>'stopBufferPoints' AS buffer FROM engine_inputs WHERE contract_id = $1 ORDER BY id`,
      [second.run().contract.id],
    );
    expect(rows.filter(({ kind }) => kind === "config").map(({ buffer }) => buffer)).toEqual([null, "10.00"]);
  });

  it("a spelling added while running reaches the engine", async () => {
    const first = await open();
    expect(judge(first, tuesday, 1, "NASDAQ1!")).toBeNull();
    expect(first.run().engine.counters.signalsRejected).toBe(1);
    await pool().query("UPDATE instruments SET tradingview = array_append(tradingview, 'NASDAQ1!') WHERE root = 'NQ'");
    await first.desk.follow(noon + 1000);
    // Now it gets as far as the check of its candle.
    expect(judge(first, tuesday + 60_000, 2, "NASDAQ1!")).toBe("NO_SIGNAL_CANDLE");
  });

  it("settings nobody can read leave the engine with those it has, and the other roots alone", async () => {
    const first = await open();
    await pool().query(`UPDATE instruments SET config = '{"stopBufferPoints":"0.3"}' WHERE root = 'NQ'`);
    await pool().query(`UPDATE instruments SET config = '{"stopBufferPoints":"5"}' WHERE root = 'ES'`);
    await first.desk.follow(noon + 1000);
    expect(first.run().engine.config.rules.bufferTicks).toBe(100);
    expect(
      (await first.save()).filter(({ kind, payload }) => kind === "config" && JSON.stringify(payload).includes('"5"')),
    ).toHaveLength(1);
  });
});

describe("the vendor's schedule", () => {
  const week = [
    "2026-11-27",
    "2026-11-30",
    "2026-12-01",
    "2026-12-02",
    "2026-12-03",
    "2026-12-04",
    "2026-12-07",
    "2026-12-08",
  ];
  const log = createLog("test", "silent");
  const schedules = (closes: Record<string, string> = {}) => ({
    schedules: async (root: string) => scheduleEvents(root, week, closes),
  });

  it("an early close the built-in calendar does not know governs, is said once, and is audited", async () => {
    const first = await open();
    const notices = await takeSchedules(schedules({ "2026-12-01": "13:15" }), ["NQ"], noon, log);
    expect(notices.map(({ code, message }) => [code, message])).toEqual([
      [
        "SCHEDULE-DIFFERS",
        "NQ on Tue 2026-12-01: the vendor's schedule says 00:00-13:15, 18:00-24:00 (New York) instead of 00:00-17:00, 18:00-24:00. The vendor's hours hold.",
      ],
    ]);
    expect(await takeSchedules(schedules({ "2026-12-01": "13:15" }), ["NQ"], noon, log)).toEqual([]);
    await first.desk.follow(noon + 1000);
    expect(judge(first, tuesday, 1)).toBe("MARKET_CLOSED");
    expect(judge(first, tuesday - 3_600_000, 2)).not.toBe("MARKET_CLOSED");
    const { rows } = await pool().query("SELECT actor, action, after FROM audit_log WHERE action = 'hours.by_vendor'");
    expect(rows).toMatchObject([{ actor: "system", after: { date: "2026-12-01", hours: "00:00-13:15, 18:00-24:00" } }]);
  });

  it("a stored instant is judged by the same hours before and after a restart", async () => {
    const first = await open();
    // Judged while the built-in calendar held.
    expect(judge(first, tuesday, 1)).toBe("NO_SIGNAL_CANDLE");
    await takeSchedules(schedules({ "2026-12-01": "13:15" }), ["NQ"], noon, log);
    await first.desk.follow(noon + 1000);
    expect(judge(first, tuesday + 60_000, 2)).toBe("MARKET_CLOSED");
    await first.save();
    const again = await open();
    expect(await again.save()).toEqual([]);
    expect(again.run().engine.records()).toEqual(first.run().engine.records());
    expect(
      again
        .run()
        .engine.records()
        .map(({ reason }) => reason),
    ).toEqual(["NO_SIGNAL_CANDLE", "MARKET_CLOSED"]);
  });

  it("withdrawn by the vendor, the built-in hours hold again; a hole in the answer changes nothing", async () => {
    await open();
    await takeSchedules(schedules({ "2026-12-01": "13:15" }), ["NQ"], noon, log);
    const hole = {
      schedules: async (root: string) =>
        scheduleEvents(
          root,
          week.filter((day) => day !== "2026-12-01"),
        ),
    };
    await takeSchedules(hole, ["NQ"], noon, log);
    const days = async (): Promise<unknown> => {
      const { rows } = await pool().query(
        "SELECT jsonb_object_agg(date, ranges) AS days FROM market_days WHERE root = 'NQ'",
      );
      return storedHours(cmeEquityTemplate, rows[0]?.days).days;
    };
    const cmeEquityTemplate = templateSchema.parse({ weekly: cmeEquityHours.weekly, holidays: "cme-equity" });
    expect(Object.keys((await days()) as object)).toEqual(["2026-12-01"]);
    expect(await takeSchedules(schedules(), ["NQ"], noon, log)).toEqual([]);
    expect(await days()).toEqual({});
  });

  it("a root whose schedule cannot be read does not stand in the way of the others", async () => {
    await open();
    const rest = {
      schedules: async (root: string) => {
        if (root === "NQ") throw new Error("away");
        return scheduleEvents(root, week, { "2026-12-01": "13:15" });
      },
    };
    expect(await takeSchedules(rest, ["NQ", "ES"], noon, log)).toMatchObject([{ data: { root: "ES" } }]);
  });

  it("the built-in template of the database is the built-in calendar", async () => {
    const { rows } = await pool().query("SELECT hours FROM session_templates WHERE name = 'cme-equity-index'");
    expect(storedHours(rows[0]?.hours, null)).toEqual(cmeEquityHours);
    expect(
      await saveVendorDays(
        "NQ",
        new Map([
          [
            "2026-12-02",
            [
              { from: 0, until: 1020 },
              { from: 1080, until: 1440 },
            ],
          ],
        ]),
        noon,
      ),
    ).toEqual([]);
  });
});
