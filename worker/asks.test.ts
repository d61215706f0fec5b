/** What people ask of the engine, through the real desk, engine and writer on Postgres: in its place, once, whatever crashes. */
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { askAccept, askClose, readAcceptAsk, readCloseAsk } from "@/lib/db/asks";
import { pool } from "@/lib/db/client";
import { readWaitingRuns } from "@/lib/db/waiting-prices";
import { testDatabase } from "@/scripts/testing/database";
import { makePerson } from "@/scripts/testing/people";
import { PlayedDesk } from "@/scripts/testing/played-desk";
import { startDesk } from "@/worker/testing/desk-run";

await testDatabase();
const actor = await makePerson("analyst", "ada@desk.test");
const ask = (reason = "news at ten") => ({ key: randomUUID(), reason });

/** Sets when the newest ask was made: the engine's place for it. */
async function askedAt(at: number): Promise<void> {
  await pool().query(
    "UPDATE engine_asks SET asked_at = to_timestamp($1::float8 / 1000) WHERE id = (SELECT max(id) FROM engine_asks)",
    [at],
  );
}

type Running = Awaited<ReturnType<typeof startDesk>>;

function trade({ pipeline }: Running, played: PlayedDesk, at: number, points: number): void {
  const contractId = played.entry.contract.id;
  const sequence = at;
  const wire = { contractId, exchangeAt: at, receivedAt: at, price: points * 4, size: 1, sequence };
  expect(pipeline.trades([wire], "socket")).toBe(1);
}

async function outcome(id: string) {
  const { rows } = await pool().query(
    `SELECT signals.status, trades.exit_reason, trim_scale(exit_price)::text AS exit_price, closed_at - entry_at AS lived,
        be_leg, no_be_leg, outcome_r_no_be, realized_r_no_be, outcome_r_be, no_be_mfe, mae,
        (SELECT json_agg(type || ' ' || coalesce(price::text, '') ORDER BY seq) FROM trade_events WHERE signal_id = signals.id) AS events,
        (SELECT json_agg(data - 'tick' ORDER BY seq) FROM trade_events
          WHERE signal_id = signals.id AND type = 'EXIT_MANUAL') AS exits
      FROM trades JOIN signals ON signals.id = trades.signal_id WHERE signals.id = $1`,
    [id],
  );
  return rows[0];
}

/** One day: a trade, a request to close it between two prints, and a crash at one of the places; -1 for none. */
async function closedDay(day: number, crashAt: number) {
  const played = await PlayedDesk.open(day);
  const id = await played.bullishTrade();
  const from = played.minute(4);
  let worker = await startDesk(from);
  /** Ends the run without a word and starts another, which reads what is stored. */
  const crash = async (place: number): Promise<void> => {
    if (place !== crashAt) return;
    worker = await startDesk(from);
    await worker.takeAsks();
  };
  trade(worker, played, from + 1_000, 20_030.25);
  await worker.save();
  await askClose(id, ask(), { actor });
  await askedAt(from + 2_500);
  await crash(0);
  if (crashAt !== 0) expect(await worker.takeAsks()).toBe(1);
  await worker.save();
  // Not yet: the tape has not reached the instant.
  expect(await readCloseAsk(id)).toMatchObject({ state: "waiting", by: "ada@desk.test", answer: null });
  trade(worker, played, from + 2_500, 20_034);
  await worker.save();
  await crash(1);
  expect(await outcome(id)).toMatchObject({ status: "ACTIVE", exit_reason: null });
  trade(worker, played, from + 2_501, 20_060);
  if (crashAt === 2) {
    // Lost with its batch: nothing of it was stored, so it comes again.
    await crash(2);
    trade(worker, played, from + 2_501, 20_060);
  }
  await worker.save();
  await crash(3);
  trade(worker, played, from + 3_000, 20_015);
  await worker.save();
  expect(await readCloseAsk(id)).toMatchObject({ state: "done", answer: "Closed at 20034.00." });
  // A new start has the close from the journal, and nobody is asked again.
  const again = await startDesk(from);
  expect(await again.takeAsks()).toBe(0);
  const record = again.pipeline.get(played.entry.contract.id)?.engine.records().at(-1);
  expect(record).toMatchObject({ status: "CLOSED", trade: { exitReason: "MANUAL", closedAt: from + 2_500 } });
  return { ...(await outcome(id)), exits: (await outcome(id)).exits };
}

it("a close is applied between the prints around its instant, once, wherever the worker crashes", async () => {
  const calm = await closedDay(9, -1);
  expect(calm).toMatchObject({
    ...{ status: "CLOSED", exit_reason: "MANUAL", exit_price: "20034", be_leg: "OTHER", no_be_leg: "OTHER" },
    exits: [{ by: "ada@desk.test", reason: "news at ten" }],
  });
  // Entry 20014.50, stop 19974.00: 19.50 of 40.50 points, nominal as realised (7.6), the print after it does not count.
  expect(Number(calm.realized_r_no_be)).toBeCloseTo(0.4815, 4);
  expect(calm.outcome_r_no_be).toBe(calm.realized_r_no_be);
  expect(calm.outcome_r_be).toBe(calm.realized_r_no_be);
  expect(calm.events.filter((event: string) => event.startsWith("EXIT_"))).toHaveLength(1);
  for (const [index, place] of [0, 1, 2, 3].entries()) expect(await closedDay(10 + index, place)).toEqual(calm);
}, 60_000);

it("a trade that stops before the instant is not closed by hand: the person is told", async () => {
  const played = await PlayedDesk.open(16);
  const id = await played.bullishTrade();
  const from = played.minute(4);
  const worker = await startDesk(from);
  const input = ask();
  expect(await askClose(id, input, { actor })).toMatchObject({ kind: "asked" });
  await askedAt(from + 5_000);
  // The same request again is the same one; another waits already.
  expect(await askClose(id, input, { actor })).toMatchObject({ kind: "asked" });
  expect(await askClose(id, ask(), { actor })).toMatchObject({ kind: "waiting" });
  await worker.takeAsks();
  trade(worker, played, from + 1_000, 19_974);
  trade(worker, played, from + 5_001, 20_020);
  await worker.save();
  expect(await readCloseAsk(id)).toMatchObject({
    state: "refused",
    answer: "The trade had ended at its stop before, at 19974.00.",
  });
  expect(await outcome(id)).toMatchObject({ exit_reason: "STOP_LOSS", exits: null });
  expect(await askClose(id, ask(), { actor })).toEqual({ kind: "not-open", status: "CLOSED" });
  expect(await askClose("nobody", ask(), { actor })).toEqual({ kind: "unknown" });
  const { rows } = await pool().query(
    "SELECT after FROM audit_log WHERE action = 'trade.close_asked' AND target = $1",
    [`signal:${id}`],
  );
  expect(rows).toHaveLength(1);
});

it("a run of waiting prices is shown beside the tape, accepted by an admin, and taken again after a restart", async () => {
  const played = await PlayedDesk.open(17);
  const id = await played.bullishTrade();
  const from = played.minute(4);
  const contractId = played.entry.contract.id;
  let worker = await startDesk(from);
  [20_300, 20_301, 20_300.5].forEach((points, step) => void trade(worker, played, from + 1_000 + step, points));
  await worker.save();
  const [run] = await readWaitingRuns();
  expect(run).toMatchObject({
    ...{ contractId, count: 3, lowest: "20300.00", highest: "20301.00", away: "286.00", limit: "50.00" },
    ...{ openTrades: 1, ask: null, tape: [{ price: "20014.50" }, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}] },
    prices: [{ price: "20300.50" }, { price: "20301.00" }, { price: "20300.00" }],
  });
  const first = run?.first ?? 0;
  await askAccept(contractId, first + 1, ask(), { actor });
  await askedAt(from + 1_100);
  await askAccept(contractId, first, ask("the exchange repriced"), { actor });
  await askedAt(from + 1_200);
  worker = await startDesk(from);
  await worker.takeAsks();
  worker.pipeline.advance(from + 2_000, new Set());
  await worker.save();
  expect(await readAcceptAsk(contractId, first + 1)).toMatchObject({ state: "refused" });
  expect(await readAcceptAsk(contractId, first)).toMatchObject({ state: "done", answer: "3 prices accepted." });
  expect(await readWaitingRuns()).toEqual([]);
  const again = await startDesk(from);
  const engine = again.pipeline.get(contractId)?.engine;
  expect(engine?.lastAccepted).toMatchObject({ price: 20_300.5 * 4 });
  expect(engine?.records().at(-1)?.trade).toMatchObject({ highest: 20_301 * 4 });
  // Far from the new level now: the old one waits, measured from what was accepted.
  trade(again, played, from + 3_000, 20_014.5);
  await again.save();
  expect(await readWaitingRuns()).toMatchObject([
    { count: 1, away: "-286.00", tape: [{ price: "20300.50" }, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}] },
  ]);
  expect((await outcome(id)).no_be_mfe).not.toBeNull();
});
