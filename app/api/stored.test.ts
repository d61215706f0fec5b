import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as getSignal } from "@/app/api/signals/[id]/route";
import { GET as getSignals } from "@/app/api/signals/route";
import { GET as getPath } from "@/app/api/trades/[id]/path/route";
import { GET as getTrade } from "@/app/api/trades/[id]/route";
import { GET as getTrades } from "@/app/api/trades/route";
import { pool } from "@/lib/db/client";
import { closeNoticesExcept, insertNotices, openNotices, readOpenNotices } from "@/lib/db/notices";
import type { EventFact, InSeries, PathFact } from "@/lib/db/series";
import { insertEvents, upsertSignals } from "@/lib/db/signals";
import { insertPath } from "@/lib/db/trades";
import { inTransaction } from "@/lib/db/transaction";
import type { SignalRecord } from "@/lib/engine/types";
import { legResults } from "@/lib/trade/leg-results";
import { testDatabase } from "@/scripts/testing/database";
import { browserRequest, signedIn } from "@/scripts/testing/people";
import {
  active,
  idOf,
  insertRecordsContract,
  price,
  record,
  recordsStart,
  series,
  signalFact,
  trade,
} from "@/scripts/testing/records";

await testDatabase();
process.env["LOG_LEVEL"] = "silent";
const cookie = await signedIn("trader");

const AT = recordsStart;
const eventFact = (minute: number, seq: number): InSeries<EventFact> => ({
  series,
  fact: {
    kind: "event",
    tradeId: record(minute).tradeId,
    seq,
    type: "ENTRY",
    at: AT,
    price: price(20_000),
    ref: 7,
    data: { risk: "50.00" },
  },
});
const pathFact = (minute: number, seq: number, points: number): InSeries<PathFact> => ({
  series,
  fact: { kind: "path", tradeId: record(minute).tradeId, seq, at: AT + seq, price: price(points), side: "favourable" },
});

async function write(records: readonly SignalRecord[]): Promise<void> {
  await inTransaction((connection) => upsertSignals(connection, records.map(signalFact)));
}

async function body(response: Response): Promise<Record<string, unknown>> {
  return response.json();
}

const at = (id: string): { params: Promise<{ id: string }> } => ({ params: Promise.resolve({ id }) });
const request = (query = ""): Request => browserRequest(`/api/x${query}`, { cookie });

beforeAll(insertRecordsContract);

beforeEach(async () => {
  await pool().query("TRUNCATE trade_path, trade_events, trades, reviews, signals, notices");
});

describe("writing", () => {
  it("a batch sent again changes nothing; the newest record of a signal wins", async () => {
    const batch = [record(0), active(0), record(1)];
    for (let copy = 0; copy < 2; copy += 1) {
      await inTransaction(async (connection) => {
        await upsertSignals(connection, batch.map(signalFact));
        await insertEvents(connection, [eventFact(0, 0), eventFact(0, 1)]);
        await insertPath(connection, [pathFact(0, 0, 20_010), pathFact(0, 1, 20_020.25)]);
      });
    }
    const { rows } = await pool().query("SELECT id, status, flags, signal_date, stop_loss FROM signals ORDER BY id");
    expect(rows).toEqual([
      { id: idOf(0), status: "ACTIVE", flags: ["late"], signal_date: "2025-12-01", stop_loss: "19950.000000" },
      { id: idOf(1), status: "PENDING", flags: ["late"], signal_date: "2025-12-01", stop_loss: null },
    ]);
    const counts = await pool().query(
      "SELECT (SELECT count(*)::int FROM trades) AS trades, (SELECT count(*)::int FROM trade_events) AS events, (SELECT count(*)::int FROM trade_path) AS path",
    );
    expect(counts.rows).toEqual([{ trades: 1, events: 2, path: 2 }]);
  });

  it("a trade discarded within the grace goes with its path; its events stay", async () => {
    await inTransaction(async (connection) => {
      await upsertSignals(connection, [signalFact(active(0))]);
      await insertEvents(connection, [eventFact(0, 0)]);
      await insertPath(connection, [pathFact(0, 0, 20_010)]);
    });
    await inTransaction(async (connection) => {
      await upsertSignals(connection, [signalFact(record(0, { status: "CANCELLED", reason: "opposite_signal" }))]);
      await insertPath(connection, [pathFact(0, 1, 20_020)]);
    });
    expect((await pool().query("SELECT * FROM trades")).rows).toEqual([]);
    expect((await pool().query("SELECT * FROM trade_path")).rows).toEqual([]);
    expect((await pool().query("SELECT seq FROM trade_events")).rows).toEqual([{ seq: 0 }]);
  });

  it("empty batches ask nothing of the database", async () => {
    await inTransaction(async (connection) => {
      await upsertSignals(connection, []);
      await insertEvents(connection, []);
      await insertPath(connection, []);
      expect(await insertNotices(connection, [])).toEqual([]);
    });
  });
});

describe("leg results (methodology 7.5)", () => {
  const closed = { ...trade, noBeLeg: "STOP_LOSS", exitPrice: price(19_944), exitReason: "STOP_LOSS" } as const;

  it("open legs have none, a stop is -1, break-even 0, realised is the fill", () => {
    expect(legResults(trade, "bullish")).toEqual({
      outcomeBe: "0.0000",
      outcomeNoBe: null,
      realizedBe: "0.0000",
      realizedNoBe: null,
    });
    expect(legResults(closed, "bullish")).toMatchObject({ outcomeNoBe: "-1.0000", realizedNoBe: "-1.1200" });
  });

  it("a roll counts as realised, with the sign of the direction", () => {
    const rolled = {
      ...trade,
      beLeg: "OTHER",
      noBeLeg: "OTHER",
      beExitPrice: price(20_025),
      exitPrice: price(20_025),
    } as const;
    expect(legResults(rolled, "bullish")).toMatchObject({ outcomeBe: "0.5000", outcomeNoBe: "0.5000" });
    expect(legResults(rolled, "bearish")).toMatchObject({ outcomeNoBe: "-0.5000", realizedNoBe: "-0.5000" });
  });
});

describe("GET /api/signals", () => {
  it("lists rejected signals with their reason, newest receipt first", async () => {
    await write([record(0), record(1, { status: "REJECTED", reason: "INVALID_SESSION" })]);
    const answer = await body(await getSignals(request()));
    expect(answer).toMatchObject({
      next: null,
      signals: [
        {
          id: idOf(1),
          status: "REJECTED",
          reason: "INVALID_SESSION",
          instrument: "NQ",
          contract: "NQZ5",
          signalPrice: "19990.00",
          trade: null,
        },
        { id: idOf(0), receivedAt: AT + 61_000, signalDate: "2025-12-01", flags: ["late"] },
      ],
    });
  });

  it("pages by key: every signal once, also those of one millisecond", async () => {
    await write([0, 1, 2, 3, 4].map((minute) => record(minute, { receivedAt: AT })));
    const seen: string[] = [];
    let cursor = "";
    do {
      const answer = await body(await getSignals(request(`?limit=2${cursor && `&cursor=${cursor}`}`)));
      seen.push(...(answer["signals"] as { id: string }[]).map((one) => one.id));
      cursor = (answer["next"] as string | null) ?? "";
    } while (cursor !== "");
    expect(seen).toEqual([0, 1, 2, 3, 4].map(idOf));
  });

  it.each([
    ["?status=pending", [2, 0]],
    ["?status=REJECTED,PENDING", [2, 1, 0]],
    ["?instrument=nq", [2, 1, 0]],
    ["?instrument=NQZ5", [2, 1, 0]],
    ["?instrument=ES", []],
    ["?direction=Bearish", []],
    [`?from=${AT + 121_000}`, [2, 1]],
    [`?to=${AT + 121_000}`, [0]],
    ["?from=2025-12-02T01:23:00Z", [2]],
  ])("%s", async (query, minutes) => {
    await write([record(0), record(1, { status: "REJECTED", reason: "STALE" }), record(2)]);
    const answer = await body(await getSignals(request(query)));
    expect((answer["signals"] as { id: string }[]).map((one) => one.id)).toEqual(minutes.map(idOf));
  });

  it.each([
    "?status=OPEN",
    "?limit=0",
    "?limit=501",
    "?from=yesterday",
    "?cursor=x",
    "?sort=id;drop table signals",
    "?status=ACTIVE&status=VOID",
  ])("%s is 400 with the parameter's name", async (query) => {
    const response = await getSignals(request(query));
    expect(response.status).toBe(400);
    expect(await body(response)).toMatchObject({
      error: { code: "BAD_QUERY", details: [{ parameter: expect.any(String) }] },
    });
  });
});

describe("GET of one signal, trade and path", () => {
  it("a signal comes with its checks and history", async () => {
    await write([active(0)]);
    await inTransaction((connection) => insertEvents(connection, [eventFact(0, 0)]));
    expect(await body(await getSignal(request(), at(idOf(0))))).toMatchObject({
      id: idOf(0),
      stopLoss: "19950.00",
      checks: [{ name: "session", outcome: "passed" }],
      events: [{ seq: 0, type: "ENTRY", price: "20000.00", tick: 7, data: { risk: "50.00" } }],
    });
  });

  it("a trade has prices and R as text, the 20 targets and the ladder in order", async () => {
    await write([active(0)]);
    const answer = await body(await getTrade(request(), at(idOf(0))));
    expect(answer).toMatchObject({
      id: idOf(0),
      status: "ACTIVE",
      entryPrice: "20000.00",
      riskPoints: "50.00",
      beTriggerPrice: "20050.00",
      mfeAtTrigger: "1.0000",
      beMfe: "2.0000",
      noBeMfe: "2.0000",
      mae: "0.0000",
      outcomeBe: "0.0000",
      outcomeNoBe: null,
      highest: "20100.00",
      targetsHit: { "1": AT + 121_000 },
      ladder: [
        { r: "-0.25", at: AT + 126_000, beOpen: false },
        { r: "1.00", at: AT + 121_000, beOpen: true },
      ],
      returns: [{ at: AT + 124_000, upTo: "1.25" }],
      heat: ["-0.1000"],
    });
    const targets = answer["targets"] as string[];
    expect([targets.length, targets[0], targets[19]]).toEqual([20, "20050.00", "21000.00"]);
  });

  it("a path has its points in order with their move in R", async () => {
    await write([active(0)]);
    await inTransaction((connection) => insertPath(connection, [pathFact(0, 1, 20_025), pathFact(0, 0, 20_010)]));
    expect(await body(await getPath(request(), at(idOf(0))))).toEqual({
      id: idOf(0),
      points: [
        { seq: 0, at: AT, price: "20010.00", side: "favourable", r: "0.2000" },
        { seq: 1, at: AT + 1, price: "20025.00", side: "favourable", r: "0.5000" },
      ],
    });
  });

  it("lists active and closed trades apart", async () => {
    await write([active(0), { ...active(1), status: "CLOSED" }, record(2)]);
    const ids = async (query: string): Promise<string[]> =>
      ((await body(await getTrades(request(query))))["trades"] as { id: string }[]).map((one) => one.id);
    expect(await ids("?status=active")).toEqual([idOf(0)]);
    expect(await ids("?status=closed")).toEqual([idOf(1)]);
    expect(await ids("")).toEqual([idOf(0), idOf(1)]);
  });

  it("unknown ids and signals without a trade are 404 in the one error shape", async () => {
    await write([record(0)]);
    const answers = [
      await getSignal(request(), at("NQZ5.x")),
      await getTrade(request(), at("'; --")),
      await getTrade(request(), at(idOf(0))),
      await getPath(request(), at(idOf(0))),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(await body(answer)).toMatchObject({ error: { code: "NOT_FOUND", message: expect.any(String) } });
    }
  });
});

describe("notices", () => {
  const notice = (key: string) =>
    ({ code: "TELEMETRY_SILENT", at: AT, severity: "warn", message: key, data: { n: 1 }, key }) as const;

  it("come back with their ids in order, one open notice per code and key", async () => {
    const first = await inTransaction((connection) => openNotices(connection, [notice("a"), notice("b"), notice("a")]));
    expect(first.map((one) => one.message)).toEqual(["a", "b"]);
    expect((first[1]?.id ?? 0) - (first[0]?.id ?? 0)).toBe(1);
    expect(await inTransaction((connection) => openNotices(connection, [notice("a")]))).toEqual([]);
    expect(await closeNoticesExcept("TELEMETRY_SILENT", ["b"], AT + 5)).toBe(1);
    expect((await readOpenNotices()).map((one) => [one.message, one.at])).toEqual([["b", AT]]);
    expect(await inTransaction((connection) => openNotices(connection, [notice("a")]))).toHaveLength(1);
  });
});
