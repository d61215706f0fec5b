/**
 * The signals behind every statistic, kept in this process and brought up to date before each answer (ADR 50).
 * One look is one snapshot of the database: it reads what changed since the last look and which entries a filter means, so
 * numbers and membership belong together. Signals are never deleted, only marked; nothing here would notice. What a number is made of is lib/analysis; what a filter means is lab-filter.ts.
 */
import type { AnalysisRow } from "@/lib/analysis/row";
import { type AnalysisSqlRow, analysisColumns, analysisTables, rowOf } from "@/lib/db/analysis-columns";
import { labCondition } from "@/lib/db/lab-filter";
import { type Connection, inTransaction } from "@/lib/db/transaction";
import { type LabFilter, labFilterParams } from "@/lib/lab/filter";
import type { TickSource } from "@/lib/market/types";
import { byClosing } from "@/lib/trade/statistics";

/** Signals kept in memory. Policy: with more in the database statistics are refused (`AnalysisTooLarge`), never computed from a part. */
export const analysisRowsMax = 400_000;
/** Rows fetched at a time, so that the first look does not hold the whole answer twice. */
const fetchMax = 5_000;
/** Filters whose members are remembered. Policy: the oldest is forgotten; all are once a row has changed. */
const membersKeptMax = 24;

/** More signals than one process keeps. */
export class AnalysisTooLarge extends Error {
  constructor(signals: number) {
    super(`Statistics are kept for at most ${analysisRowsMax} signals; the database holds ${signals}.`);
    this.name = "AnalysisTooLarge";
  }
}

/** What a filter means at one instant. */
export interface AnalysisSet {
  /** Effective signals in order of closing, rejected reviews and deleted ones left out. */
  readonly rows: readonly AnalysisRow[];
  /** Of the entries the filter means, how many do not count and why. */
  readonly excluded: { readonly rejected: number; readonly deleted: number };
  /** Signals of other sources in this database: never mixed in, whatever the filter. */
  readonly otherSources: readonly { readonly source: TickSource; readonly signals: number }[];
  /** Changes whenever any row has. Equal numbers from one process mean equal answers. */
  readonly generation: number;
}

interface Kept {
  readonly row: AnalysisRow;
  readonly rejected: boolean;
  readonly deleted: boolean;
}

interface Members {
  readonly rows: readonly AnalysisRow[];
  readonly excluded: AnalysisSet["excluded"];
}

interface Cache {
  readonly kept: Map<number, Kept>;
  /** All rows in order of closing; null when a change made it wrong. */
  order: AnalysisRow[] | null;
  readonly members: Map<string, Members>;
  /** Signals by source, and the trades still running: kept up, so that no look walks all rows for them. */
  readonly sources: Map<TickSource, number>;
  readonly running: Set<number>;
  generation: number;
  /** Everything committed by transactions before this one has been read; as text, because xids outgrow a number. */
  horizon: string;
  /** The look under way; the next one waits for it. */
  turn: Promise<unknown>;
}

/** On the global object, because Next loads this module once per route bundle. */
const holder = globalThis as typeof globalThis & { excursionAnalysis?: Cache };

function cache(): Cache {
  holder.excursionAnalysis ??= {
    kept: new Map(),
    order: null,
    members: new Map(),
    sources: new Map(),
    running: new Set(),
    generation: 0,
    horizon: "0",
    turn: Promise.resolve(),
  };
  return holder.excursionAnalysis;
}

/** Forgets everything kept; the next look reads the database whole. For tests that exchange the database. */
export function forgetAnalysis(): void {
  delete holder.excursionAnalysis;
}

/**
 * The signals a filter means, as of now. The filter's own word on deleted entries is not asked: they never count.
 * @throws AnalysisTooLarge
 */
export function readAnalysis(filter: LabFilter): Promise<AnalysisSet> {
  const kept = cache();
  const look = kept.turn.then(() => inTransaction((connection) => lookAt(connection, kept, filter)));
  // A failed look must not fail the ones after it.
  kept.turn = look.catch(() => undefined);
  return look;
}

async function lookAt(connection: Connection, kept: Cache, filter: LabFilter): Promise<AnalysisSet> {
  await connection.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await refresh(connection, kept);
  const { rows, excluded } = await membersOf(connection, kept, filter);
  const others = [...kept.sources].filter(([source]) => source !== filter.source);
  return {
    rows,
    excluded,
    otherSources: others.map(([source, signals]) => ({ source, signals })),
    generation: kept.generation,
  };
}

/**
 * Reads the rows of transactions that the last look may not have seen: those not older than the oldest one then running.
 * A running trade is read each time, because a return to the entry changes its record alone.
 */
async function refresh(connection: Connection, kept: Cache): Promise<void> {
  const first = await connection.query<{ horizon: string; signals: string }>(
    `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon,
      (SELECT reltuples::bigint FROM pg_class WHERE oid = 'lab_entries'::regclass)::text AS signals`,
  );
  const { horizon = "0", signals = "0" } = first.rows[0] ?? {};
  if (Number(signals) > analysisRowsMax) throw new AnalysisTooLarge(Number(signals));
  await connection.query(
    `DECLARE changed NO SCROLL CURSOR FOR SELECT ${analysisColumns} FROM ${analysisTables}
      WHERE lab_entries.changed_xid >= $1::bigint OR lab_entries.no = ANY ($2::int[])`,
    [kept.horizon, [...kept.running]],
  );
  for (;;) {
    const { rows } = await connection.query<AnalysisSqlRow>(`FETCH ${fetchMax} FROM changed`);
    for (const row of rows) take(kept, row);
    if (kept.kept.size > analysisRowsMax) throw new AnalysisTooLarge(kept.kept.size);
    if (rows.length < fetchMax) break;
  }
  kept.horizon = horizon;
}

function take(kept: Cache, sql: AnalysisSqlRow): void {
  const before = kept.kept.get(sql.no);
  // The oldest running transaction may be long: most rows come again unchanged.
  const next: Kept = { row: rowOf(sql), rejected: sql.review_status === "rejected", deleted: sql.deleted };
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(next)) return;
  kept.kept.set(sql.no, next);
  const { source, status } = next.row;
  if (before === undefined) kept.sources.set(source, (kept.sources.get(source) ?? 0) + 1);
  if (status === "ACTIVE") kept.running.add(sql.no);
  else kept.running.delete(sql.no);
  kept.order = null;
  kept.members.clear();
  kept.generation += 1;
}

function orderOf(kept: Cache): readonly AnalysisRow[] {
  const closing = ({ trade }: AnalysisRow) => ({ closedAt: trade?.closedAt ?? null });
  kept.order ??= [...kept.kept.values()]
    .map(({ row }) => row)
    .sort((left, right) => byClosing(closing(left), closing(right)) || left.no - right.no);
  return kept.order;
}

async function membersOf(connection: Connection, kept: Cache, filter: LabFilter): Promise<Members> {
  const key = labFilterParams({ ...filter, deleted: "no" }, "live").toString();
  const known = kept.members.get(key);
  if (known !== undefined) return known;
  const members = await countedOf(connection, kept, filter);
  if (kept.members.size >= membersKeptMax) {
    for (const oldest of kept.members.keys()) {
      kept.members.delete(oldest);
      break;
    }
  }
  kept.members.set(key, members);
  return members;
}

/** Whose numbers count. A filter of nothing but the source, which every page opens with, needs no question to the database. */
async function countedOf(connection: Connection, kept: Cache, filter: LabFilter): Promise<Members> {
  const restricted = labFilterParams({ ...filter, source: "live", deleted: "no" }, "live").size > 0;
  const [meant, gone] = restricted
    ? [
        await numbersOf(connection, { ...filter, deleted: "no" }),
        await numbersOf(connection, { ...filter, deleted: "only" }),
      ]
    : [null, null];
  const excluded = { rejected: 0, deleted: gone?.size ?? 0 };
  const rows = orderOf(kept).filter(({ no, source }) => {
    const one = kept.kept.get(no);
    if (one === undefined || source !== filter.source || (meant !== null && !meant.has(no))) return false;
    if (one.deleted) excluded.deleted += meant === null ? 1 : 0;
    else if (one.rejected) excluded.rejected += 1;
    return !one.deleted && !one.rejected;
  });
  return { rows, excluded };
}

/** Numbers of the entries a filter means; one text instead of a row each, because there may be 100,000. */
async function numbersOf(connection: Connection, filter: LabFilter): Promise<ReadonlySet<number>> {
  const condition = labCondition(filter);
  const { rows } = await connection.query<{ numbers: string | null }>({
    text: `SELECT string_agg(lab_entries.no::text, ',') AS numbers FROM lab_entries WHERE ${condition.text}`,
    values: [...condition.values],
  });
  const text = rows[0]?.numbers ?? null;
  return new Set(text === null ? [] : text.split(",").map(Number));
}
