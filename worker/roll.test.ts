/** A roll under load, with the real worker and the simulated exchange: both contracts trade, signals and trades live across it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { pool } from "@/lib/db/client";
import { previewRoll } from "@/lib/db/roll-preview";
import { applyRoll, undoRoll } from "@/lib/db/rolls";
import { createLog } from "@/lib/log";
import { priceScale } from "@/lib/market/price";
import { frontContract } from "@/lib/market/roll";
import { testDatabase } from "@/scripts/testing/database";
import { createRest } from "@/worker/feed/rest";
import { bundle, freePort, Running } from "@/worker/testing/processes";
import { liveConfig } from "@/worker/testing/tape";
import { systemTimers } from "@/worker/timer";

const url = await testDatabase();
const author = { actor: "system" } as const;
const minuteMs = 60_000;
const now = systemClock.now();
const contracts = Object.fromEntries(
  ["NQ", "ES"].map((root) => [root, { old: frontContract(root, now), next: frontContract(root, now, undefined, 2) }]),
);
const oldNq = contracts["NQ"]?.old.ticker ?? "";
const newNq = contracts["NQ"]?.next.ticker ?? "";
const oldEs = contracts["ES"]?.old.ticker ?? "";
const newEs = contracts["ES"]?.next.ticker ?? "";

let files = "";
let bundles = "";
const running: Running[] = [];
let exchange = "";
let worker: Running;

function start(...args: ConstructorParameters<typeof Running>): Running {
  const one = new Running(...args);
  running.push(one);
  return one;
}

beforeAll(async () => {
  files = await mkdtemp(path.join(tmpdir(), "roll-"));
  bundles = await bundle(["worker", "simulator"]);
  for (const [root, { old }] of Object.entries(contracts)) {
    await pool().query(
      `INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview, config)
        VALUES ($1, $1, 'XCME', 0.25, 20, $2, $3)`,
      [root, [`${root}1!`], JSON.stringify({ ...liveConfig, sessionFilter: "off" })],
    );
    await pool().query("INSERT INTO contracts (root, ticker, month, last_trade_date) VALUES ($1, $2, $3, $4)", [
      ...[root, old.ticker, old.month, old.lastTradeDate],
    ]);
    await pool().query(
      "INSERT INTO front_contracts (root, contract_id, valid_from) SELECT root, id, now() - interval '1 day' FROM contracts WHERE root = $1",
      [root],
    );
  }
  const simulator = start("simulator", ["--rate", "400", "--history", "50", "--seed", "11", "--port", "0"], {});
  [, exchange = ""] = await simulator.line(/ws:\/\/(127\.0\.0\.1:\d+)\/futures/);
  const port = await freePort();
  worker = start("worker", [], {
    ...{ DATABASE_URL: url, FEED_SOURCE: "simulated", LOG_LEVEL: "info", DATA_DIR: files },
    ...{ MASSIVE_WS_URL: `ws://${exchange}/futures`, MASSIVE_REST_URL: `http://${exchange}` },
    ...{ WORKER_PORT: String(port), PORT: String(port + 1) },
  });
  await worker.line(/"live"/);
}, 120_000);

afterAll(async () => {
  await Promise.all(running.map((one) => one.kill("SIGKILL")));
  await rm(files, { recursive: true, force: true });
  await rm(bundles, { recursive: true, force: true });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks until the answer is there; the time limit of the test ends what never comes. */
async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    await pause(25);
  }
}

/** An alert as the intake stores it. */
async function post(root: string, direction: "Bullish" | "Bearish", candleAt: number, symbol = ""): Promise<number> {
  const body = `SIGNAL:${direction}:25000.00:75:5M:${direction}:FVG:${candleAt}${symbol}`;
  const { rows } = await pool().query<{ id: string }>(
    `WITH stored AS (INSERT INTO webhook_deliveries (received_at, body, body_hash, root, outcome, code, message, state)
        VALUES (clock_timestamp(), $1, md5($1), $2, 'accepted', 'ACCEPTED', 'test', 'new') RETURNING id)
      SELECT id, pg_notify('signal_received', id::text) FROM stored`,
    [body, root],
  );
  return Number(rows[0]?.id);
}

interface SignalRow {
  readonly id: string;
  readonly ticker: string;
  readonly status: string;
}

async function signalOf(delivery: number): Promise<SignalRow> {
  return until(async () => {
    const { rows } = await pool().query<SignalRow>(
      `SELECT signals.id, ticker, status FROM signals JOIN contracts ON contracts.id = contract_id WHERE delivery_id = $1`,
      [delivery],
    );
    return rows[0];
  });
}

async function alive(ticker: string): Promise<SignalRow[]> {
  const { rows } = await pool().query<SignalRow>(
    `SELECT signals.id, ticker, status FROM signals JOIN contracts ON contracts.id = contract_id
      WHERE ticker = $1 AND status IN ('PENDING', 'CONFIRMED', 'ACTIVE') ORDER BY signals.id`,
    [ticker],
  );
  return rows;
}

const lastMinute = (): number => Math.floor(systemClock.now() / minuteMs) * minuteMs - minuteMs;

async function fronts(root: string): Promise<unknown[]> {
  const { rows } = await pool().query("SELECT * FROM front_contracts WHERE root = $1 ORDER BY valid_from", [root]);
  return rows;
}

/** Sequences of a contract's trades in a span, as stored and as the exchange knows them. */
async function compare(ticker: string, from: number, to: number): Promise<{ stored: number[]; traded: number[] }> {
  const { rows } = await pool().query<{ sequence: string }>(
    `SELECT sequence FROM ticks JOIN contracts ON contracts.id = contract_id WHERE ticker = $1
      AND exchange_at >= to_timestamp($2::double precision / 1000) AND exchange_at < to_timestamp($3::double precision / 1000)
      ORDER BY sequence`,
    [ticker, from, to],
  );
  const options = { url: `http://${exchange}`, key: "simulated-exchange", timers: systemTimers, random: () => 0.5 };
  const rest = createRest({ ...options, log: createLog("test", "silent") });
  const traded: number[] = [];
  for await (const trade of rest.trades(ticker, from, to, priceScale("0.25"))) traded.push(trade.sequence ?? 0);
  return { stored: rows.map((row) => Number(row.sequence)), traded: traded.sort((a, b) => a - b) };
}

async function storedUpTo(ticker: string, at: number): Promise<void> {
  await until(async () => {
    const { rows } = await pool().query(
      `SELECT 1 FROM ticks JOIN contracts ON contracts.id = contract_id WHERE ticker = $1
        AND exchange_at >= to_timestamp($2::double precision / 1000) LIMIT 1`,
      [ticker, at],
    );
    return rows.length > 0;
  });
}

describe("a roll under load", () => {
  it("undone before it takes effect, it leaves the mapping as it was", async () => {
    const before = await fronts("NQ");
    const roll = await applyRoll({ root: "NQ", contract: newNq, at: systemClock.now() + 3_600_000 }, author);
    if (!roll.ok) throw new Error(roll.message);
    expect(await fronts("NQ")).toHaveLength(2);
    // The coming contract is recorded beside the front one from now on.
    await worker.line(new RegExp(`"ticker":"${newNq}".*contract joined`));
    expect(await undoRoll(roll.id, author)).toEqual({ ok: true });
    expect(await fronts("NQ")).toEqual(before);
    expect((await signalOf(await post("NQ", "Bullish", lastMinute() - 14 * minuteMs))).ticker).toBe(oldNq);
    expect(await undoRoll(roll.id, author)).toMatchObject({ ok: false, field: "roll" });
  }, 120_000);

  it("loses no tick, leaves what lives on the old contract there, and gives new alerts to the new one", async () => {
    const startedAt = systemClock.now();
    // Opposite signals replace each other; trades run on.
    for (let back = 12; back >= 2; back -= 1) {
      await post("NQ", back % 2 === 0 ? "Bullish" : "Bearish", lastMinute() - back * minuteMs);
    }
    let turn = 0;
    const pinned = await until(async () => {
      turn += 1;
      await post("NQ", turn % 2 === 0 ? "Bearish" : "Bullish", lastMinute());
      await pause(1000);
      const rows = await alive(oldNq);
      return rows.some((row) => row.status === "ACTIVE") && rows.some((row) => row.status === "PENDING") && rows;
    });

    const preview = await previewRoll({ root: "NQ", contract: newNq, at: null });
    if (!preview.ok) throw new Error(preview.message);
    expect(preview.open.length).toBeGreaterThan(0);
    expect(preview.pending.length).toBeGreaterThan(0);
    expect(preview.subscribe).toContain(`T.${newNq}`);
    const roll = await applyRoll({ root: "NQ", contract: newNq, at: null }, author);
    if (!roll.ok) throw new Error(roll.message);
    // Alerts keep coming across the instant.
    const crossing: { at: number; delivery: number }[] = [];
    let minute = lastMinute() - 30 * minuteMs;
    while (systemClock.now() < roll.at + 1000) {
      crossing.push({ at: systemClock.now(), delivery: await post("NQ", "Bullish", minute) });
      minute -= minuteMs;
      await pause(100);
    }
    const { rows: judged } = await until(async () => {
      const result = await pool().query<{ ticker: string; after: boolean }>(
        `SELECT split_part(signals.id, '.', 1) AS ticker, delivery.received_at >= to_timestamp($2::double precision / 1000) AS after
          FROM signals JOIN webhook_deliveries AS delivery ON delivery.id = signals.delivery_id WHERE delivery_id = ANY($1)`,
        [crossing.map((one) => one.delivery), roll.at],
      );
      return result.rows.length === crossing.length && result;
    });
    expect(judged.some((row) => row.after)).toBe(true);
    expect(judged.some((row) => !row.after)).toBe(true);
    for (const row of judged) expect(row.ticker).toBe(row.after ? newNq : oldNq);

    await storedUpTo(oldNq, roll.at + 4000);
    await storedUpTo(newNq, roll.at + 4000);
    for (const ticker of [oldNq, newNq]) {
      const { stored, traded } = await compare(ticker, startedAt, roll.at + 3000);
      expect(traded.length).toBeGreaterThan(5);
      expect(stored).toEqual(traded);
    }
    // The roll closed nothing: whatever ended since ended by its own rules.
    const { rows: ended } = await pool().query<{ reason: string | null; ticker: string }>(
      "SELECT exit_reason AS reason, split_part(signal_id, '.', 1) AS ticker FROM trades WHERE signal_id = ANY($1)",
      [pinned.map((row) => row.id)],
    );
    for (const row of ended) {
      expect(row.ticker).toBe(oldNq);
      expect(row.reason).not.toBe("EXIT_ROLL");
    }
    const { rows: gaps } = await pool().query(
      "SELECT 1 FROM gaps WHERE cause = 'disconnect' OR (healed_at IS NULL AND cause <> 'silence')",
    );
    expect(gaps).toEqual([]);
    expect((await worker.line(/"live"/)).length).toBe(1);
    expect(worker.lines.filter((line) => line.includes('"live"'))).toHaveLength(1);
  }, 240_000);

  it("lets a contract go on which nothing lives", async () => {
    const roll = await applyRoll({ root: "ES", contract: newEs, at: null }, author);
    if (!roll.ok) throw new Error(roll.message);
    await worker.line(new RegExp(`"ticker":"${oldEs}".*no longer followed`));
    await storedUpTo(newEs, roll.at);
    const { rows } = await pool().query<{ late: string }>(
      `SELECT count(*) AS late FROM ticks JOIN contracts ON contracts.id = contract_id WHERE ticker = $1
        AND exchange_at > to_timestamp($2::double precision / 1000) + interval '3 seconds'`,
      [oldEs, roll.at],
    );
    expect(Number(rows[0]?.late)).toBe(0);
  }, 120_000);
});
