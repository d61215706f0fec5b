/** The schema as the migrations make it: agreed with schema.prisma, recorded as Prisma does, and guarded by the database itself. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import type { SignalStatus, TradeEventType } from "@/lib/engine/types";
import type { Session } from "@/lib/market/session";
import type { TickSource } from "@/lib/market/types";
import type { Direction, StopScenario } from "@/lib/signal/types";
import type { NoticeView } from "@/lib/stream/events";
import type { LegStatus, TradeRecord } from "@/lib/trade/types";
import { migrate } from "@/scripts/migrate.mjs";
import { cloneDatabase, testDatabase } from "@/scripts/testing/database";

const url = await testDatabase();
const migrationsDir = path.resolve("prisma/migrations");
const sql = (text: string, values: unknown[] = []) => pool().query(text, values);

/** Runs the developers' command as they do. */
function migrateDev(command: string, database: string): { status: number | null; said: string } {
  const run = spawnSync(process.execPath, ["scripts/migrate-dev.mjs", command], {
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: database },
  });
  return { status: run.status, said: `${run.stdout}${run.stderr}`.trim() };
}

describe("migrations", () => {
  it("agree with schema.prisma", () => {
    expect(migrateDev("check", url)).toEqual({ status: 0, said: "schema.prisma agrees with the migrations" });
    expect(migrateDev("live", url)).toEqual({ status: 0, said: "schema.prisma agrees with the database" });
  });

  it("are known to differ when they do", async () => {
    const other = await cloneDatabase();
    const client = new pg.Client({ connectionString: other });
    await client.connect();
    await client.query("ALTER TABLE notices DROP COLUMN closed_at");
    await client.end();
    const { status, said } = migrateDev("live", other);
    expect(status).toBe(1);
    expect(said).toContain('ALTER TABLE "notices" ADD COLUMN');
  });

  it("are recorded as Prisma records them", async () => {
    const { rows } = await sql("SELECT * FROM _prisma_migrations ORDER BY migration_name");
    expect(rows.map((row) => row.migration_name)).toEqual(
      readdirSync(migrationsDir).filter((name) => /^\d/.test(name)),
    );
    for (const row of rows) {
      expect(row.checksum).toMatch(/^[0-9a-f]{64}$/);
      expect(row.finished_at).toBeInstanceOf(Date);
      expect(row.applied_steps_count).toBe(1);
    }
  });

  it("do nothing when they are applied already", async () => {
    expect(await migrate(url)).toEqual([]);
  });

  it("are refused when one was edited after it was applied, or is unknown to this code", async () => {
    const dir = mkdtempSync(path.join(os.tmpdir(), "migrations-"));
    try {
      cpSync(migrationsDir, dir, { recursive: true });
      const name = readdirSync(dir).find((entry) => /^\d/.test(entry)) ?? "";
      const file = path.join(dir, name, "migration.sql");
      writeFileSync(file, `${readFileSync(file, "utf8")}\n-- edited\n`);
      await expect(migrate(url, { dir })).rejects.toThrow(`${name} was edited after it was applied`);
      rmSync(path.join(dir, name), { recursive: true });
      await expect(migrate(url, { dir })).rejects.toThrow("the database is newer than this code");
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it("leave nothing behind when one fails", async () => {
    const dir = mkdtempSync(path.join(os.tmpdir(), "migrations-"));
    try {
      cpSync(migrationsDir, dir, { recursive: true });
      cpSync(path.join(dir, readdirSync(dir)[0] ?? ""), path.join(dir, "99990101000000_broken"), { recursive: true });
      writeFileSync(
        path.join(dir, "99990101000000_broken/migration.sql"),
        "CREATE TABLE half (id int); SELECT no_such_column;",
      );
      await expect(migrate(url, { dir })).rejects.toThrow("99990101000000_broken");
      expect((await sql("SELECT to_regclass('half') AS half")).rows).toEqual([{ half: null }]);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

const tick = (day: string, sequence: number) =>
  sql(
    `INSERT INTO ticks (trade_date, contract_id, exchange_at, sequence, price, size, received_at, source, ingest_id)
     VALUES ($1, 1, $1::date + time '15:00', $2, '100.25', 1, now(), 'replay', $2) ON CONFLICT DO NOTHING`,
    [day, sequence],
  );
const ensure = (table: string, day: string) =>
  sql("SELECT ensure_day_partition($1, $2) AS made", [table, day]).then(({ rows }) => rows[0]?.made);
const partitionOf = (day: string) =>
  sql("SELECT tableoid::regclass::text AS name, count(*)::int AS n FROM ticks WHERE trade_date = $1 GROUP BY 1", [
    day,
  ]).then(({ rows }) => rows);

describe("day partitions", () => {
  it("are made once", async () => {
    expect(await ensure("ticks", "2026-01-05")).toBe(true);
    expect(await ensure("ticks", "2026-01-05")).toBe(false);
    await tick("2026-01-05", 1);
    expect(await partitionOf("2026-01-05")).toEqual([{ name: "ticks_20260105", n: 1 }]);
  });

  it("take over the rows that waited in the default partition, and leave other days there", async () => {
    await tick("2026-01-06", 1);
    await tick("2026-01-06", 2);
    await tick("2026-01-07", 3);
    expect(await partitionOf("2026-01-06")).toEqual([{ name: "ticks_default", n: 2 }]);
    expect(await ensure("ticks", "2026-01-06")).toBe(true);
    expect(await partitionOf("2026-01-06")).toEqual([{ name: "ticks_20260106", n: 2 }]);
    expect(await partitionOf("2026-01-07")).toEqual([{ name: "ticks_default", n: 1 }]);
    await expect(sql("DELETE FROM ticks WHERE trade_date = '2026-01-07'")).rejects.toThrow("append-only");
  });

  it("can be asked for by many at once, while others write", async () => {
    const days = ["2026-02-02", "2026-02-02", "2026-02-02", "2026-02-03", "2026-02-03", "2026-02-02"];
    const clients = await Promise.all(
      days.map(async () => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        return client;
      }),
    );
    const made = await Promise.all(
      clients.map(async (client, i) => {
        await client.query(
          "INSERT INTO quotes (trade_date, contract_id, exchange_at, ordinal, bid_size, ask_size, received_at, source) VALUES ($1::date, 1, $1::date, $2, 0, 0, now(), 'live')",
          [days[i], i],
        );
        const { rows } = await client.query("SELECT ensure_day_partition('quotes', $1) AS made", [days[i]]);
        return rows[0]?.made;
      }),
    );
    await Promise.all(clients.map((client) => client.end()));
    expect(made.filter(Boolean)).toHaveLength(2);
    const { rows } = await sql("SELECT count(*)::int AS n FROM quotes WHERE tableoid <> 'quotes_default'::regclass");
    expect(rows).toEqual([{ n: days.length }]);
  });

  it("are for ticks and quotes only", async () => {
    await expect(ensure("signals", "2026-01-05")).rejects.toThrow("expected ticks or quotes, got signals");
  });
});

describe("what was received or decided is never rewritten", () => {
  it("a second write of the same tick is harmless, equal trades with other sequences are both kept", async () => {
    await tick("2026-01-08", 1);
    await tick("2026-01-08", 1);
    await tick("2026-01-08", 2);
    expect(await partitionOf("2026-01-08")).toEqual([{ name: "ticks_default", n: 2 }]);
  });

  it.each(["ticks", "quotes"])("%s refuses update and delete, in each partition", async (table) => {
    await tick("2026-01-05", 50);
    for (const name of [table, `${table}_${table === "ticks" ? "20260105" : "20260202"}`]) {
      await expect(sql(`UPDATE ${name} SET source = 'live'`)).rejects.toThrow(
        `${table} is append-only: UPDATE refused`,
      );
      await expect(sql(`DELETE FROM ${name}`)).rejects.toThrow(`${table} is append-only: DELETE refused`);
    }
  });

  it("trade_events refuses update and delete", async () => {
    await insertSignal("EVENTS.1");
    await sql(
      "INSERT INTO trade_events (signal_id, seq, type, at, engine_version, data) VALUES ('EVENTS.1', 0, 'ENTRY', now(), '1', '{}')",
    );
    await expect(sql("UPDATE trade_events SET seq = 1")).rejects.toThrow("trade_events is append-only");
    await expect(sql("DELETE FROM trade_events")).rejects.toThrow("trade_events is append-only");
  });

  it("of a webhook delivery only what became of it may change", async () => {
    await sql(
      "INSERT INTO webhook_deliveries (received_at, body, body_hash, outcome, code, message, state) VALUES (now(), 'raw', 'h', 'accepted', 'OK', 'm', 'new')",
    );
    await sql(
      "UPDATE webhook_deliveries SET state = 'applied', outcome = 'rejected', code = 'STALE', message = 'late'",
    );
    for (const change of ["body = 'other'", "received_at = now() - interval '1 day'", "body_hash = 'x'", "id = 999"]) {
      await expect(sql(`UPDATE webhook_deliveries SET ${change}`)).rejects.toThrow("webhook_deliveries is append-only");
    }
    await expect(sql("DELETE FROM webhook_deliveries")).rejects.toThrow("DELETE refused");
  });
});

describe("front contracts", () => {
  it("of one root never overlap; the end is exclusive", async () => {
    await sql(
      "INSERT INTO instruments (root, name, venue, tick_size, point_value) VALUES ('NQ', 'n', 'CME', 0.25, 20), ('ES', 'e', 'CME', 0.25, 50)",
    );
    await sql(
      "INSERT INTO contracts (id, root, ticker, month, last_trade_date) VALUES (1, 'NQ', 'NQZ6', '2026-12', '2026-12-18'), (2, 'NQ', 'NQH7', '2027-03', '2027-03-19'), (3, 'ES', 'ESZ6', '2026-12', '2026-12-18')",
    );
    const front = (root: string, id: number, from: string, to: string | null) =>
      sql("INSERT INTO front_contracts (root, contract_id, valid_from, valid_to) VALUES ($1, $2, $3, $4)", [
        root,
        id,
        from,
        to,
      ]);
    await front("NQ", 1, "2026-09-14T22:00:00Z", "2026-12-14T23:00:00Z");
    await front("ES", 3, "2026-09-14T22:00:00Z", null);
    await expect(front("NQ", 2, "2026-12-14T22:59:59Z", null)).rejects.toThrow("front_contracts_no_overlap");
    await front("NQ", 2, "2026-12-14T23:00:00Z", null);
    await expect(front("NQ", 1, "2030-01-01T00:00:00Z", null)).rejects.toThrow("front_contracts_no_overlap");
  });
});

const insertSignal = (id: string) =>
  sql(
    `INSERT INTO signals (id, contract_id, root, trade_id, direction, status, session, signal_date, signal_candle_at,
       received_at, source, profile, engine_version, record)
     VALUES ($1, 1, 'NQ', $1, 'bullish', 'ACTIVE', 'NY AM', '2026-01-05', now(), now(), 'live', 'spec', '1', '{}')`,
    [id],
  );

/** Every word of a union of types; the compiler refuses a list that misses one or has one too many. */
const words = <T extends string>(all: Readonly<Record<T, true>>): string[] => Object.keys(all);
const sources = words<TickSource>({ live: true, delayed: true, simulated: true, replay: true, backfill: true });
const legs = words<LegStatus>({ OPEN: true, TRIGGERED: true, BREAK_EVEN: true, STOP_LOSS: true, OTHER: true });

describe("the words a column allows are the words of the code", () => {
  it.each([
    ["ticks_source", sources],
    ["quotes_source", sources],
    ["candles_source", sources],
    ["signals_source", sources],
    ["signals_direction", words<Direction>({ bullish: true, bearish: true })],
    [
      "signals_status",
      words<SignalStatus>({
        REJECTED: true,
        PENDING: true,
        CANCELLED: true,
        CONFIRMED: true,
        VOID: true,
        ACTIVE: true,
        CLOSED: true,
      }),
    ],
    [
      "signals_session",
      words<Session>({
        ASIA: true,
        LONDON: true,
        "NY PRE": true,
        "NY AM": true,
        "NY LUNCH": true,
        "NY PM": true,
        INVALID: true,
      }),
    ],
    ["signals_stop_scenario", words<StopScenario>({ A: true, B: true, C_PIVOT: true, C_CANDLE: true, C_SIGNAL: true })],
    ["trades_be_leg", legs],
    ["trades_no_be_leg", legs],
    [
      "trades_exit_reason",
      words<NonNullable<TradeRecord["exitReason"]>>({ STOP_LOSS: true, ROLL: true, MANUAL: true }),
    ],
    [
      "trade_events_type",
      words<TradeEventType>({
        SIGNAL_REJECTED: true,
        SIGNAL_CREATED: true,
        CANCELLED: true,
        CONFIRMED: true,
        VOIDED: true,
        ENTRY: true,
        BE_TRIGGERED: true,
        EXIT_BREAK_EVEN: true,
        EXIT_STOP_LOSS: true,
        EXIT_ROLL: true,
        EXIT_MANUAL: true,
        TARGET: true,
        FLAGGED: true,
      }),
    ],
    ["notices_severity", words<NoticeView["severity"]>({ info: true, warn: true, critical: true })],
  ])("%s", async (constraint, expected) => {
    const { rows } = await sql(
      "SELECT DISTINCT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conname = $1",
      [constraint],
    );
    expect(rows).toHaveLength(1);
    const allowed = [...String(rows[0]?.text).matchAll(/'([^']+)'::text/g)].map((match) => match[1]);
    expect(allowed.toSorted()).toEqual(expected.toSorted());
  });

  it.each(["NaN", "0", "-1.25"])("a tick of price %s is refused", async (price) => {
    await expect(
      sql(
        "INSERT INTO ticks (trade_date, contract_id, exchange_at, sequence, price, size, received_at, source, ingest_id) VALUES ('2026-01-05', 1, now(), 77, $1, 1, now(), 'live', 77)",
        [price],
      ),
    ).rejects.toThrow("ticks_price");
  });
});
