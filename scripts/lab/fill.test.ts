import { describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { fillLab, hasLiveRows } from "@/scripts/lab/fill";
import { testDatabase } from "@/scripts/testing/database";

await testDatabase();

describe("a filled Signal Lab", () => {
  it("has exactly what was asked for, simulated, long ago and closed", async () => {
    await fillLab({ signals: 60, trades: 36, seed: 5, progress: () => undefined });
    const { rows } = await pool().query(
      `SELECT count(*)::int AS n, count(entry_at)::int AS trades, count(closed_at)::int AS closed,
          array_agg(DISTINCT source) AS sources, max(signal_date) < '2016-01-01' AS old, count(DISTINCT root)::int AS roots
        FROM lab_entries`,
    );
    expect(rows).toEqual([{ n: 60, trades: 36, closed: 36, sources: ["simulated"], old: true, roots: 4 }]);
    const { rows: open } = await pool().query(
      "SELECT DISTINCT status FROM signals WHERE status NOT IN ('CLOSED', 'CANCELLED', 'REJECTED', 'VOID')",
    );
    expect(open).toEqual([]);
    const { rows: events } = await pool().query(
      "SELECT count(*)::int AS n FROM trades WHERE NOT EXISTS (SELECT FROM trade_events AS e WHERE e.signal_id = trades.signal_id AND e.type = 'ENTRY')",
    );
    expect(events).toEqual([{ n: 0 }]);
  }, 120_000);

  it("is told from one with live signals", async () => {
    expect(await hasLiveRows()).toBe(false);
    await pool().query(
      `INSERT INTO signals (id, contract_id, root, trade_id, direction, status, session, signal_date, signal_candle_at, received_at,
          source, profile, engine_version, record)
        SELECT 'live', contract_id, root, 'live', direction, status, session, signal_date, signal_candle_at, received_at, 'live',
          profile, engine_version, record FROM signals LIMIT 1`,
    );
    expect(await hasLiveRows()).toBe(true);
  });
});
