import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnalysis } from "@/lib/db/analysis-rows";
import { pool } from "@/lib/db/client";
import type { KeyValues } from "@/lib/db/keyset";
import { readFacets } from "@/lib/db/lab-facets";
import { readLabGroups } from "@/lib/db/lab-groups";
import { countLabRows, readLabPage, readLabRow } from "@/lib/db/lab-list";
import { defaultOrder, type LabGroup, type LabOrder, type LabRow, labColumns, labGroups } from "@/lib/lab/columns";
import { doubtWords } from "@/lib/lab/doubt";
import { everything, type LabFilter, type RSpan } from "@/lib/lab/filter";
import * as words from "@/lib/lab/words";
import { resolvedResults, summarize, type TradeResult } from "@/lib/trade/statistics";
import { testDatabase } from "@/scripts/testing/database";
import { insertLabContracts, insertLabEntries } from "@/scripts/testing/lab";

await testDatabase();
await insertLabContracts();
await insertLabEntries(7, 260);

/** What the model of the filter looks at beside the row. */
interface Known {
  readonly search: string;
  readonly risk_ticks: number | null;
  readonly no_be_mfe_ticks: number | null;
  readonly be_mfe_ticks: number | null;
  readonly mae_ticks: number | null;
  readonly be_realized_ticks: number | null;
  readonly no_be_realized_ticks: number | null;
}

const known = new Map<string, Known>(
  (await pool().query<Known & { id: string }>("SELECT * FROM lab_entries")).rows.map((row) => [row.id, row]),
);
const all: LabRow[] = [];
for (const id of known.keys()) {
  const row = await readLabRow(id);
  if (row !== null) all.push(row);
}

const has = <T>(chosen: readonly T[], value: T | null): boolean =>
  chosen.length === 0 || (value !== null && chosen.includes(value));
const hasAny = (chosen: readonly string[], values: readonly string[]): boolean =>
  chosen.length === 0 || values.some((value) => chosen.includes(value));
const inSpan = (span: RSpan | null, ticks: number | null, risk: number | null): boolean => {
  if (span === null) return true;
  if (ticks === null || risk === null) return false;
  return (span.from === null || ticks / risk >= span.from) && (span.to === null || ticks / risk < span.to);
};

/** The filter once more, in plain words. */
function matches(filter: LabFilter, row: LabRow): boolean {
  const more = known.get(row.id);
  if (more === undefined) return false;
  const { risk_ticks: risk } = more;
  return (
    row.source === filter.source &&
    (filter.from === null || row.signalDate >= filter.from) &&
    (filter.to === null || row.signalDate <= filter.to) &&
    has(filter.instrument, row.root) &&
    has(filter.contract, row.ticker) &&
    has(filter.direction, row.direction) &&
    has(filter.session, row.session) &&
    has(filter.status, row.status) &&
    has(filter.scenario, row.scenario) &&
    has(filter.review, row.reviewStatus) &&
    hasAny(filter.flag, row.flags) &&
    hasAny(filter.tag, row.tags) &&
    hasAny(filter.why, row.doubtReasons) &&
    has(filter.exit, row.exitReason) &&
    has(filter.be, row.beLeg) &&
    has(filter.telemetry, row.telemetrySeverity) &&
    has(filter.hour, row.hour) &&
    has(filter.weekday, row.weekday) &&
    inSpan(filter.mfe, more.no_be_mfe_ticks, risk) &&
    inSpan(filter.bemfe, more.be_mfe_ticks, risk) &&
    inSpan(filter.mae, more.mae_ticks, risk) &&
    inSpan(filter.result, row.outcomeNoBe === null ? null : Number(row.outcomeNoBe), 1) &&
    inSpan(filter.beresult, row.outcomeBe === null ? null : Number(row.outcomeBe), 1) &&
    filter.has.every((one) => ({ trade: row.entryAt !== null, corrected: row.corrected, notes: row.noted })[one]) &&
    filter.text.split(" ").every((word) => more.search.includes(word.toLowerCase())) &&
    row.doubt >= filter.doubt &&
    (filter.deleted === "only") === (row.deletedAt !== null)
  );
}

const few = <T>(labels: ReadonlyMap<T, string>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...labels.keys()]) });
const rarely = <T>(...values: readonly T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...values]) });
const span = fc.option(
  fc
    .record({ from: fc.option(fc.integer({ min: -2, max: 3 })), to: fc.option(fc.integer({ min: -1, max: 6 })) })
    .filter(({ from, to }) => (from ?? to) !== null),
  { freq: 1, nil: null },
);
const anyFilter: fc.Arbitrary<LabFilter> = fc.record({
  source: fc.constantFrom("live", "live", "simulated"),
  from: fc.constantFrom(null, null, "2025-10-05"),
  to: fc.constantFrom(null, null, "2025-10-12"),
  instrument: rarely("NQ", "ES"),
  contract: rarely("NQZ5"),
  direction: few(words.directionLabels),
  session: few(words.sessionLabels),
  status: few(words.statusLabels),
  scenario: few(words.scenarioLabels),
  review: few(words.reviewLabels),
  flag: rarely("late", "tracking_gap"),
  tag: rarely("news", "späte Lücke"),
  exit: few(words.exitLabels),
  be: few(words.legLabels),
  telemetry: rarely("critical" as const),
  hour: rarely(3, 9, 10, 11, 15),
  weekday: few(words.weekdayLabels),
  mfe: fc.oneof(fc.constant(null), fc.constant(null), span),
  bemfe: fc.oneof(fc.constant(null), fc.constant(null), span),
  mae: fc.oneof(fc.constant(null), fc.constant(null), span),
  result: fc.oneof(fc.constant(null), fc.constant(null), span),
  beresult: fc.oneof(fc.constant(null), fc.constant(null), span),
  has: rarely("trade" as const, "notes" as const, "corrected" as const),
  text: fc.constantFrom("", "", "", "NQ", "100% nq", "_stop", "Späte", "<b>", "nothing\\%"),
  doubt: fc.constantFrom(0, 0, 0, 1),
  why: rarely(...doubtWords.keys()),
  deleted: fc.constantFrom("no", "no", "only"),
});
const anyOrder: fc.Arbitrary<LabOrder> = fc.record({
  by: fc.constantFrom(...labColumns.filter(({ sortable }) => sortable).map(({ key }) => key)),
  descending: fc.boolean(),
});
const anyGroup = fc.constantFrom<(LabGroup | null)[]>(null, null, ...labGroups.keys());

async function pages(filter: LabFilter, order: LabOrder, group: LabGroup | null, limit: number): Promise<LabRow[]> {
  const rows: LabRow[] = [];
  let after: KeyValues | null = null;
  for (;;) {
    const page = await readLabPage(filter, order, group, limit, after);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    after = page.next;
  }
}

const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
const groupOf: Readonly<Record<LabGroup, (row: LabRow) => string | null>> = {
  day: (row) => row.signalDate,
  session: (row) => row.session,
  instrument: (row) => row.root,
  contract: (row) => row.ticker,
  direction: (row) => row.direction,
  scenario: (row) => row.scenario,
  status: (row) => row.status,
  review: (row) => row.reviewStatus,
};

describe("the list", () => {
  it("has enough to choose from", () => {
    expect(all.length).toBe(260);
    expect(new Set(all.map(({ status }) => status)).size).toBe(7);
  });

  it("shows exactly the entries the filter means, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const rows = await pages(filter, defaultOrder, null, 500);
        expect(ids(rows).sort()).toEqual(ids(all.filter((row) => matches(filter, row))).sort());
        expect(await countLabRows(filter)).toBe(rows.length);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("means the same entries in memory, where statistics ask it", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const meant = await pages({ ...filter, deleted: "no" }, defaultOrder, null, 500);
        const counted = meant.filter(({ reviewStatus }) => reviewStatus !== "rejected");
        const { rows, excluded } = await readAnalysis(filter);
        expect(ids(rows).sort()).toEqual(ids(counted).sort());
        expect(excluded).toEqual({
          rejected: meant.length - counted.length,
          deleted: await countLabRows({ ...filter, deleted: "only" }),
        });
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it("pages over every order and grouping without a hole or a repeat, unknown values last", async () => {
    await fc.assert(
      fc.asyncProperty(anyOrder, anyGroup, fc.integer({ min: 1, max: 90 }), async (order, group, limit) => {
        const filter = everything("live");
        const rows = await pages(filter, order, group, limit);
        expect(ids(rows)).toEqual(ids(await pages(filter, order, group, 500)));
        expect(new Set(ids(rows)).size).toBe(all.filter((row) => matches(filter, row)).length);
        if (group !== null) {
          const runs = rows
            .map(groupOf[group])
            .filter((name, index, names) => index === 0 || name !== names[index - 1]);
          expect(runs.length).toBe(new Set(runs).size);
        } else {
          const firstUnknown = rows.findIndex((row) => row[order.by] === null);
          if (firstUnknown >= 0) expect(rows.slice(firstUnknown).every((row) => row[order.by] === null)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it("orders numbers as numbers and words as people list them", async () => {
    const mfe = await pages(everything("live"), { by: "noBeMfe", descending: false }, null, 50);
    const values = mfe.flatMap(({ noBeMfe }) => (noBeMfe === null ? [] : [Number(noBeMfe)]));
    expect(values).toEqual([...values].sort((a, b) => a - b));
    const byStatus = await pages(everything("live"), { by: "status", descending: false }, null, 50);
    const order = [...words.statusLabels.keys()];
    const places = byStatus.map(({ status }) => order.indexOf(status));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("writes prices as the instrument does", () => {
    const one = all.find(({ entryPrice }) => entryPrice !== null);
    expect(one).toMatchObject({ entryPrice: "20000.00", pointValue: one?.root === "NQ" ? "20" : "50" });
    expect(one?.riskPoints).toMatch(/^\d+\.\d\d$/);
    expect(one?.noBeMfe).toMatch(/^\d+\.\d{4}$/);
    expect(Number.isInteger(one?.receivedAt)).toBe(true);
  });
});

/** What the shared statistics see of an entry. */
function resultOf(row: LabRow): TradeResult | null {
  const more = known.get(row.id);
  if (more === undefined || more.risk_ticks === null || row.beLeg === null || row.noBeLeg === null) return null;
  return {
    risk: more.risk_ticks,
    beMfe: more.be_mfe_ticks ?? 0,
    noBeMfe: more.no_be_mfe_ticks ?? 0,
    beTriggered: row.beTriggeredAt !== null,
    beLeg: row.beLeg,
    noBeLeg: row.noBeLeg,
    beRealized: more.be_realized_ticks,
    noBeRealized: more.no_be_realized_ticks,
    closedAt: row.closedAt,
  };
}

describe("the groups", () => {
  it("add up to what the shared statistics say of the same entries", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, anyGroup, async (filter, group) => {
        const rows = await pages(filter, defaultOrder, group, 500);
        const { groups, total } = await readLabGroups(filter, group);
        const parts =
          group === null
            ? [{ subtotal: total, of: rows }]
            : groups.map((subtotal) => ({
                subtotal,
                of: rows.filter((row) => groupOf[group](row) === subtotal.group),
              }));
        if (group !== null) {
          const runs = rows
            .map(groupOf[group])
            .filter((name, index, names) => index === 0 || name !== names[index - 1]);
          expect(groups.map((subtotal) => subtotal.group)).toEqual(runs);
        }
        for (const { subtotal, of } of parts) {
          const counted = of.filter(({ reviewStatus }) => reviewStatus !== "rejected");
          const trades = counted.flatMap((row) => resultOf(row) ?? []);
          const closed = trades.filter(({ closedAt }) => closedAt !== null);
          const mean = closed.reduce((sum, { noBeMfe, risk }) => sum + noBeMfe / risk, 0) / closed.length;
          const count = (holds: (row: LabRow) => boolean) => of.filter(holds).length;
          expect(subtotal).toMatchObject({
            ...{ n: of.length, excluded: of.length - counted.length, closed: closed.length },
            confirmed: count(({ confirmedAt, cancelledAt }) => confirmedAt !== null && cancelledAt === null),
            cancelled: count(({ cancelledAt }) => cancelledAt !== null),
            trades: count(({ entryAt }) => entryAt !== null),
          });
          if (closed.length === 0) expect(subtotal.avgNoBeMfe).toBeNull();
          else expect(subtotal.avgNoBeMfe).toBeCloseTo(mean, 9);
          const summary = (variant: "be" | "no-be") =>
            summarize(resolvedResults(trades, variant, null))?.totalR ?? null;
          for (const [value, expected] of [
            [subtotal.totalRNoBe, summary("no-be")],
            [subtotal.totalRBe, summary("be")],
          ] as const) {
            if (expected === null) expect(value).toBeNull();
            else expect(value).toBeCloseTo(expected, 9);
          }
        }
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

const one = (value: string | null): readonly string[] => (value === null ? [] : [value]);
/** What each counted parameter looks at. */
const facetValues: Readonly<Record<string, (row: LabRow) => readonly string[]>> = {
  instrument: (row) => [row.root],
  contract: (row) => [row.ticker],
  direction: (row) => [row.direction],
  session: (row) => [row.session],
  status: (row) => [row.status],
  scenario: (row) => one(row.scenario),
  review: (row) => [row.reviewStatus],
  exit: (row) => one(row.exitReason),
  be: (row) => one(row.beLeg),
  telemetry: (row) => one(row.telemetrySeverity),
  flag: (row) => row.flags,
  tag: (row) => row.tags,
  why: (row) => row.doubtReasons,
};

describe("the facets", () => {
  it("count what choosing a value would show", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const facets = await readFacets(filter);
        for (const [name, valuesOf] of Object.entries(facetValues)) {
          const shown = all.filter((row) => matches({ ...filter, [name]: [] }, row));
          const counts = new Map<string, number>();
          for (const value of shown.flatMap((row) => [...new Set(valuesOf(row))])) {
            counts.set(value, (counts.get(value) ?? 0) + 1);
          }
          const counted = new Map(
            Object.entries(facets)
              .find(([key]) => key === name)?.[1]
              .map(({ value, n }) => [value, n]),
          );
          expect(counted, name).toEqual(counts);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
