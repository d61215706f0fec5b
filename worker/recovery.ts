/**
 * The start of a contract: its engine brought to exactly where the database is. Snapshot if one of this engine and this
 * kind of feed is there, else from the first stored trade; then stored trades and journaled inputs in their order.
 * Their facts are stored already and dropped. What came from another kind of feed is never read: a simulated day does
 * not lead into a live one. A cold start, a restart and a crash take this same road.
 */
import type { InstrumentRow } from "@/lib/db/contracts";
import { type EngineInput, loadSnapshot, readInputsAfter, readSettingsAt } from "@/lib/db/engine-state";
import type { SeriesContext } from "@/lib/db/series";
import { lastForeignIngestId, readSequences, readSessionTotals, readTicksAfter } from "@/lib/db/ticks";
import { ENGINE_VERSION, SeriesEngine, type SeriesEngineOptions } from "@/lib/engine/series-engine";
import { type EngineSettings, resolveSettings } from "@/lib/engine/settings";
import type { Log } from "@/lib/log";
import { priceScale } from "@/lib/market/price";
import { marketOverrides } from "@/lib/signal/config";
import { ContractRun } from "@/worker/contract-run";
import { generationMax } from "@/worker/dedupe";
import type { FeedMode } from "@/worker/feed-state";
import { hoursOf } from "@/worker/hours";
import type { RosterEntry } from "@/worker/roster";
import { Sequencer, type SequencerPosition } from "@/worker/sequencer";
import { SessionStats } from "@/worker/session-stats";

/** Stored trades read at a time. */
const pageRows = 20_000;
/** Accepted ticks an engine keeps for late signals: some hours of a busy contract, 10 MB, the bulk of a snapshot. */
export const liveTapeTicksMax = 500_000;

export interface RecoveryOptions {
  readonly mode: FeedMode;
  readonly nextInputId: () => number;
  readonly log: Log;
}

/** Version of a snapshot: another engine or another feed must not continue it. Its settings are in the journal. */
export function snapshotVersion(mode: FeedMode): string {
  return `${ENGINE_VERSION}/${mode}/${liveTapeTicksMax}`;
}

/** The settings an instrument asks for: its rules, its spellings, its hours. */
export function settingsOf(mode: FeedMode, instrument: InstrumentRow): EngineSettings {
  const { profile, config, tradingview } = instrument;
  return {
    ...{ profile, config: marketOverrides(mode === "simulated", config), tradingview: [...tradingview] },
    hours: hoursOf(mode, instrument.hours),
  };
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
  const { mode, nextInputId, log } = options;
  const { contract, instrument } = entry;
  const scale = priceScale(instrument.tickSize);
  const foreign = await lastForeignIngestId(contract.id, mode);
  const { engine, position, settings } = await restoreEngine(mode, entry, foreign, log);
  const sequencer = new Sequencer({ contractId: contract.id, scale, source: mode, engine, nextInputId }, position);
  const context = contextOfEntry(mode, entry);
  const run = new ContractRun({
    ...{ contract, instrument, context, engine, sequencer, settings },
    stats: new SessionStats(contract.id, mode),
    snapshotVersion: snapshotVersion(mode),
  });
  const replayed = await replayStored(run, mode);
  for (const { tradeDate, exchangeAt, sequence } of await readSequences(contract.id, foreign, generationMax)) {
    run.seen.restore(tradeDate, exchangeAt, sequence);
  }
  const totals = await readSessionTotals(contract.id, foreign, scale);
  if (totals !== null) run.stats.restore(totals);
  log.info({ ticker: contract.ticker, fromSnapshot: position.ingestId > foreign, ...replayed }, "contract recovered");
  return run;
}

/** The settings journaled before a position, null when none are, and an engine's options that follow from them. */
async function optionsAt(
  mode: FeedMode,
  { contract, instrument }: RosterEntry,
  position: Pick<SequencerPosition, "ingestId" | "inputId">,
): Promise<{ readonly settings: EngineSettings | null; readonly options: SeriesEngineOptions }> {
  const settings = (await readSettingsAt(contract.id, position)) as EngineSettings | null;
  const { root, tickSize, pointValue } = instrument;
  const resolved = resolveSettings(settings ?? settingsOf(mode, instrument), priceScale(tickSize));
  const { rules, calendar, tradingview } = resolved;
  const shown = { root, tickSize, pointValue, tradingview, ticker: contract.ticker };
  return { settings, options: { instrument: shown, rules, calendar, tapeTicksMax: liveTapeTicksMax } };
}

interface Restored {
  readonly engine: SeriesEngine;
  readonly position: SequencerPosition;
  readonly settings: EngineSettings | null;
}

async function restoreEngine(mode: FeedMode, entry: RosterEntry, foreign: number, log: Log): Promise<Restored> {
  const { id } = entry.contract;
  const snapshot = await loadSnapshot(id, snapshotVersion(mode));
  if (snapshot !== null && snapshot.ingestId > foreign) {
    const { options, settings } = await optionsAt(mode, entry, snapshot);
    try {
      const engine = SeriesEngine.restore(options, snapshot.state);
      const { ingestId, inputId } = snapshot;
      const { read, lastAt } = engine.counters;
      const newestAt = read === 0 ? 0 : lastAt;
      return { engine, position: { clock: Math.max(engine.clock, 0), newestAt, ingestId, inputId }, settings };
    } catch (error) {
      log.warn({ err: error, contractId: id }, "snapshot not readable, the stored trades are replayed from the first");
    }
  }
  const position = { clock: 0, newestAt: 0, ingestId: foreign, inputId: 0 };
  const { options, settings } = await optionsAt(mode, entry, position);
  return { engine: new SeriesEngine(options), position, settings };
}

/** Repeats what is stored after the engine's position. */
async function replayStored(run: ContractRun, mode: FeedMode): Promise<{ ticks: number; inputs: number }> {
  const { sequencer, contract } = run;
  const start = sequencer.position;
  const inputs = (await readInputsAfter(contract.id, start.inputId, mode)).filter(
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
      if (input.kind === "config") run.settings = input.payload as EngineSettings;
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
