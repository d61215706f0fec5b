/** Asking the engine over HTTP, what it answers, and what a trade closed by hand is to lists, corrections and statistics. */
import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { GET as getRuns, POST as postAccept } from "@/app/api/admin/anomalies/route";
import { GET as getClose, POST as postClose } from "@/app/api/trades/[id]/close/route";
import { pool } from "@/lib/db/client";
import { computeCorrected } from "@/lib/db/corrections";
import { readSignal } from "@/lib/db/signal-queries";
import { outcomeOf, tradeResult } from "@/lib/trade/statistics";
import { testDatabase } from "@/scripts/testing/database";
import { browserRequest, signedIn } from "@/scripts/testing/people";
import { PlayedDesk } from "@/scripts/testing/played-desk";

await testDatabase();
process.env["LOG_LEVEL"] = "silent";
let analyst = "";
let trader = "";
let admin = "";
beforeAll(async () => {
  [analyst, trader, admin] = [await signedIn("analyst"), await signedIn("trader"), await signedIn("admin")];
});

type Handler = (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>;
async function call(handler: Handler, id: string, cookie: string, body?: object) {
  const options = body === undefined ? { cookie } : { cookie, method: "POST", body };
  const response = await handler(browserRequest("/api/x", options), { params: Promise.resolve({ id }) });
  return { status: response.status, body: await response.json() };
}
const asked = (reason = "news at ten") => ({ key: randomUUID(), reason });

it("an analyst closes a trade: asked, then done, and everybody reads who and why", async () => {
  const desk = await PlayedDesk.open(9);
  const id = await desk.bullishTrade();
  desk.tick(desk.minute(4) + 1_000, 20_030.25);
  await desk.store();
  expect(await call(getClose, id, trader)).toEqual({ status: 200, body: { ask: null } });
  expect((await call(postClose, id, trader, asked())).status).toBe(403);
  const first = asked();
  const waiting = { state: "waiting", by: "analyst@desk.test", reason: "news at ten", answer: null };
  expect(await call(postClose, id, analyst, first)).toMatchObject({ status: 202, body: { ask: waiting } });
  // The same request again is no second one, another is told that one waits.
  expect(await call(postClose, id, analyst, first)).toMatchObject({ status: 202, body: { ask: waiting } });
  expect(await call(postClose, id, admin, asked())).toMatchObject({
    ...{ status: 409, body: { error: { code: "ALREADY_ASKED", details: waiting } } },
  });
  await desk.ask();
  expect(await call(getClose, id, trader)).toMatchObject({
    body: { ask: { state: "done", answer: "Closed at 20030.25.", by: "analyst@desk.test" } },
  });
  expect(await call(postClose, id, analyst, asked())).toMatchObject({
    status: 409,
    body: { error: { code: "NOT_OPEN", message: "Only an active trade can be closed; this signal is CLOSED." } },
  });

  // Lists and exports: closed, by hand, the result as realised (7.6); 15.75 of 40.50 points.
  const { rows } = await pool().query(
    "SELECT status, exit_reason, outcome_no_be::float AS no_be, outcome_be::float AS be FROM lab_entries WHERE id = $1",
    [id],
  );
  expect(rows).toEqual([{ status: "CLOSED", exit_reason: "MANUAL", no_be: 0.3889, be: 0.3889 }]);
  // Target statistics: neither a win nor a loss (9.3).
  const signal = await readSignal(id);
  const trade = signal?.record.trade;
  if (signal === null || trade == null) throw new Error("expected a trade");
  const result = tradeResult(trade, signal.record.direction);
  expect([outcomeOf(result, "no-be", 1), outcomeOf(result, "be", 1)]).toEqual(["other", "other"]);
  // Corrected, the trade is run again with the same end.
  const override = { human: "19970.00", auto: null, reason: "r", by: "ada@desk.test", at: 1 };
  const computed = await computeCorrected(signal, { stopLoss: override });
  expect(computed).toMatchObject({
    ok: true,
    corrected: { record: { trade: { exitReason: "MANUAL", exitPrice: trade.exitPrice, closedAt: trade.closedAt } } },
  });
});

it.each([
  ["no reason", { key: randomUUID(), reason: "  " }, 400, "BAD_INPUT"],
  ["a key that is none", { key: "1", reason: "news" }, 400, "BAD_INPUT"],
  ["an unknown field", { ...asked(), price: "20000" }, 400, "BAD_INPUT"],
  ["an unknown trade", asked(), 404, "NOT_FOUND"],
])("%s is refused and nothing is written", async (_, body, status, code) => {
  const count = async () => (await pool().query("SELECT count(*)::int AS n FROM engine_asks")).rows[0]?.n;
  const before = await count();
  expect(await call(postClose, "NQZ6.nobody", analyst, body)).toMatchObject({ status, body: { error: { code } } });
  expect(await count()).toBe(before);
});

it("an admin alone sees waiting prices and accepts them", async () => {
  const desk = await PlayedDesk.open(10);
  await desk.bullishTrade();
  desk.path(4, [20_300, 20_301], 1_000);
  await desk.store();
  expect((await call(getRuns, "", analyst)).status).toBe(403);
  const { body } = await call(getRuns, "", admin);
  expect(body.runs).toMatchObject([
    { ticker: "NQZ6", count: 2, tape: expect.any(Array), release: { ticks: 20, ms: 5000 } },
  ]);
  const { contractId, first } = body.runs[0];
  const accept = { ...asked("real"), contractId, first };
  expect((await call(postAccept, "", analyst, accept)).status).toBe(403);
  expect(await call(postAccept, "", admin, { ...accept, contractId: 9_999 })).toMatchObject({ status: 404 });
  expect(await call(postAccept, "", admin, accept)).toMatchObject({ status: 202, body: { ask: { state: "waiting" } } });
  expect((await call(getRuns, "", admin)).body.runs).toMatchObject([{ ask: { state: "waiting", reason: "real" } }]);
  await desk.ask();
  expect((await call(getRuns, "", admin)).body.runs).toEqual([]);
});
