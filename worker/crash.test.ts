import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatReport } from "@/lib/engine/report";
import type { SignalRecord } from "@/lib/engine/types";
import { priceScale } from "@/lib/market/price";
import { cloneDatabase, testDatabase } from "@/scripts/testing/database";
import { bundle, freePort, Running } from "@/worker/testing/processes";
import {
  instrumentJson,
  liveConfig,
  makeSession,
  type Session,
  seeded,
  signalsJsonl,
  ticksCsv,
} from "@/worker/testing/tape";

/** Kills of one run; each moment follows from the seed. */
const kills = 20;
const seed = 20261118;
const session: Session = makeSession(seed, 120, 110);
/** Recorded seconds per second: the tape lasts 40 s, about as long as the kills. */
const speed = 180;

let files = "";
let bundles = "";
const running = new Set<Running>();

await testDatabase();

beforeAll(async () => {
  files = await mkdtemp(path.join(tmpdir(), "crash-"));
  bundles = await bundle(["worker", "simulator", "replay"]);
  await writeFile(path.join(files, "ticks.csv"), ticksCsv(session));
  await writeFile(path.join(files, "signals.jsonl"), signalsJsonl(session));
  await writeFile(path.join(files, "instrument.json"), instrumentJson);
  await writeFile(path.join(files, "config.json"), JSON.stringify(liveConfig));
}, 60_000);

afterAll(async () => {
  await Promise.all([...running].map((one) => one.kill("SIGKILL")));
  await rm(files, { recursive: true, force: true });
  await rm(bundles, { recursive: true, force: true });
});

function start(...args: ConstructorParameters<typeof Running>): Running {
  const one = new Running(...args);
  running.add(one);
  void one.exited.then(() => running.delete(one));
  return one;
}

/** One database, one exchange that plays the tape, and however many workers one after the other. */
class Stage {
  readonly client: pg.Client;
  private posted = 0;
  private readonly environment: Record<string, string>;
  private readonly exchange: string;

  private constructor(url: string, exchange: string, port: number, name: string) {
    this.client = new pg.Client({ connectionString: url });
    this.exchange = exchange;
    this.environment = {
      ...{
        DATABASE_URL: url,
        FEED_SOURCE: "replay",
        LOG_LEVEL: "info",
        WORKER_PORT: String(port),
        PORT: String(port + 1),
      },
      ...{ MASSIVE_WS_URL: `ws://${exchange}/futures`, MASSIVE_REST_URL: `http://${exchange}` },
      DATA_DIR: path.join(files, name),
    };
  }

  static async open(name: string, playSpeed: string): Promise<Stage> {
    const url = await cloneDatabase();
    const args = ["--ticks", path.join(files, "ticks.csv"), "--instrument", path.join(files, "instrument.json")];
    const exchange = start("simulator", [...args, "--speed", playSpeed, "--port", "0"], {});
    const [, address = ""] = await exchange.line(/ws:\/\/(127\.0\.0\.1:\d+)\/futures/);
    const stage = new Stage(url, address, await freePort(), name);
    await stage.client.connect();
    await stage.client.query(
      `INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview, config)
        VALUES ('NQ', 'E-mini Nasdaq-100', 'XCME', 0.25, 20, '{NQ1!}', $1)`,
      [JSON.stringify(liveConfig)],
    );
    await stage.client.query(
      "INSERT INTO contracts (root, ticker, month, last_trade_date) VALUES ('NQ', 'NQZ6', '2026-12', '2026-12-18')",
    );
    await stage.client.query(
      "INSERT INTO front_contracts (root, contract_id, valid_from) SELECT 'NQ', id, '2026-09-10' FROM contracts",
    );
    return stage;
  }

  worker(): Running {
    return start("worker", [], this.environment);
  }

  /** Posts the alerts that lie before an instant of the tape, as the intake does. */
  async post(until: number): Promise<void> {
    for (
      let alert = session.alerts[this.posted];
      alert !== undefined && alert.receivedAt < until;
      alert = session.alerts[this.posted]
    ) {
      this.posted += 1;
      await this.client.query(
        `WITH stored AS (INSERT INTO webhook_deliveries (received_at, body, body_hash, root, outcome, code, message, state)
            VALUES (to_timestamp($1::double precision / 1000), $2, md5($2), 'NQ', 'accepted', 'ACCEPTED', 'test', 'new') RETURNING id)
          SELECT pg_notify('signal_received', id::text) FROM stored`,
        [alert.receivedAt, alert.body],
      );
    }
  }

  /** Newest recorded instant the exchange has played. */
  async playedTo(): Promise<number> {
    const status = (await (await fetch(`http://${this.exchange}/sim/status`)).json()) as { lastAt: number | null };
    return status.lastAt ?? 0;
  }

  async count(table: string): Promise<number> {
    const { rows } = await this.client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  }

  /** Resolves when more trades are stored than before, or the tape has nothing more. */
  async progress(before: number): Promise<void> {
    while (before < session.trades.length && (await this.count("ticks")) <= before) await pause(10);
  }

  /** Lets a worker run until every trade of the tape is stored and every alert is judged, and ends it in order. */
  async finish(worker: Running): Promise<void> {
    await worker.line(/"live"/);
    const waiting = "webhook_deliveries WHERE state = 'new'";
    while ((await this.count("ticks")) < session.trades.length || (await this.count(waiting)) > 0) {
      expect(worker.child.exitCode).toBeNull();
      await pause(50);
    }
    expect(await worker.kill("SIGTERM")).toBe(0);
  }

  /** Everything that must not depend on crashes. */
  async result(): Promise<Record<string, unknown[]>> {
    const rows = async (sql: string): Promise<unknown[]> => (await this.client.query(sql)).rows;
    return {
      signals: await rows(
        "SELECT id, status, reason, stop_loss, record FROM signals ORDER BY (record->>'ordinal')::int",
      ),
      trades: await rows("SELECT * FROM trades ORDER BY signal_id"),
      events: await rows(
        "SELECT signal_id, seq, type, at, price, ingest_id, data FROM trade_events ORDER BY signal_id, seq",
      ),
      path: await rows("SELECT * FROM trade_path ORDER BY signal_id, seq"),
      candles: await rows(
        "SELECT open_at, open, high, low, close, volume, trades, complete, corrected FROM candles ORDER BY open_at",
      ),
      ticks: await rows("SELECT ingest_id, sequence, exchange_at, price, size FROM ticks ORDER BY ingest_id"),
    };
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function undisturbed(): Promise<Stage> {
  const stage = await Stage.open("undisturbed", "max");
  await stage.post(Number.POSITIVE_INFINITY);
  await stage.finish(stage.worker());
  return stage;
}

/** One stop in so many is a SIGTERM with a snapshot, and the start after it is killed. */
const orderlyEvery = 7;

/** Log lines after which a kill may come: during the recovery, the backfill, the live tape. */
const phases = [/event stream open/, /feed started/, /"live"/] as const;

/** Alerts are posted this far ahead of the tape: none may come later than its own instant, killed worker or not. */
const postAheadMs = 40 * 60_000;

async function killedAgainAndAgain(): Promise<{ stage: Stage; killedAt: number[] }> {
  const stage = await Stage.open("killed", String(speed));
  const random = seeded(seed);
  const killedAt: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    await stage.post(Math.max(await stage.playedTo(), session.trades[0]?.at ?? 0) + postAheadMs);
    const worker = stage.worker();
    await worker.line(phases[Math.floor(random() * phases.length)] ?? /"live"/);
    if (random() < 0.6) await stage.progress(killedAt.at(-1) ?? 0);
    // The delay is the random moment itself; nothing is waited for.
    await pause(random() * 300);
    // Now and then an orderly end, so that the next start begins from a snapshot.
    if (kill % orderlyEvery === orderlyEvery - 1) {
      await worker.line(/"live"/);
      expect(await worker.kill("SIGTERM")).toBe(0);
      const next = stage.worker();
      await next.line(/"fromSnapshot":true/);
      await next.kill("SIGKILL");
    } else await worker.kill("SIGKILL");
    killedAt.push(await stage.count("ticks"));
  }
  await stage.post(Number.POSITIVE_INFINITY);
  await stage.finish(stage.worker());
  return { stage, killedAt };
}

describe("a worker killed again and again while ticks and alerts flow", () => {
  it("ends with the signals, trades, events, candles and ticks of an undisturbed run, and of a replay", async () => {
    const calm = await undisturbed();
    const { stage: killed, killedAt } = await killedAgainAndAgain();
    const expected = await calm.result();
    const actual = await killed.result();
    await calm.client.end();
    await killed.client.end();

    // The test must have tested something: progress between kills, all kinds of endings.
    expect(new Set(killedAt).size).toBeGreaterThan(kills / 3);
    const statuses = new Set((expected["signals"] as { status: string }[]).map((row) => row.status));
    expect([...statuses].sort()).toEqual(expect.arrayContaining(["CANCELLED", "CLOSED", "REJECTED"]));
    for (const [name, rows] of Object.entries(expected)) {
      expect(rows.length, name).toBeGreaterThan(0);
      expect(actual[name], name).toEqual(rows);
    }

    const out = path.join(files, "out.json");
    const args = ["ticks.csv", "signals.jsonl", "instrument.json", "config.json"].flatMap((file) => {
      return [`--${file.split(".")[0]}`, path.join(files, file)];
    });
    expect(await start("replay", [...args, "--out", out], {}).exited).toBe(0);
    const replay = JSON.parse(await readFile(out, "utf8")) as { signals: unknown[] };
    const signals = (actual["signals"] as { record: SignalRecord }[]).map((row) => row.record);
    expect(reported(signals)).toEqual(replay.signals);
  }, 180_000);
});

/** Stored records written as the replay writes them. */
function reported(signals: readonly SignalRecord[]): unknown[] {
  const none = { read: 0, accepted: 0, suspicious: 0, rejected: 0, firstAt: 0, lastAt: 0 };
  const counters = { ...none, received: 0, signalsAccepted: 0, duplicates: 0, signalsRejected: 0, storedOnly: 0 };
  const text = formatReport({ profile: "spec", scale: priceScale("0.25"), counters, candleCount: 0, signals });
  return (JSON.parse(text) as { signals: unknown[] }).signals;
}
