/**
 * The signals behind every statistic, kept in this process and brought up to date before each answer (ADR 50).
 * One look is one snapshot of the database: it reads what changed since the last look and which entries a filter means, so
 * numbers and membership belong together. Signals are never deleted, only marked; nothing here would notice. What a number is
 * made of is lib/analysis; what a filter means is lib/lab/matches.ts, which means what lab-filter.ts does in SQL.
 */
import { ColumnStore, giveColumns } from "@/lib/analysis/columns";
import { closingOrder } from "@/lib/analysis/report";
import type { AnalysisRow } from "@/lib/analysis/row";
import { type AnalysisSqlRow, analysisColumns, analysisTables, factsOf, rowOf } from "@/lib/db/analysis-columns";
import { type Connection, inTransaction } from "@/lib/db/transaction";
import { type LabFilter, labFilterParams } from "@/lib/lab/filter";
import { FactColumns, wordsOf } from "@/lib/lab/matches";
import type { TickSource } from "@/lib/market/types";

/** Signals kept in memory. Policy: with more in the database statistics are refused (`AnalysisTooLarge`), never computed from a part. */
export const analysisRowsMax = 400_000;
/** Rows fetched at a time, so that the first look does not hold the whole answer twice. */
const fetchMax = 5_000;
/** Filters whose members are remembered, some 7 MB each at 60,000 trades. Policy: the oldest is forgotten; all are once a row has changed. */
const membersKeptMax = 12;

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

/** Why a row does not count. */
const counts = 0;
const isRejected = 1;
const isDeleted = 2;

interface Members {
  readonly rows: readonly AnalysisRow[];
  readonly excluded: AnalysisSet["excluded"];
}

interface Cache {
  /** Rows and whether they count, by `no`. */
  readonly rows: AnalysisRow[];
  readonly standing: number[];
  readonly facts: FactColumns;
  readonly columns: ColumnStore;
  /** Numbers of all rows in order of closing; those in `moved` may stand in a wrong place, or not at all. */
  order: Int32Array;
  readonly moved: Set<number>;
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
    rows: [],
    standing: [],
    facts: new FactColumns(),
    columns: new ColumnStore(),
    order: new Int32Array(),
    moved: new Set(),
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
    const signals = [...kept.sources.values()].reduce((sum, of) => sum + of, 0);
    if (signals > analysisRowsMax) throw new AnalysisTooLarge(signals);
    if (rows.length < fetchMax) break;
  }
  kept.horizon = horizon;
}

function take(kept: Cache, sql: AnalysisSqlRow): void {
  const { no } = sql;
  const before = kept.rows[no];
  const row = rowOf(sql);
  const standing = sql.deleted ? isDeleted : sql.review_status === "rejected" ? isRejected : counts;
  // The oldest running transaction may be long: most rows come again unchanged.
  const seen = before !== undefined && standing === kept.standing[no] && JSON.stringify(before) === JSON.stringify(row);
  if (kept.facts.put(no, factsOf(sql)) || !seen) {
    kept.members.clear();
    kept.generation += 1;
  }
  if (seen) return;
  kept.rows[no] = row;
  kept.standing[no] = standing;
  kept.columns.put(no, row);
  kept.moved.add(no);
  const { source, status } = row;
  if (before === undefined) kept.sources.set(source, (kept.sources.get(source) ?? 0) + 1);
  if (status === "ACTIVE") kept.running.add(no);
  else kept.running.delete(no);
}

/** All rows in order of closing. A few changed rows are sorted and merged in: with a running market something always has changed. */
function orderOf(kept: Cache): Int32Array {
  const { moved, order, rows } = kept;
  if (moved.size === 0) return order;
  const changed = [...moved].flatMap((no) => rows[no] ?? []).sort(closingOrder);
  const merged = new Int32Array(order.length + changed.length);
  let [size, next] = [0, 0];
  for (const no of order) {
    const row = rows[no];
    if (row === undefined || moved.has(no)) continue;
    for (let other = changed[next]; other !== undefined && closingOrder(other, row) < 0; other = changed[next]) {
      merged[size] = other.no;
      size += 1;
      next += 1;
    }
    merged[size] = no;
    size += 1;
  }
  for (const other of changed.slice(next)) {
    merged[size] = other.no;
    size += 1;
  }
  kept.order = merged.slice(0, size);
  moved.clear();
  return kept.order;
}

async function membersOf(connection: Connection, kept: Cache, filter: LabFilter): Promise<Members> {
  const key = labFilterParams({ ...filter, deleted: "no" }, "live").toString();
  const known = kept.members.get(key);
  if (known !== undefined) return known;
  const members = countedOf(kept, filter, await loweredWords(connection, filter));
  for (const oldest of kept.members.keys()) {
    if (kept.members.size < membersKeptMax) break;
    kept.members.delete(oldest);
  }
  kept.members.set(key, members);
  return members;
}

/** The text's words in the lower case of the database: which letters have one depends on its locale. */
async function loweredWords(connection: Connection, filter: LabFilter): Promise<readonly string[]> {
  const words = wordsOf(filter);
  if (words.length === 0) return words;
  const { rows } = await connection.query<{ lowered: readonly string[] }>(
    "SELECT array_agg(lower(word) ORDER BY place) AS lowered FROM unnest($1::text[]) WITH ORDINALITY AS asked (word, place)",
    [words],
  );
  return rows[0]?.lowered ?? [];
}

/** Whose numbers count. */
function countedOf(kept: Cache, filter: LabFilter, words: readonly string[]): Members {
  const excluded = { rejected: 0, deleted: 0 };
  const places = kept.facts.match(filter, words, orderOf(kept)).filter((no) => {
    const standing = kept.standing[no];
    if (standing === isDeleted) excluded.deleted += 1;
    else if (standing === isRejected) excluded.rejected += 1;
    return standing === counts;
  });
  const rows = Array.from(places, (no) => kept.rows[no]).filter((row) => row !== undefined);
  giveColumns(rows, kept.columns.pick(rows, places));
  return { rows, excluded };
}
