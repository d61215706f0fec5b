import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatReport } from "@/lib/engine/report";
import type { SignalRecord } from "@/lib/engine/types";
import { createLog } from "@/lib/log";
import { parsePrice, priceScale } from "@/lib/market/price";
import { tradeDateOf } from "@/lib/market/session";
import { cloneDatabase, testDatabase } from "@/scripts/testing/database";
import { recoverContract } from "@/worker/recovery";
import { loadRoster } from "@/worker/roster";
import { emptyBatch } from "@/worker/store/batch";
import { Spool } from "@/worker/store/spool";
import { bundle, Running } from "@/worker/testing/processes";
import { differences, Stage } from "@/worker/testing/stage";
import {
  instrumentJson,
  liveConfig,
  makeSession,
  type Session,
  seeded,
  sessionStart,
  signalsJsonl,
  ticksCsv,
} from "@/worker/testing/tape";

/** Every seed is a day of its own with kills of its own. */
const seeds = Array.from({ length: 20 }, (_, index) => 20_261_118 + index);
/** Days at a time: the machine has two cores, and a worker mostly waits for its start. */
const atOnce = 2;
/** Log lines after which a start is cut short: during the recovery, the backfill, the first live trades. */
const startPhases = [/event stream open/, /feed started/, /"live"/] as const;
const fileUrl = await testDatabase();

let files = "";
let bundles = "";
const stages = new Set<Stage>();

beforeAll(async () => {
  files = await mkdtemp(path.join(tmpdir(), "crash-"));
  bundles = await bundle(["worker", "replay"]);
}, 60_000);

afterAll(async () => {
  await Promise.all([...stages].map((stage) => stage.close()));
  await rm(files, { recursive: true, force: true });
  await rm(bundles, { recursive: true, force: true });
});

async function open(
  name: string,
  session: Session,
  more: { url?: string; deniedHistory?: ["T"] } = {},
): Promise<Stage> {
  const stage = await Stage.open({
    ...{ url: more.url ?? (await cloneDatabase()), session, dataDir: path.join(files, name) },
    ...(more.deniedHistory === undefined ? {} : { deniedHistory: more.deniedHistory }),
  });
  stages.add(stage);
  return stage;
}

async function close(stage: Stage): Promise<void> {
  stages.delete(stage);
  await stage.close();
}

const lastStored = (stage: Stage) => async (): Promise<boolean> =>
  (await stage.count(`ticks WHERE sequence = ${stage.total}`)) === 1;
const allStored = (stage: Stage) => async (): Promise<boolean> => (await stage.count("ticks")) >= stage.total;

async function undisturbed(name: string, session: Session): Promise<Stage> {
  const stage = await open(name, session);
  await stage.start();
  expect(await stage.finish(allStored(stage))).toBe(0);
  return stage;
}

/** Kills once while trades flow, once during a start, once again while they flow; then runs to the end. */
async function killed(name: string, session: Session, seed: number, tamper?: (stage: Stage) => Promise<void>) {
  const stage = await open(name, session);
  const random = seeded(seed);
  const killedAt: number[] = [];
  const places = [random(), random()].map((place) => Math.floor(place * 0.9 * stage.total) + 1).sort((a, b) => a - b);
  for (const [index, place] of places.entries()) {
    // What is played while nobody listens comes by REST, the rest by the socket.
    await stage.flow(Math.floor(place * random()));
    const worker = await stage.start();
    await worker.line(/"live"/);
    await Promise.all([stage.flow(place + Math.floor(random() * 200)), stage.stored(place)]);
    // Now and then an orderly end, so that the next start begins from a snapshot.
    const orderly = index === 0 && seed % 5 === 0;
    expect(await stage.kill(orderly ? "SIGTERM" : "SIGKILL")).toBe(orderly ? 0 : null);
    killedAt.push(await stage.count("ticks"));
    if (index > 0) continue;
    await tamper?.(stage);
    const cut = await stage.start();
    if (orderly) await cut.line(/"fromSnapshot":true/);
    else await cut.line(startPhases[seed % startPhases.length] ?? /"live"/);
    await stage.kill("SIGKILL");
  }
  await stage.start();
  expect(await stage.finish((tamper === undefined ? allStored : lastStored)(stage))).toBe(0);
  return { stage, killedAt };
}

async function replayed(name: string, session: Session): Promise<unknown[]> {
  const folder = path.join(files, name);
  await mkdir(folder, { recursive: true });
  const inputs = {
    "ticks.csv": ticksCsv(session),
    "signals.jsonl": signalsJsonl(session),
    "instrument.json": instrumentJson,
    "config.json": JSON.stringify(liveConfig),
  };
  for (const [file, text] of Object.entries(inputs)) await writeFile(path.join(folder, file), text);
  const args = Object.keys(inputs).flatMap((file) => [`--${file.split(".")[0]}`, path.join(folder, file)]);
  const out = path.join(folder, "out.json");
  expect(await new Running("replay", [...args, "--out", out], {}).exited).toBe(0);
  return (JSON.parse(await readFile(out, "utf8")) as { signals: unknown[] }).signals;
}

/** Stored records written as the replay writes them. */
function reported(signals: readonly SignalRecord[]): unknown[] {
  const none = { read: 0, accepted: 0, suspicious: 0, rejected: 0, firstAt: 0, lastAt: 0 };
  const counters = { ...none, received: 0, signalsAccepted: 0, duplicates: 0, signalsRejected: 0, storedOnly: 0 };
  const text = formatReport({ profile: "spec", scale: priceScale("0.25"), counters, candleCount: 0, signals });
  return (JSON.parse(text) as { signals: unknown[] }).signals;
}

describe("a worker killed while ticks and alerts flow", () => {
  const statuses = new Set<string>();
  const kills: string[] = [];

  async function oneDay(seed: number): Promise<void> {
    const session = makeSession(seed, 40, 45);
    const calm = await undisturbed(`calm-${seed}`, session);
    const expected = await calm.result();
    await close(calm);
    const { stage, killedAt } = await killed(`killed-${seed}`, session, seed);
    const actual = await stage.result();
    await close(stage);
    for (const [name, rows] of Object.entries(expected)) {
      expect(rows.length, `${seed} ${name}`).toBeGreaterThan(0);
      expect(actual[name as keyof typeof actual], `${seed} ${name}`).toEqual(rows);
    }
    const signals = (actual.signals as { status: string; record: SignalRecord }[]).map((row) => row.record);
    expect(reported(signals), `${seed} replay`).toEqual(await replayed(`replay-${seed}`, session));
    for (const { status } of signals) statuses.add(status);
    kills.push(...killedAt.map((ticks) => `${seed} ${ticks} of ${session.trades.length}`));
  }

  it("ends, for each of 20 seeds, as an undisturbed run and as a replay do", async () => {
    const waiting = [...seeds];
    const lane = async (): Promise<void> => {
      for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) await oneDay(seed);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    // The days must have had all kinds of endings, and the kills must have come in the middle.
    expect([...statuses].sort()).toEqual(expect.arrayContaining(["CANCELLED", "CLOSED", "REJECTED"]));
    expect(kills.length).toBe(2 * seeds.length);
    expect(new Set(kills).size).toBeGreaterThan(1.8 * seeds.length);
  }, 420_000);

  it("would notice: a lost journal row or a lost stretch of ticks gives another end", async () => {
    const seed = seeds[0] ?? 0;
    const session = makeSession(seed, 40, 45);
    const calm = await undisturbed("calm-tampered", session);
    const expected = await calm.result();
    await close(calm);
    const tampers = [
      "DELETE FROM engine_inputs WHERE kind = 'delivery' AND id > (SELECT max(id) / 2 FROM engine_inputs WHERE kind = 'delivery')",
      "DELETE FROM ticks WHERE ingest_id BETWEEN (SELECT max(ingest_id) / 3 FROM ticks) AND (SELECT max(ingest_id) / 2 FROM ticks)",
    ];
    for (const [index, sql] of tampers.entries()) {
      const { stage } = await killed(`tampered-${index}`, session, seed + 1, async ({ client }) => {
        // The product's own triggers would refuse it.
        await client.query("SET session_replication_role = replica");
        expect((await client.query(sql)).rowCount).toBeGreaterThan(0);
      });
      const actual = await stage.result();
      await close(stage);
      const told = differences(expected, actual).filter((name) => name !== "ticks");
      expect(told.length, sql).toBeGreaterThan(0);
    }
  }, 120_000);
});

describe("numbers given after what waited on disk", () => {
  it("go on behind it: the spool holds the highest of all", async () => {
    const session = makeSession(5, 6, 30);
    const stage = await open("numbers", session);
    const [first] = session.trades;
    const { rows } = await stage.client.query<{ id: number }>("SELECT id FROM contracts");
    if (first === undefined || rows[0] === undefined) throw new Error("expected a trade and a contract");
    const spool = new Spool(path.join(files, "numbers", "spool"), () => undefined);
    await spool.open();
    const { at, price, size } = first;
    const whose = { contractId: rows[0].id, tradeDate: tradeDateOf(at), source: "replay" as const, flags: 0 };
    const parsed = parsePrice(price, priceScale("0.25"));
    if (!parsed.ok) throw new Error(parsed.reason);
    const tick = { ...whose, ingestId: 1_000, exchangeAt: at, receivedAt: at, price: parsed.ticks, size, sequence: 1 };
    await spool.append([{ ...emptyBatch(1), ticks: [tick] }]);
    await spool.close();
    await stage.start();
    expect(await stage.finish(allStored(stage))).toBe(0);
    const { rows: ids } = await stage.client.query(
      "SELECT ingest_id::int AS id FROM ticks ORDER BY exchange_at, sequence",
    );
    expect(ids.map(({ id }) => id)).toEqual(session.trades.map((_, index) => 1_000 + index));
    await close(stage);
  }, 60_000);
});

describe("a worker killed while minute bars stand in for lost trades", () => {
  it("has stored what ticks and journal lead to, told by bars where it was away", async () => {
    const session = makeSession(77, 40, 45);
    const stage = await open("bars", session, { url: fileUrl, deniedHistory: ["T"] });
    const random = seeded(77);
    for (let round = 0; round < 4; round += 1) {
      const worker = await stage.start();
      await worker.line(round % 2 === 0 ? /"live"/ : /feed started/);
      const to = Math.floor(((round + 1) / 5) * stage.total);
      const before = stage.published;
      const flowing = stage.flow(to);
      if (round % 2 === 0) await stage.stored(before + 40 + Math.floor(random() * 60));
      await stage.kill("SIGKILL");
      await flowing;
      // A stretch nobody hears and REST has no trades of.
      await stage.flow(to + 120);
    }
    await stage.start();
    expect(await stage.finish(lastStored(stage))).toBe(0);
    const { rows: bars } = await stage.client.query<{ complete: boolean }>(
      "SELECT complete FROM candles WHERE source = 'backfill'",
    );
    expect(bars.length).toBeGreaterThan(5);
    expect(bars.every(({ complete }) => complete)).toBe(true);
    expect(await stage.count("notices WHERE code = 'BAR_BACKFILL'")).toBeGreaterThan(1);
    await stage.client.query("DELETE FROM engine_snapshots");
    const { signals } = await stage.result();
    const [entry] = (await loadRoster("replay", sessionStart)).entries;
    if (entry === undefined) throw new Error("expected a contract");
    let inputId = 0;
    const nextInputId = () => {
      inputId += 1;
      return inputId;
    };
    const run = await recoverContract({ mode: "replay", nextInputId, log: createLog("test", "silent") }, entry);
    const stored = (signals as { record: SignalRecord }[]).map(({ record }) => record);
    expect(JSON.parse(JSON.stringify(run.engine.records()))).toEqual(stored);
    expect(stored.some(({ flags }) => flags.includes("bar_level"))).toBe(true);
  }, 120_000);
});
