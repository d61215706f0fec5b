/** Reads for the JSON routes, on a real Postgres. */
import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { type ContractRow, readFrontContracts, resolveSymbol } from "@/lib/db/read-contracts";
import { readMinutes, readNewestTicks, readPrice } from "@/lib/db/read-market";
import { testDatabase } from "@/scripts/testing/database";

const now = Date.UTC(2026, 10, 23, 15, 0);
let nq: ContractRow;
let es: ContractRow;

await testDatabase();

beforeAll(async () => {
  await pool().query(`INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview) VALUES
    ('NQ', 'E-mini Nasdaq-100', 'XCME', 0.25, 20, '{}'), ('ES', 'E-mini S&P 500', 'XCME', 0.25, 50, '{}'),
    ('GC', 'Gold', 'XCEC', 0.1, 100, '{}')`);
  await pool().query(`INSERT INTO contracts (root, ticker, month, last_trade_date) VALUES
    ('NQ', 'NQZ6', '2026-12', '2026-12-18'), ('NQ', 'NQH7', '2027-03', '2027-03-19'),
    ('ES', 'ESZ6', '2026-12', '2026-12-18'), ('GC', 'GCZ6', '2026-12', '2026-12-29')`);
  await pool().query(`INSERT INTO front_contracts (root, contract_id, valid_from, valid_to)
    SELECT root, id, '2026-09-10', CASE ticker WHEN 'NQZ6' THEN timestamptz '2026-12-10' END FROM contracts WHERE ticker IN ('NQZ6', 'ESZ6')`);
  const fronts = await readFrontContracts(now);
  [es, nq] = fronts as [ContractRow, ContractRow];
  await pool().query(
    `INSERT INTO ticks (trade_date, contract_id, exchange_at, sequence, price, size, received_at, source, flags, ingest_id)
      SELECT '2026-11-23', $1, at, seq, price, 2, at + interval '40 milliseconds', 'simulated', flags, seq
      FROM (VALUES (timestamptz '2026-11-23 14:58:00.5Z', 1, 25100.25, 0), ('2026-11-23 14:59:00.25Z', 2, 25104.25, 0),
        ('2026-11-23 14:59:01Z', 3, 99999.25, 1), ('2026-11-23 14:58:30Z', 4, 25000.25, 2)) AS t (at, seq, price, flags)`,
    [nq.id],
  );
  await pool().query(
    `INSERT INTO quotes (trade_date, contract_id, exchange_at, ordinal, bid, bid_size, ask, ask_size, received_at, source)
      VALUES ('2026-11-23', $1, '2026-11-23 14:59:00Z', 0, 25104, 3, NULL, 0, '2026-11-23 14:59:00Z', 'simulated')`,
    [nq.id],
  );
  await pool().query(
    `INSERT INTO candles (contract_id, open_at, open, high, low, close, volume, trades, complete, source) VALUES
      ($1, '2026-11-20 14:57:00Z', 1, 1, 1, 1, 99, 9, true, 'simulated'),
      ($1, '2026-11-23 14:58:00Z', 25100.25, 25101, 25000.25, 25100.5, 4, 2, true, 'simulated'),
      ($1, '2026-11-23 14:59:00Z', 25104.25, 25104.25, 25104.25, 25104.25, 2, 1, false, 'simulated')`,
    [nq.id],
  );
});

describe("present prices", () => {
  it("are the newest accepted trade, the newest quote and the totals of its trade date", async () => {
    expect(await readPrice(nq)).toEqual({
      last: "25104.25",
      lastSize: 2,
      lastAt: Date.UTC(2026, 10, 23, 14, 59, 0, 250),
      receivedAt: Date.UTC(2026, 10, 23, 14, 59, 0, 290),
      source: "simulated",
      tradeDate: "2026-11-23",
      bid: "25104.00",
      bidSize: 3,
      ask: null,
      askSize: 0,
      quoteAt: Date.UTC(2026, 10, 23, 14, 59),
      open: "25100.25",
      high: "25104.25",
      low: "25000.25",
      volume: 6,
      trades: 3,
    });
  });

  it("are unknown, not zero, for a contract that never traded", async () => {
    expect(await readPrice(es)).toMatchObject({ last: null, bid: null, high: null, source: null, volume: 0 });
  });
});

describe("candles", () => {
  it("are those of [from, to), oldest first", async () => {
    const from = Date.UTC(2026, 10, 23, 14, 58);
    const minutes = await readMinutes(nq, { from, to: from + 60_000, limit: 10 });
    expect(minutes).toMatchObject([{ openAt: from, close: 100_402, volume: 4, complete: true }]);
  });

  it("are the newest when there are more than asked for", async () => {
    const minutes = await readMinutes(nq, { from: null, to: now, limit: 2 });
    expect(minutes.map((minute) => minute.complete)).toEqual([true, false]);
  });
});

describe("ticks", () => {
  it("come newest first in the order they were taken in, flags by name", async () => {
    const ticks = await readNewestTicks(nq, 3);
    expect(ticks.map((tick) => [tick.sequence, tick.price, tick.flags])).toEqual([
      ["4", "25000.25", ["late"]],
      ["3", "99999.25", ["suspicious"]],
      ["2", "25104.25", []],
    ]);
  });
});

describe("symbols", () => {
  it.each(["NQZ6", "nqz26", "X:NQZ26", "CME_MINI:NQ1!", "NQ", "/NQZ2026"])("%s is the front contract", async (text) => {
    expect(await resolveSymbol(text, now)).toMatchObject({ ok: true, contract: { ticker: "NQZ6" } });
  });

  it("the next in line and a root of one's own are found too", async () => {
    expect(await resolveSymbol("NQ2!", now)).toMatchObject({ ok: true, contract: { ticker: "NQH7" } });
    expect(await resolveSymbol("GCZ6", now)).toMatchObject({ ok: true, contract: { ticker: "GCZ6", tickSize: "0.1" } });
  });

  it("what is no symbol and what is not recorded are told apart", async () => {
    expect(await resolveSymbol("NQZ6-NQH7", now)).toMatchObject({ ok: false, kind: "unreadable" });
    expect(await resolveSymbol("YMZ6", now)).toMatchObject({ ok: false, kind: "unknown" });
  });

  it("the front contract is the one of the instant", async () => {
    expect(await readFrontContracts(Date.UTC(2026, 11, 11))).toMatchObject([{ ticker: "ESZ6" }]);
  });
});
