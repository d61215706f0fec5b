/** What the Desk reads, on a real Postgres: the day's trades, what happened last, the chart's marks. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as getMarks } from "@/app/api/chart-marks/route";
import { GET as getSteps } from "@/app/api/steps/route";
import { pool } from "@/lib/db/client";
import { readChartMarks, readDayTrades, readNewestSteps, readSignalMarks } from "@/lib/db/desk";
import { insertEvents, upsertSignals } from "@/lib/db/signals";
import { inTransaction } from "@/lib/db/transaction";
import type { SignalRecord, TradeEventType } from "@/lib/engine/types";
import { daySummary } from "@/lib/trade/day-summary";
import { testDatabase } from "@/scripts/testing/database";
import { browserRequest, signedIn } from "@/scripts/testing/people";
import { active, idOf, price, record, recordsStart, series, signalFact, trade } from "@/scripts/testing/records";

await testDatabase();
process.env["LOG_LEVEL"] = "silent";
const cookie = await signedIn("trader");

const minute = 60_000;

async function write(...records: readonly SignalRecord[]): Promise<void> {
  await inTransaction((connection) => upsertSignals(connection, records.map(signalFact)));
}

beforeAll(async () => {
  await pool().query(
    `INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview) VALUES ('NQ', 'E-mini Nasdaq-100', 'XCME', 0.25, 20, '{}')`,
  );
  await pool().query(`INSERT INTO contracts (id, root, ticker, month, last_trade_date) VALUES
    (1, 'NQ', 'NQZ5', '2025-12', '2025-12-19'), (2, 'NQ', 'NQH6', '2026-03', '2026-03-20')`);
});

beforeEach(async () => {
  await pool().query("TRUNCATE signals, gaps, candles, lab_entries CASCADE");
});

describe("the trading day", () => {
  const now = recordsStart + 30 * minute;
  const closed = { noBeLeg: "STOP_LOSS", exitPrice: price(19_950), exitReason: "STOP_LOSS", closedAt: now } as const;

  it("holds the trades entered since 18:00 New York, per leg, and no other source's", async () => {
    const dayBefore = { entryAt: trade.entryAt - 4 * 60 * minute };
    await write(active(1), active(2, closed), active(3, dayBefore));
    const { tradeDate, trades } = await readDayTrades("live", now);
    expect(tradeDate).toBe("2025-12-02");
    expect(daySummary(trades)).toMatchObject({
      ...{ trades: 2, open: 1 },
      noBe: { open: 1, resolved: 1, totalR: -1, best: -1, worst: -1 },
      be: { open: 0, resolved: 2, totalR: 0 },
    });
    expect((await readDayTrades("simulated", now)).trades).toEqual([]);
  });

  it("leaves out what people have rejected or deleted", async () => {
    await write(active(1), active(2), active(3));
    await pool().query(
      `INSERT INTO reviews (signal_id, version, status, overrides, tags, notes, deleted_at, updated_at) VALUES
        ($1, 1, 'rejected', '{}', '{}', '', NULL, now()), ($2, 1, 'unreviewed', '{}', '{}', '', now(), now())`,
      [idOf(1), idOf(2)],
    );
    expect((await readDayTrades("live", now)).trades).toHaveLength(1);
  });
});

describe("what happened last", () => {
  const event = (of: number, seq: number, type: TradeEventType, at: number, data = {}) => ({
    series,
    fact: { kind: "event" as const, tradeId: record(of).tradeId, seq, type, at, price: price(20_050), ref: 7, data },
  });

  it("comes newest first, within a signal by its order, with target and leg", async () => {
    await write(active(1), active(2));
    const events = [
      event(1, 3, "ENTRY", recordsStart),
      event(1, 4, "TARGET", recordsStart + 5, { target: 1 }),
      event(1, 5, "BE_TRIGGERED", recordsStart + 5),
      event(2, 4, "EXIT_STOP_LOSS", recordsStart + 9, { leg: "no-be" }),
    ];
    await inTransaction((connection) => insertEvents(connection, events));
    const steps = await readNewestSteps("live", 3);
    expect(steps.map(({ signalId, step }) => [signalId, step.seq, step.type, step.target, step.leg])).toEqual([
      [idOf(2), 4, "EXIT_STOP_LOSS", null, "no-be"],
      [idOf(1), 5, "BE_TRIGGERED", null, null],
      [idOf(1), 4, "TARGET", 1, null],
    ]);
    const answer = await getSteps(browserRequest("/api/steps?limit=1", { cookie }));
    const { steps: shown } = (await answer.json()) as { steps: readonly unknown[] };
    expect(shown).toEqual([
      expect.objectContaining({ signalId: idOf(2), ticker: "NQZ5", direction: "bullish", price: "20050.00" }),
    ]);
    const refused = await getSteps(browserRequest("/api/steps?limit=0", { cookie }));
    expect(refused.status).toBe(400);
  });
});

describe("marks of a chart", () => {
  it("gaps that touch the span, rolls of the contract, minutes filled over REST", async () => {
    await pool().query(`INSERT INTO gaps (contract_id, from_at, to_at, cause, healed_at) VALUES
      (1, '2025-12-01T23:50Z', '2025-12-02T00:10Z', 'disconnect', now()), (1, '2025-12-02T01:00Z', NULL, 'silence', NULL),
      (1, '2025-12-02T00:00Z', '2025-12-02T00:09Z', 'restart', NULL),
      (1, '2025-11-01T00:00Z', '2025-11-01T00:01Z', 'restart', NULL), (2, '2025-12-02T00:00Z', NULL, 'restart', NULL)`);
    await pool().query(`INSERT INTO candles (contract_id, open_at, open, high, low, close, volume, trades, complete, source) VALUES
      (1, '2025-12-02T00:05Z', 1, 1, 1, 1, 1, 1, true, 'backfill'), (1, '2025-12-02T00:06Z', 1, 1, 1, 1, 1, 1, true, 'live')`);
    await pool().query(`INSERT INTO rolls (root, from_contract_id, to_contract_id, at, kind, created_at, created_by, front_id, undone_at) VALUES
      ('NQ', 1, 2, '2025-12-02T00:30Z', 'rule', now(), 'x', 1, NULL), ('NQ', 1, 2, '2025-12-02T00:40Z', 'person', now(), 'x', 1, now())`);
    const range = { from: Date.UTC(2025, 11, 2), to: Date.UTC(2025, 11, 3), limit: 10 };
    expect(await readChartMarks(1, range)).toEqual({
      gaps: [
        { fromAt: range.from - 10 * minute, toAt: range.from + 10 * minute, cause: "disconnect", healed: true },
        // Inside the one that was filled.
        { fromAt: range.from, toAt: range.from + 9 * minute, cause: "restart", healed: true },
        { fromAt: range.from + 60 * minute, toAt: null, cause: "silence", healed: false },
      ],
      rolls: [{ at: range.from + 30 * minute, from: "NQZ5", to: "NQH6" }],
      backfilled: [range.from + 5 * minute],
    });
  });

  it("signals of the span, one source's, the newest of too many, without deleted ones", async () => {
    await write(active(1), active(2), record(3), record(4));
    await pool().query(
      `INSERT INTO reviews (signal_id, version, status, overrides, tags, notes, deleted_at, updated_at)
        VALUES ($1, 1, 'unreviewed', '{}', '{}', '', now(), now())`,
      [idOf(4)],
    );
    const marked = async (part: object = {}) => {
      const range = { from: recordsStart - 60 * minute, to: recordsStart + 60 * minute, limit: 10 };
      return (await readSignalMarks(1, { ...range, source: "live" as const, ...part })).map(({ id }) => id);
    };
    expect(await marked()).toEqual([idOf(1), idOf(2), idOf(3)]);
    expect(await marked({ limit: 2 })).toEqual([idOf(2), idOf(3)]);
    expect(await marked({ source: "simulated" })).toEqual([]);
    expect(await marked({ to: recordsStart - 59 * minute })).toEqual([]);
    const span = `from=${recordsStart - 60 * minute}&to=${recordsStart + 60 * minute}`;
    const answer = await getMarks(browserRequest(`/api/chart-marks?symbol=NQZ5&${span}`, { cookie }));
    const { signals } = (await answer.json()) as { signals: readonly unknown[] };
    expect(signals[0]).toEqual({ id: idOf(1), at: active(1).signalCandleAt, direction: "bullish", status: "ACTIVE" });
    expect(signals).toHaveLength(3);
  });

  it("a start after the end is refused with both", async () => {
    const answer = await getMarks(browserRequest("/api/chart-marks?symbol=NQZ5&from=9&to=3", { cookie }));
    expect(answer.status).toBe(400);
  });
});
