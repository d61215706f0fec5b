/**
 * What is written in one transaction: an exact stretch of the input sequence with exactly the facts that follow from it.
 * Plain JSON-safe data (prices in ticks), so that a batch can wait on disk. Knows neither Postgres nor files.
 */
import type { StoredCandle } from "@/lib/db/candles";
import type { EngineInput, EngineSnapshotRow } from "@/lib/db/engine-state";
import type { GapRow } from "@/lib/db/gaps";
import type { StoredQuote } from "@/lib/db/quotes";
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

/** Rows by kind; within a kind in the order they happened. */
export interface Batch {
  /** Place in the order of this run, from 1. */
  readonly number: number;
  readonly ticks: StoredTick[];
  readonly quotes: StoredQuote[];
  readonly inputs: EngineInput[];
  readonly facts: ContractFact[];
  /** Open candles as they are at the end of the batch (closed ones are facts). */
  readonly openCandles: Map<number, StoredCandle>;
  /** Ids of deliveries the engine has taken. */
  readonly applied: number[];
  readonly gaps: GapRow[];
  readonly notices: NewNotice[];
  /** Never written to disk: only an optimisation of the start. */
  readonly snapshots: EngineSnapshotRow[];
}

/** A batch without rows. */
export function emptyBatch(number: number): Batch {
  return {
    number,
    ticks: [],
    quotes: [],
    inputs: [],
    facts: [],
    openCandles: new Map(),
    applied: [],
    gaps: [],
    notices: [],
    snapshots: [],
  };
}

/** Rows in the batch: the measure of all its bounds. */
export function batchRows(batch: Batch): number {
  const { ticks, quotes, inputs, facts, openCandles, applied, gaps, notices, snapshots } = batch;
  const lists = [ticks, quotes, inputs, facts, applied, gaps, notices, snapshots];
  return lists.reduce((sum, list) => sum + list.length, openCandles.size);
}

/** A batch as one line of JSON, without its snapshots. */
export function serializeBatch(batch: Batch): string {
  return JSON.stringify({ ...batch, openCandles: [...batch.openCandles], snapshots: [] });
}

/** The batch of a line that `serializeBatch` wrote; the caller has checked that the line is whole. */
export function parseBatch(line: string): Batch {
  const plain: Omit<Batch, "openCandles"> & { openCandles: [number, StoredCandle][] } = JSON.parse(line);
  return { ...emptyBatch(0), ...plain, openCandles: new Map(plain.openCandles) };
}

/**
 * Cuts a batch that Postgres refused: one part per kind of row, or halves when there is only one kind.
 * A batch of one row is returned as it is.
 */
export function splitBatch(batch: Batch): Batch[] {
  const { number, openCandles, ...lists } = batch;
  const parts: Batch[] = [];
  if (openCandles.size > 0) parts.push({ ...emptyBatch(number), openCandles });
  for (const [kind, rows] of Object.entries(lists)) {
    if (rows.length > 0) parts.push({ ...emptyBatch(number), [kind]: rows });
  }
  const only = parts[0];
  if (parts.length !== 1 || only === undefined || batchRows(batch) <= 1) return parts;
  if (openCandles.size > 0) {
    return [...openCandles].map((entry) => ({ ...emptyBatch(number), openCandles: new Map([entry]) }));
  }
  return Object.entries(lists).flatMap(([kind, rows]) => {
    const middle = Math.ceil(rows.length / 2);
    const halves = rows.length === 0 ? [] : [rows.slice(0, middle), rows.slice(middle)];
    return halves.map((half) => ({ ...emptyBatch(number), [kind]: half }));
  });
}
