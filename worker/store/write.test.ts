import { describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { loadFronts, loadPinnedContracts } from "@/lib/db/contracts";
import { lastInputId, loadSnapshot, readInputsAfter } from "@/lib/db/engine-state";
import { closeOpenGaps } from "@/lib/db/gaps";
import {
  lastForeignIngestId,
  lastIngestId,
  readSequences,
  readSessionTotals,
  readTicksAfter,
  type StoredTick,
} from "@/lib/db/ticks";
import { isTransient } from "@/lib/db/transaction";
import { LockNotHeld, tryWorkerLock } from "@/lib/db/worker-lock";
import { TickFlag, type TickSource } from "@/lib/market/types";
import { testDatabase } from "@/scripts/testing/database";
import { record } from "@/scripts/testing/records";
import { contextOfEntry } from "@/worker/recovery";
import { contractFor, loadRoster } from "@/worker/roster";
import { emptyBatch, parseBatch, serializeBatch } from "@/worker/store/batch";
import { createBatchWriter } from "@/worker/store/write";

await testDatabase();

const now = Date.UTC(2026, 10, 18, 15, 0, 0);
const roster = await loadRoster("simulated", now);
const entry = roster.entries.find((candidate) => candidate.contract.root === "NQ") ?? roster.entries[0];
if (entry === undefined) throw new Error("expected a seeded contract");
const context = contextOfEntry("simulated", entry);
const contractId = entry.contract.id;
const write = createBatchWriter(() => context);

function tick(ingestId: number, change: Partial<StoredTick> = {}): StoredTick {
  const at = { exchangeAt: now + ingestId, receivedAt: now + ingestId + 5, tradeDate: "2026-11-18" };
  return {
    ...{ ingestId, contractId, price: 80_000 + ingestId, size: 2, sequence: ingestId },
    source: "simulated",
    flags: 0,
    ...at,
    ...change,
  };
}

describe("a new database", () => {
  it("runs the front contracts of the four full-size products and knows the micros", () => {
    expect(roster.entries.map(({ contract }) => contract.ticker).sort()).toEqual(["ESZ6", "NQZ6", "RTYZ6", "YMZ6"]);
    expect(entry.instrument.tradingview).toEqual(
      expect.arrayContaining(["NQ1!", "CME_MINI:NQ1!", "MNQ1!", "CME_MINI:MNQ1!"]),
    );
    expect(entry.instrument).toMatchObject({ tickSize: "0.25", pointValue: "20", profile: "spec" });
  });

  it("is seeded once, and keeps the front contract until its roll", async () => {
    const again = await loadRoster("simulated", now + 60_000);
    expect(again.entries).toEqual(roster.entries);
    const rolled = await loadRoster("simulated", Date.UTC(2026, 11, 11, 12));
    expect(rolled.entries.map(({ contract }) => contract.ticker).sort()).toEqual(["ESH7", "NQH7", "RTYH7", "YMH7"]);
    const fronts = (await loadFronts(["NQ"])).map(({ contract, validFrom, validTo }) => [
      contract.ticker,
      validFrom,
      validTo,
    ]);
    expect(fronts[1]?.[1]).toBe(fronts[0]?.[2]);
    expect(contractFor(rolled, "NQ", now + 1, "simulated")?.ticker).toBe("NQZ6");
  });
});

describe("a batch", () => {
  it("is written whole, and a second time without effect", async () => {
    const batch = {
      ...emptyBatch(1),
      ticks: [tick(1), tick(2), tick(3, { exchangeAt: now + 2 })],
      quotes: [0, 1].map((ordinal) => ({
        ...{ contractId, exchangeAt: now, receivedAt: now, bid: null, bidSize: 0, ask: 80_001, askSize: 4 },
        ...{ source: "simulated" as const, ordinal, tradeDate: "2026-11-18" },
      })),
      inputs: [
        {
          id: 1,
          contractId,
          afterIngestId: 2,
          at: now + 2,
          kind: "clock" as const,
          deliveryId: null,
          source: "simulated" as const,
          payload: { a: [1] },
        },
      ],
      snapshots: [
        { contractId, ingestId: 3, inputId: 1, version: "v", takenAt: now, state: new Uint8Array([1, 2, 255]) },
      ],
      notices: [{ code: "TEST", at: now, severity: "info" as const, message: "hello", data: {} }],
    };
    const { notices } = await write(batch);
    expect(notices).toMatchObject([{ code: "TEST", message: "hello", at: now }]);
    // A commit whose answer was lost is sent again: nothing is there twice, the notice has its first id.
    expect((await write(batch)).notices).toEqual(notices);
    expect(await readTicksAfter(contractId, 0, 10, context.scale)).toEqual(batch.ticks);
    expect(await readTicksAfter(contractId, 2, 10, context.scale)).toEqual([batch.ticks[2]]);
    expect(await lastIngestId()).toBe(3);
    expect(await readInputsAfter(contractId, 0, "simulated")).toEqual(batch.inputs);
    expect(await readInputsAfter(contractId, 0, "live")).toEqual([]);
    expect(await lastInputId()).toBe(1);
    const snapshot = await loadSnapshot(contractId, "v");
    expect(snapshot).toMatchObject({ ingestId: 3, inputId: 1, takenAt: now });
    expect([...(snapshot?.state ?? [])]).toEqual([1, 2, 255]);
    expect(await loadSnapshot(contractId, "another engine")).toBeNull();
    const { rows } = await pool().query("SELECT count(*)::int AS n FROM quotes");
    expect(rows).toEqual([{ n: 2 }]);
  });

  it("keeps two real trades that are equal in every visible field", async () => {
    const twins = [tick(4), tick(5, { exchangeAt: tick(4).exchangeAt, price: tick(4).price })];
    await write({ ...emptyBatch(2), ticks: twins });
    expect((await readTicksAfter(contractId, 3, 10, context.scale)).length).toBe(2);
  });

  it("that fails leaves nothing behind", async () => {
    const bad = tick(7, { size: -1 });
    const failure = await write({ ...emptyBatch(3), ticks: [tick(6), bad] }).catch((error: unknown) => error);
    expect(isTransient(failure)).toBe(false);
    expect(await lastIngestId()).toBe(5);
  });

  it("stores the open candle and replaces it; a correction stays marked", async () => {
    const candle = { openAt: now, open: 1, high: 2, low: 1, close: 2, volume: 3, trades: 2, complete: true };
    const row = { contractId, corrected: false, source: "simulated" as const };
    await write({ ...emptyBatch(4), openCandles: new Map([[contractId, { ...row, candle }]]) });
    const fact = { kind: "candle" as const, candle: { ...candle, close: 1, trades: 3 }, corrected: true };
    await write({ ...emptyBatch(5), facts: [{ contractId, fact }] });
    await write({
      ...emptyBatch(6),
      openCandles: new Map([[contractId, { ...row, candle: { ...candle, trades: 4 } }]]),
    });
    const { rows } = await pool().query("SELECT close, trades, corrected FROM candles WHERE contract_id = $1", [
      contractId,
    ]);
    expect(rows).toEqual([{ close: "0.500000", trades: 4, corrected: true }]);
  });

  it("that waited on disk keeps the source and the engine of the run that made it", async () => {
    const waited = emptyBatch(8, { source: "delayed", engineVersion: "1" });
    const openAt = now + 600_000;
    const candle = { openAt, open: 1, high: 2, low: 1, close: 2, volume: 3, trades: 2, complete: true };
    const signal = record(1);
    waited.facts.push({ contractId, fact: { kind: "candle", candle, corrected: false } });
    waited.facts.push({ contractId, fact: { kind: "signal", record: signal } });
    await write(parseBatch(serializeBatch(waited)));
    const { rows } = await pool().query(
      `SELECT candles.source AS candle, signals.source AS signal, engine_version AS engine FROM candles, signals
        WHERE candles.contract_id = $1 AND open_at = to_timestamp($2 / 1000.0) AND trade_id = $3`,
      [contractId, openAt, signal.tradeId],
    );
    expect(rows).toEqual([{ candle: "delayed", signal: "delayed", engine: "1" }]);
  });

  it("makes the partitions of its trade dates, so that the default ones stay empty", async () => {
    const { rows } = await pool().query("SELECT count(*)::int AS n FROM ticks_default");
    expect(rows).toEqual([{ n: 0 }]);
  });

  it("opens and closes one gap, and a restart closes what was left open", async () => {
    const gap = { contractId, fromAt: now, cause: "disconnect" as const, note: null };
    await write({ ...emptyBatch(7), gaps: [{ ...gap, toAt: null, healedAt: null, rows: 0 }] });
    await write({ ...emptyBatch(8), gaps: [{ ...gap, toAt: now + 9, healedAt: now + 10, rows: 4 }] });
    await write({ ...emptyBatch(9), gaps: [{ ...gap, fromAt: now + 50, toAt: null, healedAt: null, rows: 0 }] });
    await closeOpenGaps(now + 70);
    const { rows } = await pool().query("SELECT rows, to_at, healed_at FROM gaps ORDER BY from_at");
    expect(rows).toEqual([
      { rows: 4, to_at: new Date(now + 9), healed_at: new Date(now + 10) },
      { rows: 0, to_at: new Date(now + 70), healed_at: null },
    ]);
  });
});

describe("what a restart reads", () => {
  it("is the totals of the newest trade date without suspicious prints", async () => {
    const next = { tradeDate: "2026-11-19", exchangeAt: now + 86_400_000 };
    const prices = [
      [10, 90_000, 0],
      [11, 90_010, 0],
      [12, 99_999, TickFlag.suspicious],
      [13, 89_990, TickFlag.late],
      [14, 90_004, 0],
    ] as const;
    await write({
      ...emptyBatch(10),
      ticks: prices.map(([id, price, flags]) => tick(id, { ...next, exchangeAt: next.exchangeAt + id, price, flags })),
    });
    expect(await readSessionTotals(contractId, 0, context.scale)).toMatchObject({
      ...{ tradeDate: "2026-11-19", open: 90_000, high: 90_010, low: 89_990, last: 90_004, volume: 8, trades: 4 },
    });
    expect(await readSessionTotals(contractId, 1000, context.scale)).toBeNull();
    expect((await readSequences(contractId, 0, 100)).map((row) => row.sequence)).toEqual(
      expect.arrayContaining([10, 14]),
    );
  });

  it("never reaches back into another kind of feed", async () => {
    expect(await lastForeignIngestId(contractId, "simulated")).toBe(0);
    const sources: TickSource[] = ["backfill", "live", "live"];
    await write({ ...emptyBatch(11), ticks: sources.map((source, i) => tick(20 + i, { source })) });
    expect(await lastForeignIngestId(contractId, "live")).toBe(14);
    expect(await lastForeignIngestId(contractId, "simulated")).toBe(22);
  });

  it("holds a contract with an open signal, of its own kind of feed only", async () => {
    await pool().query(
      `INSERT INTO signals (id, contract_id, root, trade_id, direction, status, session, signal_date, signal_candle_at, received_at, source, profile, engine_version, record)
        VALUES ('x', $1, 'NQ', 'x', 'bullish', 'ACTIVE', 'NY AM', '2026-11-18', now(), now(), 'simulated', 'spec', '1', '{}')`,
      [contractId],
    );
    expect((await loadPinnedContracts("simulated")).map((contract) => contract.id)).toEqual([contractId]);
    expect(await loadPinnedContracts("live")).toEqual([]);
  });
});

describe("the worker lock", () => {
  it("is held by one at a time and free again when its holder is gone", async () => {
    const first = await tryWorkerLock();
    expect(first).not.toBeNull();
    expect(await tryWorkerLock()).toBeNull();
    await first?.release();
    const second = await tryWorkerLock();
    expect(second).not.toBeNull();
    await second?.release();
  });
});

describe("an error of the database", () => {
  it("passes when it is only that the worker lock is not held", () => {
    expect(isTransient(new LockNotHeld())).toBe(true);
  });

  it.each(["57P01", "57P03", "53100", "53300", "08006", "40001", "40P01", "57014", "ECONNREFUSED", "ECONNRESET"])(
    "%s passes",
    (code) => {
      expect(isTransient(Object.assign(new Error("x"), { code }))).toBe(true);
    },
  );
  it.each(["23514", "22003", "42P01", "23503"])("%s does not pass by itself", (code) => {
    expect(isTransient(Object.assign(new Error("x"), { code }))).toBe(false);
  });
});
