/** What is measured of the Signal Lab: every order, every filter, every grouping, facets, and the statistics behind MFE Explore. */

import { defaultQuestion } from "@/lib/analysis/question";
import { reportOf, surfaceReport } from "@/lib/analysis/report";
import { readAnalysis } from "@/lib/db/analysis-rows";
import { pool } from "@/lib/db/client";
import { readFacets } from "@/lib/db/lab-facets";
import { labCondition } from "@/lib/db/lab-filter";
import { groupsStatement, readLabGroups } from "@/lib/db/lab-groups";
import { countLabRows, pageStatement, readLabPage } from "@/lib/db/lab-list";
import { defaultOrder, type LabGroup, type LabOrder, labColumns, labGroups } from "@/lib/lab/columns";
import { everything, type LabFilter, parseLabFilter } from "@/lib/lab/filter";
import type { Case } from "./measure";

const PAGE_ROWS = 100;
/** A page far down the list: as when somebody scrolled through half of it. */
const DEEP_ROWS = 500;
const DEEP_PAGES = 100;
const all = everything("simulated");

function page(name: string, filter: LabFilter, order: LabOrder = defaultOrder, group: LabGroup | null = null): Case {
  return {
    name,
    run: () => readLabPage(filter, order, group, PAGE_ROWS, null),
    statement: pageStatement(filter, { order, group }, PAGE_ROWS, null),
  };
}

/** Filters as people set them, one parameter each and some together; each must exist in the generated data. */
const queries = [
  "from=2014-03-03&to=2014-03-03",
  "from=2013-01-01&to=2013-12-31",
  "instrument=NQ",
  "contract=ESZ4",
  "direction=bearish",
  "session=NY AM",
  "status=CANCELLED,REJECTED",
  "status=VOID",
  "scenario=C_SIGNAL",
  "review=rejected",
  "flag=tracking_gap",
  "flag=missed_cancellation",
  "tag=news",
  "exit=ROLL",
  "be=BREAK_EVEN",
  "hour=10&weekday=3",
  "mfe=20..",
  "bemfe=..0.1",
  "mae=-0.2..",
  "has=notes",
  "text=NQZ3",
  "text=20140303",
  "text=nothing-is-called-so",
  "text=no",
  "doubt=3",
  "why=near_confirmation",
  "deleted=only",
  "instrument=NQ&session=NY AM&status=CLOSED&mfe=5..&review=approved&from=2013-06-01",
] as const;

function filterOf(query: string): LabFilter {
  const { filter, unknown } = parseLabFilter(new URLSearchParams(query), "simulated");
  const [first] = unknown;
  if (first !== undefined) throw new Error(`${first.name}=${first.value}: expected ${first.expected}`);
  return filter;
}

async function deepPage(): Promise<Case> {
  let after: readonly (string | null)[] | null = null;
  for (let count = 0; count < DEEP_PAGES; count += 1) {
    const { next } = await readLabPage(all, defaultOrder, null, DEEP_ROWS, after);
    if (next === null) break;
    after = next;
  }
  return {
    name: `list, ${DEEP_PAGES * DEEP_ROWS} rows down`,
    run: () => readLabPage(all, defaultOrder, null, PAGE_ROWS, after),
    statement: pageStatement(all, { order: defaultOrder, group: null }, PAGE_ROWS, after),
  };
}

/** Everything a page of the Signal Lab asks for. */
export async function labCases(): Promise<Case[]> {
  const orders = labColumns
    .filter(({ sortable }) => sortable)
    .flatMap(({ key }) => [false, true].map((descending) => ({ by: key, descending })));
  const groups = [...labGroups.keys()];
  return [
    page("list, newest first", all),
    await deepPage(),
    ...orders.map((order) => page(`list by ${order.by} ${order.descending ? "desc" : "asc"}`, all, order)),
    ...queries.map((query) => page(`list where ${query}`, filterOf(query))),
    ...queries.map((query) =>
      page(`list where ${query}, by MFE`, filterOf(query), { by: "noBeMfe", descending: true }),
    ),
    ...groups.map((group) => page(`list grouped by ${group}`, all, defaultOrder, group)),
    ...[null, ...groups].map((group) => ({
      name: `subtotals by ${group ?? "nothing"}`,
      run: () => readLabGroups(all, group),
      statement: groupsStatement(all, group),
    })),
    ...queries.map((query) => ({
      name: `subtotals by session where ${query}`,
      run: () => readLabGroups(filterOf(query), "session"),
    })),
    { name: "count", run: () => countLabRows(all) },
    { name: "facets", run: () => readFacets(all) },
    {
      name: "facets where session=NY AM&status=CLOSED",
      run: () => readFacets(filterOf("session=NY AM&status=CLOSED")),
    },
  ];
}

/** Dates before and after all generated data. */
const DAYS_BEFORE = Date.UTC(1970, 0, 1);
const DAYS_AFTER = Date.UTC(2040, 0, 1);
const DAY_MS = 86_400_000;

/** The same entries by another filter each time, so that no answer is a remembered one. */
function unheard(): (filter: LabFilter) => LabFilter {
  let times = 0;
  return (filter) => {
    times += 1;
    const day = (from: number): string => new Date(from + times * DAY_MS).toISOString().slice(0, 10);
    return filter.from === null
      ? { ...filter, from: day(DAYS_BEFORE) }
      : { ...filter, to: filter.to ?? day(DAYS_AFTER) };
  };
}

/** Every statistic of the Explore page in one answer, and the surface, as the routes compute them. */
export function analysisCases(): Case[] {
  const fresh = unheard();
  const rowsOf = async (query: string) => (await readAnalysis(fresh(filterOf(query)))).rows;
  const report = (query: string, variant: "be" | "no-be", target: number | null): Case => ({
    name: `statistics ${variant} ${target ?? "to stop"} ${query}`.trim(),
    run: async () => JSON.stringify(reportOf(await rowsOf(query), { ...defaultQuestion, variant, target })),
  });
  const surface = (query: string): Case => ({
    name: `surface ${query}`.trim(),
    run: async () => JSON.stringify(surfaceReport(await rowsOf(query), defaultQuestion.split)),
  });
  return [
    report("", "no-be", 2),
    report("", "be", 2),
    report("", "be", null),
    ...queries.map((query) => report(query, "no-be", 3)),
    surface(""),
    surface("session=NY AM"),
  ];
}

/** What stands beside it in the same run: a bare round trip, and the same questions asked of the engine's own tables. */
export function baselineCases(): Case[] {
  const joined = `signals JOIN contracts ON contracts.id = signals.contract_id JOIN instruments ON instruments.root = signals.root
    LEFT JOIN trades ON trades.signal_id = signals.id LEFT JOIN reviews ON reviews.signal_id = signals.id
    WHERE signals.source = 'simulated' AND reviews.deleted_at IS NULL`;
  const naive = (name: string, text: string): Case => ({
    name,
    run: () => pool().query(text),
    statement: { text, values: [] },
  });
  return [
    { name: "baseline: SELECT 1", run: () => pool().query("SELECT 1") },
    naive(
      "baseline: base tables, list by MFE",
      `SELECT signals.*, trades.* FROM ${joined} ORDER BY trades.no_be_mfe DESC NULLS LAST, signals.received_at, signals.id LIMIT ${PAGE_ROWS}`,
    ),
    naive(
      "baseline: base tables, subtotals by session",
      `SELECT signals.session, count(*), count(trades.closed_at), avg(trades.no_be_mfe), sum(trades.outcome_r_no_be) FROM ${joined} GROUP BY 1`,
    ),
    naive(
      "baseline: flat table, count",
      `SELECT count(*) FROM lab_entries WHERE ${labCondition(all).text.replace("$1", "'simulated'")}`,
    ),
  ];
}
