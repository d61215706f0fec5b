import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoredTick } from "@/lib/db/ticks";
import { createLog, type Log } from "@/lib/log";
import type { TickSource } from "@/lib/market/types";
import { type Batch, batchRows, emptyBatch, parseBatch, serializeBatch, splitBatch } from "@/worker/store/batch";
import { createSetAside } from "@/worker/store/set-aside";
import { Spool, type SpoolDamage, SpoolFull } from "@/worker/store/spool";
import { memoryRowsHardMax, memoryRowsMax, Store, type Written } from "@/worker/store/store";
import { systemTimers, type Timers } from "@/worker/timer";

const log: Log = createLog("test", "silent");
let directory = "";

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "store-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

function tick(ingestId: number): StoredTick {
  const at = { exchangeAt: ingestId, receivedAt: ingestId, tradeDate: "2026-11-20" };
  return { ingestId, contractId: 1, price: 100, size: 1, sequence: ingestId, source: "replay", flags: 0, ...at };
}

function refusal(): Error {
  return Object.assign(new Error("violates check constraint"), { code: "23514" });
}

function outage(): Error {
  return Object.assign(new Error("the database system is shutting down"), { code: "57P01" });
}

/** A table that can be away, and refuses ticks by number. */
class Table {
  private readonly stored = new Set<number>();
  /** Source of the run that made each row, in the order they were committed. */
  readonly sources: (TickSource | undefined)[] = [];
  readonly published: number[] = [];
  readonly setAside: number[] = [];
  readonly refused = new Set<number>();
  away = false;
  /** Commits and then fails to say so, once. */
  loseAnswer = false;
  /** Why the store gave up. */
  fatal: Error | null = null;
  private wake: (() => void)[] = [];

  /** Ingest numbers in the order they were first committed. */
  get rows(): number[] {
    return [...this.stored];
  }
  async write(batch: Batch): Promise<Written> {
    await Promise.resolve();
    if (this.away) throw outage();
    if (batch.ticks.some((row) => this.refused.has(row.ingestId))) throw refusal();
    for (const row of batch.ticks) {
      this.stored.add(row.ingestId);
      this.sources.push(batch.madeBy?.source);
    }
    if (this.loseAnswer) {
      this.loseAnswer = false;
      throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    }
    return { notices: [] };
  }
  store(spool: Spool, timers: Timers = systemTimers, source: TickSource = "simulated"): Store {
    return new Store({
      ...{ spool, timers, log, random: () => 0 },
      madeBy: { source, engineVersion: "2" },
      write: (batch) => this.write(batch),
      onCommitted: (batch) => {
        this.published.push(...batch.ticks.map((row) => row.ingestId));
        for (const wake of this.wake.splice(0)) wake();
      },
      setAside: async (row) => {
        this.setAside.push(...row.ticks.map((refused) => refused.ingestId));
      },
      onFatal: (error) => {
        this.fatal = error;
      },
    });
  }
  async until(count: number): Promise<void> {
    while (this.published.length < count) await new Promise<void>((resolve) => this.wake.push(resolve));
  }
}

function add(store: Store, from: number, to: number, urgent = false): void {
  for (let id = from; id <= to; id += 1) store.append((batch) => batch.ticks.push(tick(id)), urgent && id === to);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

async function openSpool(damages: SpoolDamage[] = []): Promise<Spool> {
  const spool = new Spool(path.join(directory, "spool"), (damage) => damages.push(damage));
  await spool.open();
  return spool;
}

/** A spool on a disk without room. */
function fullDisk(): Spool {
  class Full extends Spool {
    override append(): Promise<void> {
      return Promise.reject(Object.assign(new Error("write ENOSPC"), { code: "ENOSPC" }));
    }
  }
  return new Full(path.join(directory, "full"), () => undefined);
}

describe("the store", () => {
  it("writes in order and publishes each row once, after its commit", async () => {
    const table = new Table();
    const store = table.store(await openSpool());
    add(store, 1, 12_000, true);
    await store.idle();
    expect(table.rows).toEqual(upTo(12_000));
    expect(table.published).toEqual(upTo(12_000));
    expect(store.stats()).toMatchObject({ rows: 12_000, memoryRows: 0, batches: 3 });
  });

  it("waits for company up to the beat, and not at all for facts", async () => {
    const table = new Table();
    let beat: (() => void) | null = null;
    const timers: Timers = {
      after(_delay, task) {
        beat = task;
        return () => undefined;
      },
      every: () => () => undefined,
    };
    const store = table.store(await openSpool(), timers);
    add(store, 1, 2);
    await Promise.resolve();
    expect(table.rows).toEqual([]);
    (beat as (() => void) | null)?.();
    await table.until(2);
    add(store, 3, 3, true);
    await table.until(3);
    expect(table.rows).toEqual([1, 2, 3]);
  });

  it("tries again after an outage, in order, with nothing lost or doubled", async () => {
    const table = new Table();
    table.away = true;
    const store = table.store(await openSpool());
    add(store, 1, 10, true);
    while (store.stats().retries < 2) await new Promise((resolve) => setImmediate(resolve));
    add(store, 11, 20, true);
    table.away = false;
    await table.until(20);
    expect(table.rows).toEqual(upTo(20));
    expect(table.published).toEqual(upTo(20));
  });

  it("keeps what a full disk does not take in memory, and loses nothing when Postgres is back", async () => {
    const table = new Table();
    table.away = true;
    const store = table.store(fullDisk());
    add(store, 1, memoryRowsMax + 10, true);
    while (store.stats().retries < 1) await new Promise((resolve) => setImmediate(resolve));
    expect(store.stats()).toMatchObject({ memoryRows: memoryRowsMax + 10, spoolBytes: 0 });
    table.away = false;
    await store.idle();
    expect(table.rows).toEqual(upTo(memoryRowsMax + 10));
    expect(table.published).toEqual(upTo(memoryRowsMax + 10));
  });

  it("stops with a clear word when neither Postgres nor the disk takes any more", async () => {
    const table = new Table();
    table.away = true;
    const store = table.store(fullDisk());
    for (let id = 1; id <= memoryRowsHardMax; id += 40_000) {
      store.append((batch) => {
        for (let next = id; next < id + 40_000; next += 1) batch.ticks.push(tick(next));
      }, true);
    }
    expect(table.fatal).toBeNull();
    add(store, memoryRowsHardMax + 1, memoryRowsHardMax + 1, true);
    while (table.fatal === null) {
      await new Promise((resolve) => setImmediate(resolve));
      store.append(() => undefined, true);
    }
    expect(table.fatal).toMatchObject({ message: "store: neither Postgres nor the disk takes what is to be stored" });
    await store.close(1);
  });

  it("repeats a batch whose commit was not answered; the rows are there once", async () => {
    const table = new Table();
    table.loseAnswer = true;
    const store = table.store(await openSpool());
    add(store, 1, 10, true);
    await table.until(10);
    expect(table.rows).toEqual(upTo(10));
    expect(table.published).toEqual(upTo(10));
  });

  it("moves memory to the disk past its bound and drains it in order before newer rows", async () => {
    const table = new Table();
    table.away = true;
    const spool = await openSpool();
    const store = table.store(spool);
    const total = memoryRowsMax + 5000;
    add(store, 1, total);
    while (spool.empty || store.stats().memoryRows > memoryRowsMax)
      await new Promise((resolve) => setImmediate(resolve));
    expect(store.stats().spoolBytes).toBeGreaterThan(1_000_000);
    table.away = false;
    add(store, total + 1, total + 10, true);
    const seen = new Set<number>();
    await table.until(total + 10);
    for (const id of table.published) {
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
    expect(table.published).toEqual(upTo(total + 10));
    expect(spool.empty).toBe(true);
  }, 60_000);

  it("leaves what the database has not taken by the deadline on disk, for the next run to commit silently", async () => {
    const table = new Table();
    table.away = true;
    const first = table.store(await openSpool());
    add(first, 1, 30, true);
    await first.close(20);
    expect(table.rows).toEqual([]);
    const next = new Table();
    const store = next.store(await openSpool(), systemTimers, "live");
    await store.recover();
    expect(next.rows).toEqual(upTo(30));
    expect(next.published).toEqual([]);
    add(store, 31, 31, true);
    await next.until(1);
    expect(next.published).toEqual([31]);
    expect(next.sources).toEqual([...Array.from({ length: 30 }, () => "simulated"), "live"]);
  });

  it("sets a refused row aside and writes the others (INV-31)", async () => {
    const table = new Table();
    table.refused.add(3).add(500);
    const store = table.store(await openSpool());
    add(store, 1, 1000, true);
    await store.idle();
    expect(table.setAside.sort((a, b) => a - b)).toEqual([3, 500]);
    expect(table.rows).toEqual(upTo(1000).filter((id) => id !== 3 && id !== 500));
    expect(store.stats().setAside).toBe(2);
  });
});

describe("the spool", () => {
  it("gives back what was put in, after a restart, and is empty then", async () => {
    const spool = await openSpool();
    await spool.append([{ ...emptyBatch(1), ticks: [tick(1)] }]);
    await spool.append([{ ...emptyBatch(2), ticks: [tick(2)] }]);
    await spool.close();
    const again = await openSpool();
    const got: Batch[] = [];
    while (!again.empty) await again.drainOldest(async (batch) => void got.push(batch));
    expect(got.map((batch) => batch.ticks)).toEqual([[tick(1)], [tick(2)]]);
  });

  it("finds a torn tail and a flipped byte by their checksums and keeps the good lines around them", async () => {
    const spool = await openSpool();
    for (const id of [1, 2, 3, 4]) await spool.append([{ ...emptyBatch(id), ticks: [tick(id)] }]);
    await spool.close();
    const file = path.join(directory, "spool", "00000001.ndjson");
    const text = await readFile(file, "utf8");
    const lines = text.split("\n");
    lines[1] = (lines[1] ?? "").replace('"price":100', '"price":900');
    await writeFile(file, lines.join("\n"));
    await truncate(file, text.length - 10);
    const damages: SpoolDamage[] = [];
    const again = await openSpool(damages);
    const got: number[] = [];
    await again.drainOldest(async (batch) => void got.push(...batch.ticks.map((row) => row.ingestId)));
    expect(got).toEqual([1, 3]);
    expect(damages.map((damage) => damage.line)).toEqual([2, 4]);
  });

  it("hands a file out again when it was not taken to its end", async () => {
    const spool = await openSpool();
    for (const id of [1, 2]) await spool.append([{ ...emptyBatch(id), ticks: [tick(id)] }]);
    const fail = spool.drainOldest(async (batch) => {
      if (batch.number === 2) throw outage();
    });
    await expect(fail).rejects.toThrow();
    const got: number[] = [];
    await spool.drainOldest(async (batch) => void got.push(batch.number));
    expect(got).toEqual([1, 2]);
  });

  it("begins a new file past the size of one and refuses past the size of all", async () => {
    const spool = new Spool(path.join(directory, "small"), () => undefined, 500, 100);
    await spool.open();
    for (const id of [1, 2]) await spool.append([{ ...emptyBatch(id), ticks: [tick(id)] }]);
    await expect(spool.append([{ ...emptyBatch(3), ticks: [tick(3)] }])).rejects.toThrow(SpoolFull);
    const got: number[] = [];
    while (!spool.empty) await spool.drainOldest(async (batch) => void got.push(batch.number));
    expect(got).toEqual([1, 2]);
  });

  it("ignores files that are not its own", async () => {
    const spool = await openSpool();
    await appendFile(path.join(directory, "spool", "notes.txt"), "x");
    await spool.open();
    expect(spool.empty).toBe(true);
  });
});

describe("a batch", () => {
  it("survives the disk, but for its snapshots", () => {
    const openCandle = { openAt: 0, open: 1, high: 1, low: 1, close: 1, volume: 1, trades: 1, complete: true };
    const batch: Batch = {
      ...emptyBatch(7, { source: "delayed", engineVersion: "1" }),
      ticks: [tick(1)],
      applied: [5],
      openCandles: new Map([[1, { contractId: 1, candle: openCandle, corrected: false, source: "live" as const }]]),
      snapshots: [{ contractId: 1, ingestId: 1, inputId: 0, version: "1", takenAt: 0, state: new Uint8Array(3) }],
    };
    expect(parseBatch(serializeBatch(batch))).toEqual({ ...batch, snapshots: [] });
  });

  it("from before batches kept their run has none", () => {
    const { madeBy: _madeBy, ...older } = JSON.parse(serializeBatch(emptyBatch(1)));
    expect(parseBatch(JSON.stringify(older)).madeBy).toBeNull();
  });

  it("is cut into parts that together hold exactly its rows", () => {
    const madeBy = { source: "live", engineVersion: "1" } as const;
    const batch: Batch = { ...emptyBatch(1, madeBy), ticks: [tick(1), tick(2), tick(3)], applied: [9] };
    const byKind = splitBatch(batch);
    expect(byKind.map((part) => part.madeBy)).toEqual([madeBy, madeBy]);
    expect(byKind.map(batchRows)).toEqual([3, 1]);
    expect(splitBatch(byKind[0] ?? emptyBatch(0)).map((part) => part.ticks.map((row) => row.ingestId))).toEqual([
      [1, 2],
      [3],
    ]);
  });
});

describe("a refused row", () => {
  it("is kept on disk with the reason and said aloud", async () => {
    const file = path.join(directory, "rejected.ndjson");
    const notices: string[] = [];
    const setAside = createSetAside(file, log, { now: () => 5 }, (notice) => notices.push(notice.message));
    await setAside({ ...emptyBatch(1), ticks: [tick(1)] }, refusal());
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({
      at: 5,
      reason: "violates check constraint",
      row: { ticks: [{ ingestId: 1 }] },
    });
    expect(notices).toEqual(["A row could not be stored and was set aside: violates check constraint"]);
  });
});
