import { createHash } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { GET as getEvidence } from "@/app/api/signals/[id]/evidence/route";
import { upsertCandles } from "@/lib/db/candles";
import { pool } from "@/lib/db/client";
import { writeGaps } from "@/lib/db/gaps";
import type { SeriesContext } from "@/lib/db/series";
import { insertEvents, upsertSignals } from "@/lib/db/signals";
import { insertTicks, type StoredTick } from "@/lib/db/ticks";
import { inTransaction } from "@/lib/db/transaction";
import { Desk, nqOptions, ticksOf } from "@/lib/engine/testing/desk";
import type { Fact } from "@/lib/engine/types";
import { cmeEquityHours } from "@/lib/market/hours";
import { priceScale } from "@/lib/market/price";
import { tradeDateOf } from "@/lib/market/session";
import { TickFlag } from "@/lib/market/types";
import { testDatabase } from "@/scripts/testing/database";
import { browserRequest, signedIn } from "@/scripts/testing/people";
import { insertRecordsContract } from "@/scripts/testing/records";

await testDatabase();
const [trader, analyst] = [await signedIn("trader"), await signedIn("analyst")];
const scale = priceScale("0.25");
const series: SeriesContext = {
  contractId: 1,
  root: "NQ",
  ticker: "NQZ5",
  scale,
  source: "live",
  profile: "spec",
  engineVersion: "1",
};
const token = "Zq3-".repeat(10);

/** EX-01 played by the engine, then stopped: what it said is stored as the worker would. */
const desk = new Desk(nqOptions());
desk.candles(0, "20010/20014/20004/20006 | 20006/20009/19998/20000 | 20000/20012/19996/20010");
desk.signal("bullish", 2);
desk.candles(3, "20010/20011/19992/19995 | 19995/20012/19994.50/20012 | 20012/20020/20009/20018.50");
const entryRef = 1_000;
desk.engine.tick(desk.minute(6), ticksOf(20_019), 1, null, entryRef);
desk.facts.push(...desk.engine.drain());
const id = `NQZ5.${desk.record().tradeId}`;

function facts<Kind extends Fact["kind"]>(kind: Kind) {
  return desk.facts.filter((fact): fact is Extract<Fact, { kind: Kind }> => fact.kind === kind);
}

/** Three trades: before, the entry itself, a suspicious one after it. */
const ticks: StoredTick[] = [-1, 0, 1].map((step) => ({
  contractId: 1,
  exchangeAt: desk.minute(6) + step,
  receivedAt: desk.minute(6) + step + 40,
  price: ticksOf(step === 1 ? 20_119 : 20_019),
  size: 2,
  sequence: 10 + step,
  source: "live",
  flags: step === 1 ? TickFlag.suspicious : 0,
  ingestId: entryRef + step,
  tradeDate: tradeDateOf(desk.minute(6)),
}));

beforeAll(async () => {
  await insertRecordsContract();
  await pool().query("INSERT INTO webhook_sources (id, name, token_hash) VALUES (1, 'mine', $1)", [
    createHash("sha256").update(token).digest("hex"),
  ]);
  await pool().query(
    `INSERT INTO webhook_deliveries (source_id, received_at, content_type, body, body_hash, root, trade_id, format, event, outcome, code, message)
      VALUES (1, now(), 'text/plain', $1, 'x', 'NQ', $2, 'F2', 'SIGNAL_CREATED', 'accepted', 'ACCEPTED', 'Taken.')`,
    [`{"signal_type":"Bullish","secret":"hunter2","from":"/tradingview/${token}"}`, desk.record().tradeId],
  );
  await pool().query(
    `INSERT INTO telemetry (delivery_id, root, trade_id, event, at, values, signal_id, diff, severity) VALUES
      (1, 'NQ', $1, 'ENTRY', now(), '{"entry":"20018.50"}', $2, '[{"field":"entry","ours":"20019.00","theirs":"20018.50","severity":"ok"}]', 'ok')`,
    [desk.record().tradeId, id],
  );
  await inTransaction(async (connection) => {
    const candles = facts("candle").map(({ candle, corrected }) => ({
      ...{ contractId: 1, candle, corrected, source: "live" as const },
    }));
    await upsertCandles(connection, candles, () => scale);
    await insertTicks(connection, ticks, () => scale);
    await upsertSignals(
      connection,
      facts("signal").map((fact) => ({ series, fact })),
    );
    await insertEvents(
      connection,
      facts("event").map((fact) => ({ series, fact })),
    );
    await writeGaps(connection, [
      {
        ...{ contractId: 1, fromAt: desk.minute(1), toAt: desk.minute(1) + 9_000, cause: "silence" as const },
        ...{ healedAt: null, rows: 0, note: null },
      },
    ]);
  });
});

async function evidence(cookie: string, search = "", of = id) {
  const request = browserRequest(`/api/signals/${of}/evidence${search}`, { cookie });
  const response = await getEvidence(request, { params: Promise.resolve({ id: of }) });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}

it("tells the confirmation candle by candle and walks to the recorded stop", async () => {
  const { status, body } = await evidence(trader);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ id, contract: "NQZ5", source: "live", tickSize: "0.25", pointValue: "20", omitted: null },
    confirmation: {
      ...{ level: "20012.00", asked: 3, omitted: 0 },
      tested: [
        { verdict: "short", beyondPoints: "-17.00", beyondTicks: -68 },
        { verdict: "equal", beyondPoints: "0.00" },
        { verdict: "confirms", beyondPoints: "6.50" },
      ],
    },
    stop: {
      agrees: true,
      rules: { leftSearchCandles: 5, symmetricDoublePivot: true, from: "decision" },
      lowest: { role: "between", candle: { price: "19992.00" } },
      lowestTest: { kind: "PIVOT_3", older: { price: "19996.00" }, newer: { price: "19994.50" } },
      placement: { scenario: "A", price: "19967.00" },
    },
    gaps: [{ cause: "silence" }],
    telemetry: { total: 1, rows: [{ event: "ENTRY", severity: "ok" }] },
  });
  const { candles } = body as unknown as { candles: { openAt: number; complete: boolean }[] };
  expect(candles.map(({ openAt }) => openAt)).toEqual([0, 1, 2, 3, 4, 5].map((n) => desk.minute(n)));
});

it("says what the trade's risk costs, by the settings journaled before its entry, else by those of now", async () => {
  // 52.00 points of NQ are 1040 USD, 1 % of the account 1000 (methodology 6).
  const present = { from: "present", contracts: 1, actualRisk: "1040.00", budget: "1000.00", overBudget: true };
  const micro = { root: "MNQ", contracts: 9 };
  const by = { accountSize: "100000", riskPercent: "1.00", minContracts: 1 };
  expect((await evidence(trader)).body["size"]).toEqual({ ...present, micro, ...by });
  const settings = (accountSize: string) =>
    JSON.stringify({ profile: "spec", config: { accountSize }, tradingview: [], hours: cmeEquityHours });
  await pool().query(
    `INSERT INTO engine_inputs (id, contract_id, after_ingest_id, at, kind, source, payload) VALUES
      (1, 1, $1::bigint - 1, now(), 'config', 'live', $2), (2, 1, $1, now(), 'config', 'live', $3)`,
    [entryRef, settings("208000"), settings("900000")],
  );
  const atEntry = { from: "entry", contracts: 2, actualRisk: "2080.00", budget: "2080.00", overBudget: false };
  expect((await evidence(trader)).body["size"]).toMatchObject({ ...atEntry, accountSize: "208000" });
});

it("shows the trades around the one that decided, with their flags", async () => {
  const { body } = await evidence(trader);
  expect(body["ticks"]).toMatchObject([
    {
      ...{ tick: entryRef, events: ["ENTRY"], missing: null },
      rows: [{ tick: 999 }, { tick: 1000, price: "20019.00", size: 2 }, { tick: 1001, flags: ["suspicious"] }],
    },
  ]);
  expect((await evidence(trader, "?around=1")).body["ticks"]).toMatchObject([{ rows: { length: 3 } }]);
});

it("a deciding trade that is no longer stored is said to be missing", async () => {
  const tradeId = desk.record().tradeId;
  const gone = {
    kind: "event" as const,
    tradeId,
    seq: 99,
    type: "EXIT_ROLL" as const,
    at: desk.minute(9),
    price: null,
  };
  await inTransaction((connection) => insertEvents(connection, [{ series, fact: { ...gone, ref: 5, data: {} } }]));
  const { body } = await evidence(trader);
  const missing: unknown = expect.stringContaining("no longer stored");
  expect(body["ticks"]).toMatchObject([{ tick: entryRef }, { tick: 5, rows: [], missing }]);
});

it("gives the alert to an analyst without its secrets, and to a trader not at all", async () => {
  const { body } = await evidence(analyst);
  const text = JSON.stringify(body);
  expect(body["deliveries"]).toMatchObject([{ sourceName: "mine", code: "ACCEPTED", contentType: "text/plain" }]);
  expect(text).toContain("Bullish");
  expect(text).not.toContain(token);
  expect(text).not.toContain("hunter2");
  const shown = await evidence(trader);
  expect(shown.body["deliveries"]).toBeNull();
  expect(JSON.stringify(shown.body)).not.toContain("signal_type");
});

it("refuses what it cannot read", async () => {
  expect((await evidence(trader, "?around=51")).status).toBe(400);
  expect((await evidence(trader, "?more=1")).status).toBe(400);
  expect((await evidence(trader, "", "NQZ5.nothing")).status).toBe(404);
});
