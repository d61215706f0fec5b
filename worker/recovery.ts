/**
 * The start of a contract: its engine brought to exactly where the database is. Snapshot if one of this engine and this
 * kind of feed is there, else from the first stored trade; then stored trades and journaled inputs in their order.
 * Their facts are stored already and dropped. What came from another kind of feed is never read: a simulated day does
 * not lead into a live one. A cold start, a restart and a crash take this same road.
 */
import { createHash } from "node:crypto";
import { type EngineInput, loadSnapshot, readInputsAfter } from "@/lib/db/engine-state";
import type { SeriesContext } from "@/lib/db/series";
import { lastForeignIngestId, readSequences, readSessionTotals, readTicksAfter } from "@/lib/db/ticks";
import { ENGINE_VERSION, SeriesEngine, type SeriesEngineOptions } from "@/lib/engine/series-engine";
import type { Log } from "@/lib/log";
import type { Calendar } from "@/lib/market/calendar";
import { priceScale } from "@/lib/market/price";
import { resolveRules } from "@/lib/signal/config";
import { ContractRun } from "@/worker/contract-run";
import { generationMax } from "@/worker/dedupe";
import type { FeedMode } from "@/worker/feed-state";
import type { RosterEntry } from "@/worker/roster";
import { Sequencer, type SequencerPosition } from "@/worker/sequencer";
import { SessionStats } from "@/worker/session-stats";

/** Stored trades read at a time. */
const pageRows = 20_000;
/** Accepted ticks an engine keeps for late signals: some hours of a busy contract, 10 MB, the bulk of a snapshot. */
export const liveTapeTicksMax = 500_000;

export interface RecoveryOptions {
  readonly mode: FeedMode;
  readonly calendar: Calendar;
  readonly nextInputId: () => number;
  readonly log: Log;
}

/** Version of a snapshot: another engine, another feed or other rules must not continue it. */
export function snapshotVersion(mode: FeedMode, options: Pick<SeriesEngineOptions, "rules">): string {
  const rules = createHash("sha256")
    .update(JSON.stringify([options.rules, liveTapeTicksMax]))
    .digest("hex");
  return `${ENGINE_VERSION}/${mode}/${rules.slice(0, 16)}`;
}

/** How the rows of a contract are written. */
export function contextOfEntry(mode: FeedMode, { contract, instrument }: RosterEntry): SeriesContext {
  const { root, profile } = instrument;
  const scale = priceScale(instrument.tickSize);
  return {
    contractId: contract.id,
    root,
    ticker: contract.ticker,
    scale,
    source: mode,
    profile,
    engineVersion: ENGINE_VERSION,
  };
}

/** Brings a contract to where the database is. @throws when its instrument's configuration is wrong */
export async function recoverContract(options: RecoveryOptions, entry: RosterEntry): Promise<ContractRun> {
  const { mode, calendar, nextInputId, log } = options;
  const { contract, instrument } = entry;
  const scale = priceScale(instrument.tickSize);
  const resolved = resolveRules(instrument.profile, instrument.config, scale);
  if (!resolved.ok) throw new Error(`instrument ${instrument.root}: ${resolved.errors.join("; ")}`);
  const { rules } = resolved;
  const { root, tickSize, pointValue, tradingview } = instrument;
  const engineOptions: SeriesEngineOptions = {
    instrument: { root, tickSize, pointValue, tradingview, ticker: contract.ticker },
    rules,
    calendar,
    tapeTicksMax: liveTapeTicksMax,
  };
  const foreign = await lastForeignIngestId(contract.id, mode);
  const { engine, position } = await restoreEngine(contract.id, mode, engineOptions, foreign, log);
  const sequencer = new Sequencer({ contractId: contract.id, engine, nextInputId }, position);
  const context = contextOfEntry(mode, entry);
  const snapshot = snapshotVersion(mode, engineOptions);
  const run = new ContractRun({
    ...{ contract, instrument, context, engine, sequencer },
    stats: new SessionStats(contract.id, mode),
    snapshotVersion: snapshot,
  });
  const replayed = await replayStored(run);
  for (const { tradeDate, exchangeAt, sequence } of await readSequences(contract.id, foreign, generationMax)) {
    run.seen.restore(tradeDate, exchangeAt, sequence);
  }
  const totals = await readSessionTotals(contract.id, foreign, scale);
  if (totals !== null) run.stats.restore(totals);
  log.info({ ticker: contract.ticker, fromSnapshot: position.ingestId > foreign, ...replayed }, "contract recovered");
  return run;
}

async function restoreEngine(
  contractId: number,
  mode: FeedMode,
  options: SeriesEngineOptions,
  foreign: number,
  log: Log,
): Promise<{ engine: SeriesEngine; position: SequencerPosition }> {
  const snapshot = await loadSnapshot(contractId, snapshotVersion(mode, options));
  if (snapshot !== null && snapshot.ingestId > foreign) {
    try {
      const engine = SeriesEngine.restore(options, snapshot.state);
      const { ingestId, inputId } = snapshot;
      const { read, lastAt } = engine.counters;
      return {
        engine,
        position: { clock: Math.max(engine.clock, 0), newestAt: read === 0 ? 0 : lastAt, ingestId, inputId },
      };
    } catch (error) {
      log.warn({ err: error, contractId }, "snapshot not readable, the stored trades are replayed from the first one");
    }
  }
  return { engine: new SeriesEngine(options), position: { clock: 0, newestAt: 0, ingestId: foreign, inputId: 0 } };
}

/** Repeats what is stored after the engine's position. */
async function replayStored(run: ContractRun): Promise<{ ticks: number; inputs: number }> {
  const { sequencer, contract } = run;
  const start = sequencer.position;
  const inputs = (await readInputsAfter(contract.id, start.inputId)).filter(
    (input) => input.afterIngestId >= start.ingestId,
  );
  let next = 0;
  const applyUpTo = (ingestId: number): void => {
    for (
      let input: EngineInput | undefined = inputs[next];
      input !== undefined && input.afterIngestId < ingestId;
      input = inputs[next]
    ) {
      sequencer.replayInput(input);
      next += 1;
    }
  };
  let ticks = 0;
  for (;;) {
    const page = await readTicksAfter(contract.id, sequencer.position.ingestId, pageRows, run.context.scale);
    for (const tick of page) {
      applyUpTo(tick.ingestId);
      sequencer.replayTick(tick);
    }
    ticks += page.length;
    if (page.length < pageRows) break;
  }
  applyUpTo(Number.POSITIVE_INFINITY);
  return { ticks, inputs: inputs.length };
}
