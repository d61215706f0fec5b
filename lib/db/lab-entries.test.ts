import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { upsertSignals } from "@/lib/db/signals";
import { inTransaction } from "@/lib/db/transaction";
import type { SignalRecord } from "@/lib/engine/types";
import { testDatabase } from "@/scripts/testing/database";
import {
  active,
  idOf,
  insertRecordsContract,
  price,
  record,
  recordsStart,
  signalFact,
  trade,
} from "@/scripts/testing/records";

await testDatabase();

/** Every column of the read model that is computed, in the view's order. */
async function computedColumns(): Promise<string> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT quote_ident(attname) AS name FROM pg_attribute WHERE attrelid = 'lab_values'::regclass AND attnum > 0 ORDER BY attnum`,
  );
  return rows.map(({ name }) => name).join(", ");
}

/** Rows in which the read model and a computation from scratch differ, from either side. */
async function differences(): Promise<unknown[]> {
  const columns = await computedColumns();
  const { rows } = await pool().query(
    `(SELECT 'kept' AS side, * FROM (SELECT ${columns} FROM lab_entries EXCEPT ALL SELECT ${columns} FROM lab_values) AS a)
     UNION ALL (SELECT 'computed', * FROM (SELECT ${columns} FROM lab_values EXCEPT ALL SELECT ${columns} FROM lab_entries) AS b)`,
  );
  return rows;
}

async function write(...records: readonly SignalRecord[]): Promise<void> {
  await inTransaction((connection) => upsertSignals(connection, records.map(signalFact)));
}

interface ReviewChange {
  readonly status?: string;
  readonly overrides?: object;
  readonly corrected?: object | null;
  readonly tags?: readonly string[];
  readonly notes?: string;
  readonly deleted?: boolean;
}

async function review(minute: number, change: ReviewChange): Promise<void> {
  const { status = "unreviewed", overrides = {}, corrected = null, tags = [], notes = "", deleted = false } = change;
  await pool().query(
    `INSERT INTO reviews (signal_id, version, status, overrides, corrected, tags, notes, deleted_at, updated_at)
      VALUES ($1, 1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN now() END, now())
      ON CONFLICT (signal_id) DO UPDATE SET version = reviews.version + 1, status = excluded.status, overrides = excluded.overrides,
        corrected = excluded.corrected, tags = excluded.tags, notes = excluded.notes, deleted_at = excluded.deleted_at`,
    [idOf(minute), status, overrides, corrected, tags, notes, deleted],
  );
}

async function entry(minute: number): Promise<Record<string, unknown>> {
  const { rows } = await pool().query("SELECT * FROM lab_entries WHERE id = $1", [idOf(minute)]);
  return rows[0] ?? {};
}

beforeAll(insertRecordsContract);

beforeEach(async () => {
  await pool().query("TRUNCATE trade_path, trade_events, trades, reviews, signals, telemetry");
});

describe("the read model", () => {
  it("takes a signal's and its trade's numbers as the engine has them", async () => {
    await write(active(0));
    expect(await entry(0)).toMatchObject({
      ...{ root: "NQ", ticker: "NQZ5", source: "live", status: "ACTIVE", direction: "bullish", session: "ASIA" },
      ...{ signal_date: "2025-12-01", hour: 20, weekday: 1, scenario: "A", flags: ["late"], point_value: "20.000000" },
      ...{ risk_ticks: 200, be_mfe_ticks: 400, no_be_mfe_ticks: 400, mae_ticks: 0, no_be_mfe: "2.0000" },
      ...{ be_realized_ticks: 0, no_be_realized_ticks: null, be_leg: "BREAK_EVEN", no_be_leg: "OPEN" },
      ...{ review_status: "unreviewed", review_version: 0, corrected: false, noted: false, deleted_at: null },
    });
  });

  it("counts a short trade's fill the other way round", async () => {
    const short = { exitPrice: price(19_950), noBeLeg: "OTHER" as const, exitReason: "ROLL" as const };
    const closed = active(0, { ...short, closedAt: recordsStart + 200_000 });
    await write({ ...closed, direction: "bearish", status: "CLOSED" });
    expect(await entry(0)).toMatchObject({ no_be_realized_ticks: 200, realized_no_be: "1.0000", exit_reason: "ROLL" });
  });

  it("counts the age from the close of the signal candle", async () => {
    await write(record(0, { status: "CONFIRMED", confirmedAt: recordsStart + 180_000, barsToConfirmation: 2 }));
    expect(await entry(0)).toMatchObject({ age_ms: "120000", bars_to_confirmation: 2 });
  });

  it("forgets a trade the engine discarded", async () => {
    await write(active(0));
    await write(record(0, { status: "CANCELLED", reason: "opposite_signal", cancelledAt: recordsStart + 130_000 }));
    expect(await entry(0)).toMatchObject({ status: "CANCELLED", entry_price: null, risk_ticks: null, be_leg: null });
  });

  it("lets a person's values win, and keeps them when the worker writes again", async () => {
    await write(active(0));
    const corrected = {
      status: "CLOSED",
      entry_price: "20001.00",
      risk_ticks: 204,
      no_be_mfe_ticks: 396,
      be_leg: "STOP_LOSS",
    };
    const overrides = { session: { human: "LONDON", reason: "clock", by: "a", at: "2025-12-02T00:00:00Z" } };
    await review(0, { status: "approved", corrected, overrides, tags: ["news"], notes: "seen" });
    await write(active(0, { noBeMfe: price(300), beMfe: price(100) }));
    const kept = await entry(0);
    expect(kept).toMatchObject({
      ...{ status: "CLOSED", entry_price: "20001.000000", risk_ticks: 204, no_be_mfe_ticks: 396, be_leg: "STOP_LOSS" },
      ...{
        session: "LONDON",
        review_status: "approved",
        review_version: 1,
        corrected: true,
        noted: true,
        tags: ["news"],
      },
      ...{ mae_ticks: null, exit_price: null },
    });
    expect(kept["search"]).toContain("seen");
  });

  it("writes a row only when something in it changed", async () => {
    await write(active(0));
    const before = await entry(0);
    await write(active(0, { lastPrice: price(20_041), lastAt: recordsStart + 127_000 }));
    expect(await entry(0)).toEqual(before);
    await write(active(0, { mae: -4 }));
    const after = await entry(0);
    expect(after).toMatchObject({ no: before["no"], mae_ticks: -4 });
    expect(Number(after["changed_xid"])).toBeGreaterThan(Number(before["changed_xid"]));
  });

  it("shows the worst of the indicator's verdicts", async () => {
    await write(active(0));
    await pool().query(
      `INSERT INTO webhook_deliveries (id, received_at, body, body_hash, outcome, code, message) VALUES (1, now(), '', '', 'stored', '', '')
        ON CONFLICT DO NOTHING`,
    );
    await pool().query(
      `INSERT INTO telemetry (delivery_id, root, trade_id, event, at, "values") SELECT 1, 'NQ', 'x', 'ENTRY', now(), '{}'
        FROM generate_series(1, 3)`,
    );
    const match = (severity: string, offset: number) =>
      pool().query(
        `UPDATE telemetry SET signal_id = $1, severity = $2 WHERE id = (SELECT id FROM telemetry ORDER BY id OFFSET $3 LIMIT 1)`,
        [idOf(0), severity, offset],
      );
    await match("ok", 0);
    expect(await entry(0)).toMatchObject({ telemetry_severity: "ok" });
    await match("critical", 1);
    await match("review", 2);
    expect(await entry(0)).toMatchObject({ telemetry_severity: "critical" });
  });

  it("sees a review and a trade that two writers commit at the same moment", async () => {
    await write(active(0));
    const [person, worker] = [await pool().connect(), await pool().connect()];
    try {
      await person.query("BEGIN");
      await person.query(
        "INSERT INTO reviews (signal_id, version, status, updated_at) VALUES ($1, 1, 'rejected', now())",
        [idOf(0)],
      );
      await worker.query("BEGIN");
      const waiting = upsertSignals(worker, [signalFact(active(0, { mae: -8 }))]);
      await person.query("COMMIT");
      await waiting;
      await worker.query("COMMIT");
    } finally {
      person.release();
      worker.release();
    }
    expect(await entry(0)).toMatchObject({ review_status: "rejected", mae_ticks: -8 });
    expect(await differences()).toEqual([]);
  });

  it("looks again when any part of the record changes that it is made of", async () => {
    const { rows } = await pool().query<{ readers: string; watched: string }>(
      `SELECT pg_get_viewdef('lab_values'::regclass) || pg_get_functiondef('lab_doubt'::regproc) AS readers,
        pg_get_functiondef('lab_record_part'::regproc) AS watched`,
    );
    const { readers = "", watched = "" } = rows[0] ?? {};
    const read = new Set([...readers.matchAll(/record\s*->>?\s*'(\w+)'/g)].map(([, name]) => name));
    expect(read.delete("trade")).toBe(true);
    expect(read.size).toBeGreaterThan(5);
    expect([...read].filter((name) => !watched.includes(`"${name}"`))).toEqual([]);

    await write(active(0));
    await write({ ...active(0), stopInsideRange: true, barsToConfirmation: 8 });
    expect(await entry(0)).toMatchObject({ bars_to_confirmation: 8 });
    expect((await entry(0))["doubt_reasons"]).toContain("stop_inside_range");
    expect(await differences()).toEqual([]);
  });

  it("equals a computation from scratch after any sequence of writes", async () => {
    const minute = fc.integer({ min: 0, max: 3 });
    const extremes = fc.record({
      be: fc.integer({ min: 0, max: 3000 }),
      more: fc.integer({ min: 0, max: 900 }),
      mae: fc.integer({ min: -200, max: 0 }),
    });
    const corrected = fc.option(
      fc.record(
        {
          status: fc.constantFrom("ACTIVE", "CLOSED"),
          risk_ticks: fc.integer({ min: 1, max: 999 }),
          mae: fc.constant("-0.5"),
          closed_at: fc.constantFrom(null, "2025-12-02T10:00:00.123Z"),
          exit_price: fc.constantFrom(null, "19999.75"),
        },
        { requiredKeys: [] },
      ),
    );
    const step = fc.oneof(
      fc.record({ do: fc.constant("pending" as const), minute }),
      fc.record({ do: fc.constant("active" as const), minute, extremes }),
      fc.record({ do: fc.constant("closed" as const), minute, extremes }),
      fc.record({
        do: fc.constant("review" as const),
        minute,
        status: fc.constantFrom("unreviewed", "approved", "rejected"),
        session: fc.option(fc.constantFrom("LONDON", "NY AM")),
        corrected,
        tags: fc.array(fc.constantFrom("news", "late", "Ärger"), { maxLength: 2 }),
        deleted: fc.boolean(),
      }),
      fc.record({ do: fc.constant("point-value" as const), minute, value: fc.constantFrom("20", "2") }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await pool().query("TRUNCATE trade_path, trade_events, trades, reviews, signals, telemetry");
        for (const one of steps) {
          if (one.do === "pending") await write(record(one.minute), record((one.minute + 1) % 4));
          if (one.do === "active") {
            const { be, more, mae } = one.extremes;
            await write(active(one.minute, { beMfe: be, noBeMfe: be + more, mae }));
          }
          if (one.do === "closed") {
            const { be, more } = one.extremes;
            const exit = { noBeLeg: "STOP_LOSS", exitReason: "STOP_LOSS", exitPrice: price(19_949.75) } as const;
            const times = { stopHitAt: recordsStart + 900_000, closedAt: recordsStart + 900_000 };
            const last = { ...trade, ...exit, ...times, beMfe: be, noBeMfe: be + more, mae: -201 };
            await write({ ...active(one.minute), status: "CLOSED", flags: ["gap_exit"], trade: last });
          }
          if (one.do === "review") {
            await write(record(one.minute));
            const overrides = one.session === null ? {} : { session: { human: one.session } };
            await review(one.minute, { ...one, overrides });
          }
          if (one.do === "point-value") {
            await pool().query("UPDATE instruments SET point_value = $1 WHERE root = 'NQ'", [one.value]);
          }
          expect(await differences()).toEqual([]);
        }
        const { rows } = await pool().query(
          "SELECT (SELECT count(*) FROM signals)::int AS signals, (SELECT count(*) FROM lab_entries)::int AS entries",
        );
        expect(rows[0].entries).toBe(rows[0].signals);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
