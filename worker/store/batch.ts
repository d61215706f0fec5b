/**
 * What is written in one transaction: an exact stretch of the input sequence with exactly the facts that follow from it.
 * Plain JSON-safe data (prices in ticks), so that a batch can wait on disk. Knows neither Postgres nor files.
 */
import type { AskVerdict } from "@/lib/db/asks";
import type { StoredCandle } from "@/lib/db/candles";
import type { EngineInput, EngineSnapshotRow } from "@/lib/db/engine-state";
import type { GapRow } from "@/lib/db/gaps";
import type { StoredQuote } from "@/lib/db/quotes";
import type { SeriesContext } from "@/lib/db/series";
import type { StoredTick } from "@/lib/db/ticks";
import type { Fact } from "@/lib/engine/types";
import type { NoticeView } from "@/lib/stream/events";

/** A fact and the contract whose engine said it. */
export interface ContractFact {
  readonly contractId: number;
  readonly fact: Fact;
}

/** Something people should know, before it has its database id. */
export type NewNotice = Omit<NoticeView, "id"> & { readonly data: Readonly<Record<string, unknown>> };

/** What a run marks the rows it makes with. A batch may wait on disk for a run of another feed or another version. */
export type RunMark = Pick<SeriesContext, "source" | "engineVersion">;

/** Rows by kind; within a kind in the order they happened. */
export interface Batch {
  /** Place in the order of this run, from 1. */
  readonly number: number;
  /** The run that made the rows; null in one from before batches kept it: then the writing run's mark stands in. */
  readonly madeBy: RunMark | null;
  readonly ticks: StoredTick[];
  readonly quotes: StoredQuote[];
  readonly inputs: EngineInput[];
  readonly facts: ContractFact[];
  /** Open candles as they are at the end of the batch (closed ones are facts). */
  readonly openCandles: Map<number, StoredCandle>;
  /** Running trades as they are at the end of the batch, by signal key; a fact about the same signal replaces it. */
  readonly running: Map<string, ContractFact>;
  /** Ids of deliveries the engine has taken. */
  readonly applied: number[];
  /** What became of what people asked the engine. */
  readonly verdicts: AskVerdict[];
  readonly gaps: GapRow[];
  readonly notices: NewNotice[];
  /** Never written to disk: only an optimisation of the start. */
  readonly snapshots: EngineSnapshotRow[];
}

/** A batch without rows. */
export function emptyBatch(number: number, madeBy: RunMark | null = null): Batch {
  return {
    number,
    madeBy,
    ticks: [],
    quotes: [],
    inputs: [],
    facts: [],
    openCandles: new Map(),
    running: new Map(),
    applied: [],
    verdicts: [],
    gaps: [],
    notices: [],
    snapshots: [],
  };
}

/** Rows in the batch: the measure of all its bounds. */
export function batchRows(batch: Batch): number {
  const { ticks, quotes, inputs, facts, openCandles, running, applied, verdicts, gaps, notices, snapshots } = batch;
  const lists = [ticks, quotes, inputs, facts, applied, verdicts, gaps, notices, snapshots];
  return lists.reduce((sum, list) => sum + list.length, openCandles.size + running.size);
}

/** A batch as one line of JSON, without its snapshots. */
export function serializeBatch(batch: Batch): string {
  return JSON.stringify({ ...batch, openCandles: [...batch.openCandles], running: [...batch.running], snapshots: [] });
}

type Plain = Omit<Batch, "openCandles" | "running" | "madeBy"> & {
  readonly madeBy?: RunMark | null;
  readonly openCandles: [number, StoredCandle][];
  readonly running: [string, ContractFact][];
};

/** The batch of a line that `serializeBatch` wrote; the caller has checked that the line is whole. */
export function parseBatch(line: string): Batch {
  const plain: Plain = JSON.parse(line);
  // A line of an earlier version lacks the kinds of rows that came later, and its run.
  return {
    ...emptyBatch(plain.number),
    ...plain,
    madeBy: plain.madeBy ?? null,
    openCandles: new Map(plain.openCandles),
    running: new Map(plain.running),
  };
}

/**
 * Cuts a batch that Postgres refused: one part per kind of row, or halves when there is only one kind.
 * A batch of one row is returned as it is.
 */
export function splitBatch(batch: Batch): Batch[] {
  const { number, madeBy, openCandles, running, ...lists } = batch;
  const empty = emptyBatch(number, madeBy);
  const parts: Batch[] = [];
  for (const [kind, rows] of Object.entries(lists)) {
    if (rows.length > 0) parts.push({ ...empty, [kind]: rows });
  }
  if (openCandles.size > 0) parts.push({ ...empty, openCandles });
  if (running.size > 0) parts.push({ ...empty, running });
  if (parts.length !== 1 || batchRows(batch) <= 1) return parts;
  const candles = halves([...openCandles]).map((half) => ({ ...empty, openCandles: new Map(half) }));
  const trades = halves([...running]).map((half) => ({ ...empty, running: new Map(half) }));
  const others = Object.entries(lists).flatMap(([kind, rows]) =>
    halves<unknown>(rows).map((half) => ({ ...empty, [kind]: half })),
  );
  return [...candles, ...trades, ...others];
}

function halves<T>(rows: readonly T[]): T[][] {
  const middle = Math.ceil(rows.length / 2);
  return [rows.slice(0, middle), rows.slice(middle)].filter((half) => half.length > 0);
}
