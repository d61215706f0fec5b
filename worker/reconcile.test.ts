import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { readOpenNotices } from "@/lib/db/notices";
import { createLog } from "@/lib/log";
import type { NoticeView } from "@/lib/stream/events";
import { testDatabase } from "@/scripts/testing/database";
import { insertRecordsContract } from "@/scripts/testing/records";
import { findPhantoms, findSilence, judgeTelemetry, Reconciler } from "@/worker/reconcile";

await testDatabase();

/** Monday 2025-12-01 20:20 New York; the market stays open until Tuesday 17:00. */
const AT = 1_764_638_400_000;
const SIGNAL = "NQZ5.20251201_202000000_BULLISH";

interface SignalRow {
  readonly status?: string;
  readonly reason?: string | null;
  readonly trade?: boolean;
}

async function insertSignal({ status = "ACTIVE", reason = null, trade = true }: SignalRow = {}): Promise<void> {
  const record = {
    direction: "bullish",
    status,
    stopLoss: 19_950 * 4,
    trade: trade ? { entryPrice: 80_000, risk: 200 } : null,
  };
  await pool().query(
    `INSERT INTO signals (id, contract_id, root, trade_id, direction, status, reason, session, signal_date, signal_candle_at, received_at,
      confirmed_at, flags, source, profile, engine_version, record) VALUES ($1, 1, 'NQ', '20251201_202000000_BULLISH', 'bullish', $2, $3, 'ASIA',
      '2025-12-01', to_timestamp($4), to_timestamp($4 + 61), to_timestamp($4 + 120), '{}', 'live', 'indicator', '1', $5)`,
    [SIGNAL, status, reason, AT / 1000, record],
  );
  if (!trade) return;
  await pool().query(
    `INSERT INTO trades (signal_id, entry_at, entry_price, risk_points, be_leg, no_be_leg, be_mfe, no_be_mfe, mae,
        be_mfe_ticks, no_be_mfe_ticks, mae_ticks)
      VALUES ($1, to_timestamp($2), 20000, 50, 'OPEN', 'OPEN', 0, 0, 0, 0, 0, 0)`,
    [SIGNAL, AT / 1000 + 121],
  );
  for (const [seq, seconds, price] of [
    [0, 180, 20_025],
    [1, 240, 20_050],
    [2, 300, 20_100],
  ]) {
    await pool().query("INSERT INTO trade_path VALUES ($1, $2, to_timestamp($3), $4, 'favourable')", [
      SIGNAL,
      seq,
      AT / 1000 + (seconds ?? 0),
      price,
    ]);
  }
}

async function insertTelemetry(
  event: string,
  values: object,
  seconds: number,
  tradeId = "20251201_202000000_BULLISH",
): Promise<void> {
  const nothing = { direction: null, entry: null, stop: null, beMfe: null, noBeMfe: null };
  await pool().query(
    `INSERT INTO telemetry (delivery_id, root, trade_id, event, at, values) VALUES (1, 'NQ', $1, $2, to_timestamp($3), $4)`,
    [tradeId, event, AT / 1000 + seconds, { tradeId, ...nothing, ...values }],
  );
}

const telemetry = async (): Promise<unknown[]> =>
  (await pool().query("SELECT signal_id, diff, severity FROM telemetry ORDER BY id")).rows;
const codes = (notices: readonly NoticeView[]): string[] => notices.map((notice) => notice.code);

beforeAll(insertRecordsContract);
beforeEach(async () => {
  await pool().query("TRUNCATE trade_path, trades, trade_events, reviews, signals, telemetry, notices");
});

describe("telemetry against our trades", () => {
  it("is matched by its id and compared with the MFE our path had reached by then", async () => {
    await insertSignal();
    await insertTelemetry("MFE_UPDATE", { beMfe: "1.0", noBeMfe: "1.4" }, 245);
    await insertTelemetry("MFE_UPDATE", { beMfe: "1.0" }, 305);
    expect(await judgeTelemetry(AT + 400_000)).toEqual([]);
    expect(await telemetry()).toEqual([
      {
        signal_id: SIGNAL,
        severity: "ok",
        diff: [
          { field: "beMfe", ours: "1.0000", theirs: "1.0000", severity: "ok" },
          { field: "noBeMfe", ours: "1.0000", theirs: "1.4000", severity: "ok" },
        ],
      },
      {
        signal_id: SIGNAL,
        severity: "review",
        diff: [{ field: "beMfe", ours: "2.0000", theirs: "1.0000", severity: "review" }],
      },
    ]);
  });

  it("waits until it has settled and is judged once", async () => {
    await insertSignal();
    await insertTelemetry("ENTRY", { entry: "20000" }, 125);
    await judgeTelemetry(AT + 124_000);
    expect(await telemetry()).toMatchObject([{ severity: null }]);
    await judgeTelemetry(AT + 125_000);
    await pool().query("UPDATE trades SET entry_price = 1");
    await judgeTelemetry(AT + 900_000);
    expect(await telemetry()).toMatchObject([{ severity: "ok" }]);
  });

  it("changes no number of ours", async () => {
    await insertSignal();
    const before = [await pool().query("SELECT * FROM signals"), await pool().query("SELECT * FROM trades")].map(
      (one) => one.rows,
    );
    await insertTelemetry("EXIT_STOP_LOSS", { direction: "bearish", entry: "1", stop: "2", beMfe: "9" }, 245);
    await judgeTelemetry(AT + 400_000);
    expect(
      [await pool().query("SELECT * FROM signals"), await pool().query("SELECT * FROM trades")].map((one) => one.rows),
    ).toEqual(before);
    expect(await telemetry()).toMatchObject([{ severity: "critical" }]);
  });
});

describe("notices", () => {
  it("an entry without a signal of ours is a missed alert, said once; no trade is opened", async () => {
    for (const seconds of [120, 180]) await insertTelemetry("ENTRY", { entry: "20000" }, seconds);
    await insertTelemetry("MFE_UPDATE", { beMfe: "1" }, 200, "20251201_210000000_BEARISH");
    expect(codes(await judgeTelemetry(AT + 400_000))).toEqual(["MISSED_SIGNAL"]);
    expect(await telemetry()).toMatchObject([
      { severity: "review", signal_id: null },
      { severity: "review" },
      { severity: "review" },
    ]);
    expect((await pool().query("SELECT * FROM trades")).rows).toEqual([]);
  });

  it("a contradicted direction is critical", async () => {
    await insertSignal();
    await insertTelemetry("MFE_UPDATE", { direction: "bearish" }, 245);
    expect(await judgeTelemetry(AT + 400_000)).toMatchObject([{ code: "PHANTOM_DIRECTION", severity: "critical" }]);
  });

  it("an alert that contradicted its own bias is said once, also after the notice was closed (INV-35)", async () => {
    await insertSignal({ status: "REJECTED", reason: "BIAS_MISMATCH", trade: false });
    expect(codes(await findPhantoms(AT + 100_000))).toEqual(["PHANTOM_DIRECTION"]);
    await pool().query("UPDATE notices SET closed_at = now()");
    expect(await findPhantoms(AT + 200_000)).toEqual([]);
  });

  it("telemetry that stays away more than ten minutes is silent, until it is heard again", async () => {
    await insertSignal();
    expect(await findSilence(AT + 800_000)).toEqual([]);
    await insertTelemetry("MFE_UPDATE", { beMfe: "1" }, 245);
    await judgeTelemetry(AT + 300_000);
    expect(await findSilence(AT + 245_000 + 600_000)).toEqual([]);
    expect(codes(await findSilence(AT + 245_001 + 600_000))).toEqual(["TELEMETRY_SILENT"]);
    expect(await findSilence(AT + 246_000 + 600_000)).toEqual([]);
    await insertTelemetry("MFE_UPDATE", { beMfe: "1" }, 850);
    await judgeTelemetry(AT + 900_000);
    await findSilence(AT + 901_000);
    expect(await readOpenNotices()).toEqual([]);
  });

  it("nothing is silent while the market is closed", async () => {
    await insertSignal();
    await insertTelemetry("MFE_UPDATE", { beMfe: "1" }, 245);
    await judgeTelemetry(AT + 300_000);
    expect(await findSilence(Date.UTC(2025, 11, 2, 22, 30))).toEqual([]);
    expect(await findSilence(Date.UTC(2025, 11, 2, 23, 5))).toEqual([]);
  });
});

describe("the running reconciliation", () => {
  it("looks on its beat and hands out stored notices", async () => {
    await insertTelemetry("ENTRY", {}, 0);
    let beat: () => void = () => undefined;
    const heard: NoticeView[] = [];
    const found = new Promise<void>((resolve) => {
      const reconciler = new Reconciler({
        settleMs: 10_000,
        now: () => AT + 11_000,
        timers: {
          after: () => () => undefined,
          every: (_period, task) => {
            beat = task;
            return () => undefined;
          },
        },
        log: createLog("test", "silent"),
        onNotices: (notices) => {
          heard.push(...notices);
          reconciler.stop().then(resolve, resolve);
        },
      });
      reconciler.start();
    });
    beat();
    await found;
    expect(codes(heard)).toEqual(["MISSED_SIGNAL"]);
  });
});
