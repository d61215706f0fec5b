/**
 * Writes one batch in one transaction. The only place that knows which table each kind of row goes to and in which order.
 */
import { answerAsks } from "@/lib/db/asks";
import { upsertCandles } from "@/lib/db/candles";
import { markApplied } from "@/lib/db/deliveries";
import { insertInputs, saveSnapshot } from "@/lib/db/engine-state";
import { writeGaps } from "@/lib/db/gaps";
import { insertNotices } from "@/lib/db/notices";
import { ensurePartitions } from "@/lib/db/partitions";
import { insertQuotes } from "@/lib/db/quotes";
import type { InSeries, SeriesContext } from "@/lib/db/series";
import { insertEvents, upsertSignals } from "@/lib/db/signals";
import { insertTicks } from "@/lib/db/ticks";
import { insertPath } from "@/lib/db/trades";
import { type Connection, inTransaction } from "@/lib/db/transaction";
import type { Fact } from "@/lib/engine/types";
import type { TradeDate } from "@/lib/market/types";
import type { Batch, ContractFact, NewNotice } from "@/worker/store/batch";
import type { Written } from "@/worker/store/store";

/** Context of a contract's rows. Throws for a contract it does not know: rows are only made for known ones. */
export type ContextOf = (contractId: number) => SeriesContext;

/** Trade dates remembered as having their partition; past it the set is forgotten and asked for anew. */
const knownDatesMax = 1000;

/** Makes the function that writes batches. */
export function createBatchWriter(contextOf: ContextOf): (batch: Batch) => Promise<Written> {
  const knownDates = new Set<TradeDate>();
  return async (batch) => {
    // Outside the transaction: making a partition locks the table, and the lock must not last as long as the batch.
    const dates = new Set([...batch.ticks, ...batch.quotes].map((row) => row.tradeDate));
    const missing = [...dates].filter((date) => !knownDates.has(date));
    await ensurePartitions(missing);
    if (knownDates.size > knownDatesMax) knownDates.clear();
    for (const date of missing) knownDates.add(date);
    // A batch that waited on disk keeps the source and the engine of the run that made it, whoever writes it.
    const madeBy: ContextOf = (contractId) => ({ ...contextOf(contractId), ...batch.madeBy });
    return inTransaction((connection) => writeRows(connection, batch, madeBy));
  };
}

async function writeRows(connection: Connection, batch: Batch, contextOf: ContextOf): Promise<Written> {
  const scaleOf = (contractId: number) => contextOf(contractId).scale;
  await insertTicks(connection, batch.ticks, scaleOf);
  await insertQuotes(connection, batch.quotes, scaleOf);
  await insertInputs(connection, batch.inputs);
  const running = factsOf([...batch.running.values()], "signal", contextOf);
  await upsertSignals(connection, [...factsOf(batch.facts, "signal", contextOf), ...running]);
  await insertEvents(connection, factsOf(batch.facts, "event", contextOf));
  await insertPath(connection, factsOf(batch.facts, "path", contextOf));
  const closed = factsOf(batch.facts, "candle", contextOf).map(({ series, fact }) => ({
    contractId: series.contractId,
    candle: fact.candle,
    corrected: fact.corrected,
    // The vendor's minute bar, its ticks lost (methodology 8.3).
    source: fact.candle.backfilled === true ? ("backfill" as const) : series.source,
  }));
  await upsertCandles(connection, [...closed, ...batch.openCandles.values()], scaleOf);
  await markApplied(connection, batch.applied);
  await answerAsks(connection, batch.verdicts);
  await writeGaps(connection, batch.gaps);
  const engineNotices = factsOf(batch.facts, "notice", contextOf).map(({ series, fact }) => engineNotice(series, fact));
  const notices = await insertNotices(connection, [...engineNotices, ...batch.notices]);
  for (const snapshot of batch.snapshots) await saveSnapshot(connection, snapshot);
  return { notices };
}

type FactOf<Kind extends Fact["kind"]> = Extract<Fact, { kind: Kind }>;

function factsOf<Kind extends Fact["kind"]>(
  facts: readonly ContractFact[],
  kind: Kind,
  contextOf: ContextOf,
): InSeries<FactOf<Kind>>[] {
  const rows: InSeries<FactOf<Kind>>[] = [];
  for (const { contractId, fact } of facts) {
    if (isKind(fact, kind)) rows.push({ series: contextOf(contractId), fact });
  }
  return rows;
}

function isKind<Kind extends Fact["kind"]>(fact: Fact, kind: Kind): fact is FactOf<Kind> {
  return fact.kind === kind;
}

function engineNotice(series: SeriesContext, { code, at, message, data }: FactOf<"notice">): NewNotice {
  return {
    code,
    at,
    severity: "warn",
    message: `${series.ticker}: ${message}`,
    data: { ...data, ticker: series.ticker },
  };
}
