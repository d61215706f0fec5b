import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { computeCorrected, followCorrected } from "@/lib/db/corrections";
import { followCorrections } from "@/lib/db/follow-corrections";
import { changeMany, undoBatch } from "@/lib/db/review-bulk";
import { readHistory, readReview } from "@/lib/db/review-rows";
import { changeReview, previewCorrection, type ReviewAuthor, type ReviewChange } from "@/lib/db/reviews";
import { readSignal, type StoredSignal } from "@/lib/db/signal-queries";
import { inTransaction } from "@/lib/db/transaction";
import type { CorrectionChanges, Overrides } from "@/lib/lab/correction";
import { doubtWords } from "@/lib/lab/doubt";
import { unreviewedState } from "@/lib/lab/review";
import { testDatabase } from "@/scripts/testing/database";
import { makePerson } from "@/scripts/testing/people";
import { PlayedDesk } from "@/scripts/testing/played-desk";

await testDatabase();

let ada: ReviewAuthor;
let bob: ReviewAuthor;
beforeAll(async () => {
  ada = { actor: await makePerson("analyst", "ada@desk.test"), at: 1_000 };
  bob = { actor: await makePerson("analyst", "bob@desk.test"), at: 2_000 };
});

async function stored(id: string): Promise<StoredSignal> {
  const signal = await readSignal(id);
  if (signal === null) throw new Error(`expected signal ${id}`);
  return signal;
}
const override = (human: string) => ({ human, auto: null, reason: "r", by: "ada@desk.test", at: 1 });
async function entry(id: string): Promise<Record<string, unknown>> {
  const { rows } = await pool().query("SELECT * FROM lab_entries WHERE id = $1", [id]);
  return rows[0] ?? {};
}
async function corrected(id: string, overrides: Overrides) {
  const computed = await computeCorrected(await stored(id), overrides);
  if (!computed.ok) throw new Error(computed.problem.message);
  if (computed.corrected === null) throw new Error("expected a corrected trade");
  return computed.corrected;
}
const act = (
  signalId: string,
  version: number,
  change: ReviewChange,
  author = ada,
  reason: string | null = "because",
) => changeReview({ signalId, version, change, reason }, author);
const correct = (signalId: string, version: number, changes: CorrectionChanges, author = ada) =>
  act(signalId, version, { action: "correct", changes }, author);

describe("a correction of entry or stop", () => {
  it("is what the engine's code makes of the stored ticks; suspicious and late ones stay out", async () => {
    const desk = await PlayedDesk.open(9);
    const id = await desk.bullishTrade();
    // Prints far above and far below are errors of the feed: neither may count, nor may the late print.
    desk.path(4, [20_020, 20_300, 20_024, 19_900, 20_000], 1_000);
    desk.tick(desk.minute(4) - 5_000, 20_060);
    desk.path(4, [19_980, 20_020, 19_976, 19_974], 10_000);
    await desk.store();
    const { record } = await stored(id);
    expect(record.trade).toMatchObject({ closedAt: desk.minute(4) + 13_000, noBeLeg: "STOP_LOSS" });

    // A stop one tick lower survives all of it, and the trade goes on with what is stored.
    const lower = await corrected(id, { stopLoss: override("19973.75") });
    expect(lower).toMatchObject({
      ...{ status: "ACTIVE", risk_ticks: 163, stop_loss: "19973.75", closed_at: null, no_be_leg: "OPEN" },
      ...{ no_be_mfe_ticks: 38, mae_ticks: -162 },
    });
    // A nearer stop is hit earlier.
    expect(await corrected(id, { stopLoss: override("20000.00") })).toMatchObject({
      ...{ status: "CLOSED", closed_at: new Date(desk.minute(4) + 5_000).toISOString(), exit_price: "20000.00" },
      ...{ no_be_mfe_ticks: 38, outcome_no_be: "-1.0000", realized_no_be: "-1.0000", follow: null },
    });
    // Another entry moves every distance.
    expect(await corrected(id, { entryPrice: override("20010.00") })).toMatchObject({
      ...{ risk_points: "36.00", no_be_mfe_ticks: 56, entry_price: "20010.00", realized_no_be: "-1.0000" },
    });
  });

  it("follows the ticks that come after it, exactly as a run from the start", async () => {
    const desk = await PlayedDesk.open(10);
    const id = await desk.bullishTrade();
    desk.path(4, [20_020, 19_974], 1_000);
    await desk.store();
    const first = await corrected(id, { stopLoss: override("19960.00") });
    expect(first.status).toBe("ACTIVE");
    expect(await followCorrected(await stored(id), first)).toBeNull();
    // A run of suspicious ticks that is accepted in the end reaches the corrected trade as it would the engine's.
    desk.path(4, [19_980, 20_069], 4_000);
    for (let index = 0; index < 25; index += 1) desk.tick(desk.minute(5) + index * 500, 20_130);
    await desk.store();
    const second = await followCorrected(await stored(id), first);
    expect(second).toMatchObject({ status: "ACTIVE", be_leg: "TRIGGERED", no_be_mfe_ticks: 462 });
    desk.tick(desk.minute(6), 20_090);
    desk.retire(desk.minute(7));
    await desk.store();
    const third = await followCorrected(await stored(id), second ?? first);
    expect(third).toMatchObject({ status: "CLOSED", exit_reason: "ROLL", exit_price: "20090.00", follow: null });
    expect(await corrected(id, { stopLoss: override("19960.00") })).toEqual(third);
  });

  it("is refused when the stored ticks do not give the machine's own trade", async () => {
    const desk = await PlayedDesk.open(11);
    const id = await desk.bullishTrade();
    desk.path(4, [20_020, 20_015, 20_022], 1_000);
    await desk.store();
    const overrides = { stopLoss: override("19960.00") };
    expect(await computeCorrected(await stored(id), overrides)).toMatchObject({ ok: true });
    await pool().query("ALTER TABLE ticks DISABLE TRIGGER USER");
    await pool().query("DELETE FROM ticks WHERE contract_id = $1 AND price = 20022 AND trade_date = '2026-11-11'", [
      desk.entry.contract.id,
    ]);
    const computed = await computeCorrected(await stored(id), overrides);
    expect(computed.ok ? "" : computed.problem.message).toContain("do not give the machine's own trade again");
    await pool().query("DELETE FROM ticks WHERE contract_id = $1", [desk.entry.contract.id]);
    const without = await computeCorrected(await stored(id), overrides);
    expect(without.ok ? "" : without.problem.message).toContain("not stored");
    await pool().query("ALTER TABLE ticks ENABLE TRIGGER USER");
  });
});

describe("actions on an entry", () => {
  it("are written with history, audit and read model, and undone one by one", async () => {
    const desk = await PlayedDesk.open(12);
    const id = await desk.bullishTrade();
    desk.path(4, [20_020, 19_974], 1_000);
    await desk.store();
    const machine = await entry(id);
    expect(await act(id, 0, { action: "approve" })).toMatchObject({ kind: "done", version: 1 });
    expect(await act(id, 1, { action: "annotate", notes: "**late**", tags: ["news"] })).toMatchObject({ version: 2 });
    expect(await correct(id, 2, { stopLoss: "19960", session: "LONDON" })).toMatchObject({ kind: "done", version: 3 });
    expect(await entry(id)).toMatchObject({
      ...{
        review_status: "approved",
        review_version: 3,
        corrected: true,
        stop_loss: "19960.000000",
        session: "LONDON",
      },
      ...{ status: "ACTIVE", risk_points: "54.500000", tags: ["news"], noted: true, exit_price: null },
    });
    // The engine's own rows are as they were.
    expect((await stored(id)).record).toMatchObject({ status: "CLOSED", session: "NY AM" });
    expect(await act(id, 3, { action: "undo" })).toMatchObject({ kind: "done", version: 4, undone: "correct" });
    expect(await entry(id)).toMatchObject({ stop_loss: machine["stop_loss"], corrected: false, review_version: 4 });
    expect(await act(id, 4, { action: "undo" })).toMatchObject({ undone: "annotate" });
    expect(await act(id, 5, { action: "undo" })).toMatchObject({ undone: "approve", state: unreviewedState });
    expect(await act(id, 6, { action: "undo" })).toMatchObject({ kind: "refused", code: "NO_CHANGE" });
    expect((await readHistory(id)).map(({ action }) => action)).toEqual([
      ...["approve", "annotate", "correct", "undo", "undo", "undo"],
    ]);
    const { rows } = await pool().query(
      "SELECT actor, action, before, after FROM audit_log WHERE target = $1 AND action = 'entry.corrected'",
      [`signal:${id}`],
    );
    expect(rows).toMatchObject([
      { actor: "ada@desk.test", before: { stopLoss: null }, after: { stopLoss: "19960.00", reason: "because" } },
    ]);
  });

  it("a corrected trade that still runs is brought on without touching what people said, also beside the engine's end", async () => {
    const desk = await PlayedDesk.open(17);
    const id = await desk.bullishTrade();
    expect(await correct(id, 0, { stopLoss: "19960" })).toMatchObject({ kind: "done" });
    desk.path(4, [20_020, 19_974], 1_000);
    await desk.store();
    expect(await followCorrections()).toBe(1);
    expect(await entry(id)).toMatchObject({ status: "ACTIVE", mae: "-0.7431", no_be_mfe_ticks: 22, review_version: 1 });
    expect(await followCorrections()).toBe(0);
    // The engine's trade has ended at its own stop; the corrected one goes on to its own.
    desk.path(5, [20_000, 19_959]);
    await desk.store();
    await followCorrections();
    expect(await entry(id)).toMatchObject({ status: "CLOSED", exit_price: "19959.000000", outcome_no_be: "-1.0000" });
    expect((await stored(id)).record.trade?.exitPrice).toBe(19_974 * 4);
    expect(await followCorrections()).toBe(0);
    expect(await readHistory(id)).toHaveLength(1);
  });

  it("a correction that makes the risk zero or less is refused with the reason, and nothing is saved", async () => {
    const desk = await PlayedDesk.open(13);
    const id = await desk.bullishTrade();
    const refused = await correct(id, 0, { stopLoss: "20014.50" });
    expect(refused).toMatchObject({ kind: "refused", code: "BAD_VALUE", problems: [{ field: "stopLoss" }] });
    expect(JSON.stringify(refused)).toContain("the risk would be 0.00 points");
    expect(await readReview(id)).toEqual({ version: 0, state: unreviewedState });
    const preview = await previewCorrection(
      { signalId: id, version: 0, changes: { stopLoss: "19970" }, reason: "wick" },
      ada,
    );
    expect(preview).toMatchObject({ kind: "preview", before: null, after: { risk_points: "44.50" } });
    expect(await readReview(id)).toEqual({ version: 0, state: unreviewedState });
  });

  it("two analysts never overwrite each other: the second is told what the first did", async () => {
    const desk = await PlayedDesk.open(16);
    const id = await desk.bullishTrade();
    const both = await Promise.all([
      act(id, 0, { action: "annotate", notes: "from ada" }),
      act(id, 0, { action: "annotate", notes: "from bob" }, bob),
    ]);
    const [done] = both.filter((result) => result.kind === "done");
    const [stale] = both.filter((result) => result.kind === "stale");
    const notes = done?.kind === "done" ? done.state.notes : "";
    expect(stale).toMatchObject({ version: 1, changes: [{ field: "notes", before: null, after: notes }] });
    expect((await readReview(id)).state.notes).toBe(notes);
    expect(await readHistory(id)).toHaveLength(1);
    expect(await act(id, 0, { action: "approve" }, bob)).toMatchObject({ kind: "stale", since: [{ version: 1 }] });
    expect(await correct(id, 0, { stopLoss: "30000" }, bob)).toMatchObject({ kind: "stale", version: 1 });
    expect(await act(id, 1, { action: "approve" }, bob)).toMatchObject({ kind: "done", version: 2 });
  });
});

/** Connections of this database that wait for another one's lock. */
async function waitingForLocks(): Promise<number> {
  const { rows } = await pool().query(
    "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
  );
  return rows.length;
}

describe("many entries at once", () => {
  const all = {
    text: "SELECT id FROM lab_entries WHERE source = $1 AND deleted_at IS NULL ORDER BY id",
    values: ["simulated"],
  };

  it("previewed, done together, taken back together; what changed since stays", async () => {
    const preview = await changeMany(all, { action: "reject" }, "bad day", null, ada);
    if (preview.kind !== "preview") throw new Error(preview.kind);
    expect(preview.changed).toBeGreaterThan(3);
    expect(await readReview(preview.examples[0] ?? "")).not.toMatchObject({ state: { status: "rejected" } });
    const done = await changeMany(all, { action: "reject" }, "bad day", preview.digest, ada);
    if (done.kind !== "done") throw new Error(done.kind);
    expect(done.changed).toBe(preview.changed);
    expect(await changeMany(all, { action: "reject" }, "bad day", preview.digest, ada)).toMatchObject({
      kind: "changed",
    });
    const [later = ""] = preview.examples;
    const { version } = await readReview(later);
    expect(await act(later, version, { action: "approve" }, bob)).toMatchObject({ kind: "done" });
    const back = await undoBatch(done.batch, ada);
    expect(back).toMatchObject({ kind: "done", changed: preview.changed - 1, skipped: [{ count: 1 }] });
    expect((await readReview(later)).state.status).toBe("approved");
    const { rows } = await pool().query("SELECT count(*)::int AS n FROM lab_entries WHERE review_status = 'rejected'");
    expect(rows).toEqual([{ n: 0 }]);
    expect(await undoBatch(done.batch, ada)).toEqual({ kind: "nothing" });
  });

  it("a bulk action and a batch of the worker that lock the same entries crosswise both end", async () => {
    const preview = await changeMany(all, { action: "annotate", addTags: ["crossed"] }, null, null, ada);
    if (preview.kind !== "preview") throw new Error(preview.kind);
    const { rows } = await pool().query<{ id: string }>(all.text, all.values);
    const [first, last] = [rows[0]?.id, rows.at(-1)?.id];
    const touch = "SELECT FROM lab_entries WHERE id = $1 FOR NO KEY UPDATE";
    // The bulk action locks entries by id; this side the last before the first. It looks for a deadlock later than the
    // other, so the bulk action is the one that Postgres ends.
    await expect(
      inTransaction(async (connection) => {
        await connection.query("SET LOCAL deadlock_timeout = '60s'");
        await connection.query(touch, [last]);
        const done = changeMany(all, { action: "annotate", addTags: ["crossed"] }, null, preview.digest, ada);
        await expect.poll(waitingForLocks, { timeout: 10_000, interval: 10 }).toBe(1);
        await connection.query(touch, [first]);
        return { done };
      }).then(({ done }) => done),
    ).resolves.toMatchObject({ kind: "done", changed: preview.changed });
  });

  it("two bulk actions crossing each other both end, and nobody's change is lost", async () => {
    const first = await changeMany(all, { action: "annotate", addTags: ["a"] }, null, null, ada);
    const second = await changeMany(all, { action: "annotate", addTags: ["b"] }, null, null, bob);
    if (first.kind !== "preview" || second.kind !== "preview") throw new Error("expected previews");
    const results = await Promise.all([
      changeMany(all, { action: "annotate", addTags: ["a"] }, null, first.digest, ada),
      changeMany(all, { action: "annotate", addTags: ["b"] }, null, second.digest, bob),
    ]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(["changed", "done"]);
  });
});

describe("doubt", () => {
  async function doubt(record: object, flags: string[] = [], telemetry: string | null = null) {
    const { rows } = await pool().query("SELECT * FROM lab_doubt($1, $2, $3)", [record, flags, telemetry]);
    return rows[0];
  }
  const trade = {
    entryPrice: 80_000,
    beTriggerPrice: 80_100,
    risk: 100,
    beMfe: 50,
    mae: -20,
    beLeg: "OPEN",
    noBeLeg: "OPEN",
  };

  it("an ordinary trade has none, and one tick that decides has much", async () => {
    expect(await doubt({ trade })).toEqual({ doubt: 0, doubt_reasons: [] });
    expect(await doubt({ trade: { ...trade, beMfe: 99 } })).toMatchObject({ doubt_reasons: ["be_missed_by_tick"] });
    expect(await doubt({ trade: { ...trade, mae: -99 } })).toMatchObject({ doubt_reasons: ["stop_missed_by_tick"] });
    const armed = { ...trade, beMfe: 101, beLeg: "BREAK_EVEN" };
    expect(await doubt({ trade: armed })).toMatchObject({ doubt: 40, doubt_reasons: ["be_hit_by_tick"] });
    const finished = { ...trade, noBeLeg: "STOP_LOSS", beLeg: "STOP_LOSS", mae: -100, noBeMfe: 50 };
    expect(await doubt({ trade: finished })).toMatchObject({ doubt: 0 });
    expect(await doubt({ trade: finished }, ["stop_by_tick"])).toMatchObject({ doubt_reasons: ["stop_by_tick"] });
    // Another stop than the one the mark speaks of: a person corrected it.
    expect(await doubt({ trade: { ...finished, mae: -101, risk: 102 } }, ["stop_by_tick"])).toMatchObject({ doubt: 0 });
    const even = { ...finished, beLeg: "BREAK_EVEN", beMfe: 150, noBeMfe: 200 };
    expect(await doubt({ trade: even }, ["be_exit_by_tick"])).toMatchObject({
      doubt_reasons: ["be_exit_by_tick", "target_hit_by_tick"],
    });
    expect(await doubt({ trade: { ...even, noBeMfe: 299 } })).toMatchObject({
      doubt_reasons: ["target_missed_by_tick"],
    });
    expect(await doubt({ trade: { ...even, noBeMfe: 299, noBeLeg: "OPEN" } })).toMatchObject({ doubt: 0 });
    expect(await doubt({ trade: { ...armed, beMfe: 102 } })).toMatchObject({ doubt: 0 });
  });

  it("near confirmations, strange candles and the indicator's word count, of either direction", async () => {
    const candles = { signalCandle: { high: 100, low: 90 }, confirmationCandle: { close: 102 } };
    expect(await doubt({ direction: "bullish", ...candles })).toMatchObject({ doubt_reasons: ["near_confirmation"] });
    expect(await doubt({ direction: "bearish", ...candles, confirmationCandle: { close: 87 } })).toMatchObject({
      doubt: 0,
    });
    expect(await doubt({ signalCandleSource: "payload" }, [], "critical")).toMatchObject({
      ...{ doubt: 60, doubt_reasons: ["telemetry_critical", "candle_not_ours"] },
    });
  });

  it("every reason has its words, and every word its reason", async () => {
    const { rows } = await pool().query<{ source: string }>(
      "SELECT prosrc AS source FROM pg_proc WHERE proname = 'lab_doubt'",
    );
    const reasons = [...(rows[0]?.source ?? "").matchAll(/\(\d+, '([a-z_]+)', \d+,/g)].map((match) => match[1]);
    expect([...doubtWords.keys()]).toEqual(reasons);
  });
});
