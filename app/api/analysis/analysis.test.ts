import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as getExport } from "@/app/api/analysis/export/route";
import { GET as getAnalysis } from "@/app/api/analysis/route";
import { GET as getSurface } from "@/app/api/analysis/surface/route";
import { GET as getTrades } from "@/app/api/analysis/trades/route";
import { inClosingOrder, reportOf, surfaceReport } from "@/lib/analysis/report";
import type { AnalysisRow } from "@/lib/analysis/row";
import { walks } from "@/lib/analysis/testing/rows";
import { forgetAnalysis, readAnalysis } from "@/lib/db/analysis-rows";
import { pool } from "@/lib/db/client";
import { changeReview } from "@/lib/db/reviews";
import type { InSeries, SeriesContext, SignalFact } from "@/lib/db/series";
import { upsertSignals } from "@/lib/db/signals";
import { inTransaction } from "@/lib/db/transaction";
import type { SignalRecord } from "@/lib/engine/types";
import { everything } from "@/lib/lab/filter";
import { priceScale } from "@/lib/market/price";
import { newYorkDate, sessionOf } from "@/lib/market/session";
import type { TickSource } from "@/lib/market/types";
import { MINUTE_MS, NEW_YORK, wallTime } from "@/lib/market/zone";
import { tradeRecord } from "@/lib/trade/record";
import { tradeResult } from "@/lib/trade/statistics";
import { applyTick, closeTrade, isOpen, openTrade } from "@/lib/trade/trade";
import { testDatabase } from "@/scripts/testing/database";
import { browserRequest, makePerson, signedIn } from "@/scripts/testing/people";
import { insertRecordsContract } from "@/scripts/testing/records";

await testDatabase();
const cookie = await signedIn("trader");

/** Monday 1 December 2025, 09:30 New York. */
const START = 1_764_599_400_000;
const ENTRY = 80_000;

const seriesOf = (source: TickSource): SeriesContext => ({
  contractId: 1,
  root: "NQ",
  ticker: "NQZ5",
  scale: priceScale("0.25"),
  source,
  profile: "spec",
  engineVersion: "1",
});

interface Plan {
  readonly minute: number;
  readonly bullish: boolean;
  readonly kind: "REJECTED" | "CANCELLED" | "TRADE" | "ROLLED";
  readonly walk: { readonly risk: number; readonly distances: readonly number[] };
}

const plans: fc.Arbitrary<readonly Plan[]> = fc.uniqueArray(
  fc.record({
    minute: fc.integer({ min: 0, max: 20_000 }),
    bullish: fc.boolean(),
    kind: fc.constantFrom(
      "REJECTED" as const,
      "CANCELLED" as const,
      "TRADE" as const,
      "TRADE" as const,
      "ROLLED" as const,
    ),
    walk: walks,
  }),
  { selector: ({ minute, bullish }) => `${minute} ${bullish}`, maxLength: 25 },
);

function tradeFor({ minute, bullish, kind, walk }: Plan) {
  const at = START + (minute + 3) * MINUTE_MS;
  const rule = { triggerNumerator: 1, triggerDenominator: 1, offsetTicks: 0 };
  const trade = openTrade(bullish ? "bullish" : "bearish", { at, price: ENTRY, ref: 1 }, walk.risk, rule);
  walk.distances.forEach((distance, index) => {
    if (isOpen(trade)) applyTick(trade, ENTRY + (bullish ? distance : -distance), at + (index + 1) * 1_000);
  });
  if (kind === "ROLLED" && isOpen(trade)) closeTrade(trade, trade.lastPrice, trade.lastAt, "ROLL");
  return tradeRecord(trade);
}

function recordOf(plan: Plan): SignalRecord {
  const { minute, bullish, kind } = plan;
  const trade = kind === "TRADE" || kind === "ROLLED" ? tradeFor(plan) : null;
  const at = START + minute * MINUTE_MS;
  const traded = trade !== null;
  return {
    ...blank,
    tradeId: `m${minute}_${bullish ? "BULLISH" : "BEARISH"}`,
    ordinal: minute,
    direction: bullish ? "bullish" : "bearish",
    status: trade === null ? (kind as "REJECTED") : trade.closedAt === null ? "ACTIVE" : "CLOSED",
    signalCandleAt: at,
    receivedAt: at + 61_000,
    session: sessionOf(at),
    cancelledAt: kind === "CANCELLED" ? at + 5 * MINUTE_MS : null,
    confirmedAt: traded ? at + 3 * MINUTE_MS : null,
    barsToConfirmation: traded ? 2 : null,
    stopLoss: trade === null ? null : ENTRY - (bullish ? 1 : -1) * plan.walk.risk,
    stopScenario: traded ? "A" : null,
    trade,
  };
}

/** The row as it should be, straight from the plan: no database in between. */
function expectedRow(plan: Plan, no: number): AnalysisRow {
  const record = recordOf(plan);
  const { trade, direction, confirmedAt, cancelledAt, signalCandleAt } = record;
  const wall = wallTime(NEW_YORK, signalCandleAt);
  const decidedAt = confirmedAt ?? cancelledAt;
  return {
    no,
    id: `NQZ5.${record.tradeId}`,
    ticker: "NQZ5",
    source: "live",
    direction,
    status: record.status,
    session: record.session,
    scenario: record.stopScenario,
    signalDate: newYorkDate(signalCandleAt),
    signalAt: signalCandleAt,
    hour: Math.floor(wall.msOfDay / 3_600_000),
    weekday: wall.weekday === 0 ? 7 : wall.weekday,
    confirmed: confirmedAt !== null,
    cancelled: cancelledAt !== null,
    barsToConfirmation: record.barsToConfirmation,
    ageMs: decidedAt === null ? null : decidedAt - signalCandleAt - MINUTE_MS,
    trade:
      trade === null
        ? null
        : {
            ...tradeResult(trade, direction),
            entryAt: trade.entryAt,
            mae: trade.mae,
            mfeAt: trade.noBeMfe === 0 ? null : direction === "bullish" ? trade.highestAt : trade.lowestAt,
            returns: trade.returns.map(({ upTo }) => upTo),
            heat: trade.heat,
            tickPoints: 0.25,
            pointValue: 20,
          },
  };
}

const blank: SignalRecord = {
  tradeId: "",
  externalId: null,
  ordinal: 0,
  deliveryId: null,
  sourceFormat: "F1",
  direction: "bullish",
  status: "PENDING",
  reason: null,
  signalCandleAt: START,
  receivedAt: START,
  session: "NY AM",
  signalPrice: null,
  marketPriceAtReceipt: null,
  priceDeviation: null,
  stalenessCheck: null,
  latencyMs: 1_000,
  htfAligned: null,
  htfBiases: null,
  strength: null,
  signalType: null,
  signalCandle: null,
  signalCandleSource: null,
  cancelledAt: null,
  cancelledBy: null,
  confirmedAt: null,
  confirmationCandle: null,
  barsToConfirmation: null,
  confirmationDirectional: null,
  stopLoss: null,
  bufferTicks: null,
  stopScenario: null,
  stopAnchorType: null,
  stopAnchorAt: null,
  stopAnchorPrice: null,
  stopInsideRange: null,
  flags: [],
  checks: [],
  trade: null,
};

async function write(records: readonly SignalRecord[], source: TickSource = "live"): Promise<void> {
  const facts = records.map(
    (record): InSeries<SignalFact> => ({ series: seriesOf(source), fact: { kind: "signal", record } }),
  );
  await inTransaction((connection) => upsertSignals(connection, facts));
}

/** A person's word, as the review writes it. */
async function review(id: string, columns: { status?: string; deleted?: boolean }): Promise<void> {
  await pool().query(
    `INSERT INTO reviews (signal_id, version, status, deleted_at, updated_at) VALUES ($1, 1, $2, CASE WHEN $3 THEN now() END, now())
      ON CONFLICT (signal_id) DO UPDATE SET version = reviews.version + 1, status = excluded.status, deleted_at = excluded.deleted_at`,
    [id, columns.status ?? "unreviewed", columns.deleted ?? false],
  );
}

const ask = (path: string): Request => browserRequest(`/api/analysis${path}`, { cookie });
const bodyOf = async (response: Response | Promise<Response>) =>
  (await (await response).json()) as Record<string, never>;
const sorted = (rows: readonly AnalysisRow[]) => [...rows].sort((left, right) => (left.id < right.id ? -1 : 1));
const plain = (rows: readonly AnalysisRow[]) => sorted(rows).map((row) => ({ ...row, no: 0 }));

const winner: Plan = {
  minute: 0,
  bullish: true,
  kind: "TRADE",
  walk: { risk: 40, distances: [-10, 100, -5, 130, -41] },
};
const loser: Plan = { minute: 60, bullish: false, kind: "TRADE", walk: { risk: 40, distances: [-41] } };
const refused: Plan = { ...loser, minute: 120, kind: "REJECTED" };

beforeAll(insertRecordsContract);

/** Signals are never deleted outside of tests, so nobody tells a running process that they are gone. */
async function empty(): Promise<void> {
  await pool().query("TRUNCATE reviews, trade_path, trade_events, trades, signals CASCADE");
  forgetAnalysis();
}

beforeEach(empty);

describe("what statistics are made from", () => {
  it("the API's numbers equal the shared function on what was written, whatever was written in which order", async () => {
    await fc.assert(
      fc.asyncProperty(
        plans,
        fc.constantFrom("r", "points", "ticks", "usd"),
        fc.integer({ min: 1, max: 6 }),
        async (written, unit, target) => {
          await empty();
          const half = Math.floor(written.length / 2);
          await write(written.slice(0, half).map(recordOf));
          // A look in between: what comes after must be read as a change.
          await readAnalysis(everything("live"));
          await write(written.slice(half).map(recordOf));
          const set = await readAnalysis(everything("live"));
          expect(plain(set.rows)).toEqual(plain(written.map(expectedRow)));
          const question = { variant: "be", target, unit: unit as "r", split: 0.7 } as const;
          const expected = reportOf(inClosingOrder(set.rows), question);
          const answer = await bodyOf(getAnalysis(ask(`?variant=be&target=${target}&unit=${unit}`)));
          expect(answer["report"]).toEqual(JSON.parse(JSON.stringify(expected)));
          const surface = await bodyOf(getSurface(ask("")));
          expect(surface["surface"]).toEqual(JSON.parse(JSON.stringify(surfaceReport(inClosingOrder(set.rows), 0.7))));
        },
      ),
      { numRuns: 20 },
    );
  });

  it("a change while the look before it was open is not missed, and a running trade's returns are followed", async () => {
    const running: Plan = { ...winner, walk: { risk: 40, distances: [-10, 50] } };
    await write([recordOf(running)]);
    expect((await readAnalysis(everything("live"))).rows[0]?.trade?.returns).toEqual([]);
    const slow = await pool().connect();
    await slow.query("BEGIN");
    await slow.query("UPDATE signals SET session = 'ASIA'");
    await write([recordOf(loser)]);
    expect((await readAnalysis(everything("live"))).rows).toHaveLength(2);
    await slow.query("COMMIT");
    slow.release();
    const sessions = (await readAnalysis(everything("live"))).rows.map(({ id, session }) => [id, session]);
    expect(sessions).toContainEqual(["NQZ5.m0_BULLISH", "ASIA"]);
    // Back at the entry without a new extreme: nothing but the record changes.
    await write([recordOf({ ...running, walk: { risk: 40, distances: [-10, 50, 0] } })]);
    const row = (await readAnalysis(everything("live"))).rows.find(({ id }) => id === "NQZ5.m0_BULLISH");
    expect(row?.trade?.returns).toEqual([5]);
  });

  it("rejected in review and deleted entries do not count and are named; other sources are never mixed in", async () => {
    await write([recordOf(winner), recordOf(loser), recordOf(refused)]);
    await write([recordOf({ ...winner, minute: 300 })], "simulated");
    const before = await bodyOf(getAnalysis(ask("")));
    expect(before).toMatchObject({
      source: "live",
      excluded: { rejected: 0, deleted: 0 },
      otherSources: [{ source: "simulated", signals: 1 }],
    });
    expect(before["report"]).toMatchObject({ counts: { signals: 3, trades: 2, closed: 2, active: 0 } });
    await review("NQZ5.m0_BULLISH", { status: "rejected" });
    await review("NQZ5.m60_BEARISH", { deleted: true });
    const after = await bodyOf(getAnalysis(ask("?deleted=only")));
    expect(after).toMatchObject({
      excluded: { rejected: 1, deleted: 1 },
      report: { counts: { signals: 1, trades: 0 } },
    });
    await review("NQZ5.m0_BULLISH", { status: "approved" });
    await review("NQZ5.m60_BEARISH", { deleted: false });
    expect((await bodyOf(getAnalysis(ask(""))))["report"]).toMatchObject({ counts: { signals: 3, trades: 2 } });
    const simulated = await bodyOf(getAnalysis(ask("?source=simulated")));
    expect(simulated).toMatchObject({ source: "simulated", report: { counts: { signals: 1 } } });
  });

  it("a trade followed by minute bars, or with a person's MFE, has no order: it counts everywhere but on the surface", async () => {
    await write([recordOf(winner), { ...recordOf(loser), flags: ["bar_level"] }]);
    expect(await bodyOf(getSurface(ask("")))).toMatchObject({ surface: { n: 1, lacking: 1 } });
    const timed = async () => await bodyOf(getAnalysis(ask("?target=10")));
    expect(await timed()).toMatchObject({ report: { timeToMfe: { n: 1 } } });
    const author = { actor: await makePerson("analyst", "ann@desk.test"), at: START };
    const change = { action: "correct", changes: { noBeMfe: "125.00" } } as const;
    const done = await changeReview(
      { signalId: "NQZ5.m0_BULLISH", version: 0, change, reason: "a print was missed" },
      author,
    );
    expect(done.kind).toBe("done");
    expect(await bodyOf(getSurface(ask("")))).toMatchObject({ surface: { n: 0, lacking: 2 } });
    expect(await timed()).toMatchObject({ report: { timeToMfe: { n: 0 } } });
    expect(await timed()).toMatchObject({
      report: { results: { "no-be": { summary: { wins: 1, n: 2 } } } },
    });
  });

  it("the filter of the Signal Lab decides; what it does not know is named and ignored", async () => {
    await write([recordOf(winner), recordOf(loser)]);
    const answer = await bodyOf(getAnalysis(ask("?direction=bearish&session=MOON&target=99&colour=red")));
    expect(answer["report"]).toMatchObject({ counts: { signals: 1 } });
    const unknown = answer["unknown"] as unknown as { name: string; value: string }[];
    expect(unknown.map(({ name, value }) => `${name}=${value}`).sort()).toEqual([
      "colour=red",
      "session=MOON",
      "target=99",
    ]);
  });

  it("no signals at all: empty figures, no zeros", async () => {
    const { report } = (await bodyOf(getAnalysis(ask("")))) as { report: never };
    expect(report).toMatchObject({
      results: { be: { summary: null } },
      hitRate: { be: null },
      mfe: [],
      scatter: null,
      calendar: [],
    });
  });
});

describe("trades behind a mark, and exports", () => {
  it("lists them newest first with their results in the unit asked for, and says how many there are", async () => {
    await write([recordOf(winner), recordOf(loser), recordOf(refused)]);
    const all = await bodyOf(getTrades(ask("/trades?unit=usd&limit=1")));
    expect(all).toMatchObject({ total: 2, trades: [{ id: "NQZ5.m60_BEARISH", noBe: -200, be: -200 }] });
    const hit = await bodyOf(getTrades(ask("/trades?mark=hit:no-be:3")));
    expect(hit).toMatchObject({
      total: 1,
      trades: [{ id: "NQZ5.m0_BULLISH", noBe: 2, be: 2, noBeMfe: 3.25, mae: -1.025 }],
    });
    expect(await bodyOf(getTrades(ask("/trades?mark=date:2025-12-01")))).toMatchObject({ total: 3 });
    for (const path of ["/trades?mark=nothing", "/trades?limit=0", "/trades?limit=many"]) {
      expect((await getTrades(ask(path))).status).toBe(400);
    }
  });

  it("a figure as CSV has the page's numbers, its zone, its units and what was left out", async () => {
    await write([recordOf(winner), recordOf(loser)]);
    const response = await getExport(ask("/export?figure=hit-rate&direction=bullish,bearish"));
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="excursion-hit-rate.csv"');
    const lines = (await response.text()).split("\r\n");
    expect(lines[0]).toBe("Excursion,Hit rate of 2 closed trades");
    expect(lines[1]).toContain("Source: Live; Direction: Bullish or Bearish");
    expect(lines[4]).toContain("America/New_York");
    expect(lines[6]).toBe("1,1,0.5,0.0945,0.9055,1,0.5,0.0945,0.9055");
    const usd = (await (await getExport(ask("/export?figure=summary&unit=usd"))).text()).split("\r\n");
    expect(usd[0]).toContain("USD per contract");
    expect(usd.find((line) => line.startsWith("total,"))).toBe("total,200,200");
    const refusedFigure = await getExport(ask("/export?figure=everything"));
    expect([refusedFigure.status, ((await refusedFigure.json()) as { error: { code: string } }).error.code]).toEqual([
      400,
      "BAD_FIGURE",
    ]);
  });
});
