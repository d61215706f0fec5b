/**
 * What the browser is told of a committed batch: engine facts as stream events, in their order.
 * Pure. Each history event is sent with the newest record of its signal in the batch, so that whoever hears what
 * happened can already read the state it led to.
 */
import { type SeriesContext, signalKey } from "@/lib/db/series";
import type { SignalRecord } from "@/lib/engine/types";
import type { NoticeView, SignalView, StreamEvent } from "@/lib/stream/events";
import { stepView } from "@/lib/stream/step";
import type { ContractFact } from "@/worker/store/batch";

type FactEvent = Extract<StreamEvent, { type: "candle.closed" | "signal" | "notice" }>;

/** Name sent when a record changed without an event of its own (e.g. it became known to be late). */
const changedEvent = "CHANGED";

/** Where a contract's rows belong; undefined for one this process does not know. */
export type ContextOf = (contractId: number) => SeriesContext | undefined;

/** The stream events of a batch's facts and notices. Path points and engine notices without a database id are not sent. */
export function streamEvents(
  facts: readonly ContractFact[],
  notices: readonly NoticeView[],
  contextOf: ContextOf,
): FactEvent[] {
  const newest = new Map<string, SignalView>();
  const withEvent = new Set<string>();
  for (const { contractId, fact } of facts) {
    const context = contextOf(contractId);
    if (context === undefined) continue;
    if (fact.kind === "signal") newest.set(keyOf(context, fact.record), viewOf(context, fact.record));
    if (fact.kind === "event") withEvent.add(signalKey(context.ticker, fact.tradeId));
  }
  const events: FactEvent[] = [];
  for (const { contractId, fact } of facts) {
    const context = contextOf(contractId);
    if (context === undefined) continue;
    if (fact.kind === "candle") {
      events.push({ type: "candle.closed", candle: { ...fact.candle, contractId }, corrected: fact.corrected });
    } else if (fact.kind === "event") {
      const signal = newest.get(signalKey(context.ticker, fact.tradeId));
      if (signal !== undefined) events.push({ type: "signal", signal, event: fact.type, step: stepView(fact) });
    } else if (fact.kind === "signal") {
      const key = keyOf(context, fact.record);
      const signal = newest.get(key);
      // Once per batch, at the last of its records.
      if (signal?.record === fact.record && !withEvent.has(key))
        events.push({ type: "signal", signal, event: changedEvent });
    }
  }
  for (const notice of notices) events.push({ type: "notice", notice });
  return events;
}

function keyOf(context: SeriesContext, record: SignalRecord): string {
  return signalKey(context.ticker, record.tradeId);
}

/** A record as the browser sees it. */
export function viewOf(context: SeriesContext, record: SignalRecord): SignalView {
  const { contractId, root, ticker, source } = context;
  return { id: keyOf(context, record), contractId, root, ticker, source, record };
}
