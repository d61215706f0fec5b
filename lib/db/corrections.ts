/**
 * What a correction makes of an entry: entry and stop are run again over the stored ticks by the engine's own code, other
 * values are laid over the result (ADR 51). A run is believed only when the same ticks give the engine's stored record.
 */
import { pool } from "@/lib/db/client";
import { epochMs, instant } from "@/lib/db/columns";
import type { StoredSignal } from "@/lib/db/signal-queries";
import { readTape, type TapeQuery } from "@/lib/db/tape";
import {
  type CorrectedTrade,
  correctedRecord,
  correctedTrade,
  type FollowState,
  type Frame,
  frameOf,
  hasOverlay,
  overlay,
  type TickGap,
} from "@/lib/lab/corrected";
import type { FieldProblem, Overrides } from "@/lib/lab/correction";
import { reproduces, runStep, startRun } from "@/lib/lab/tape-run";
import type { EpochMs } from "@/lib/market/types";
import { resolveRules, type SeriesRules } from "@/lib/signal/config";
import { tradeRecord } from "@/lib/trade/record";
import { isOpen, type Trade } from "@/lib/trade/trade";
import type { TradeRecord } from "@/lib/trade/types";

/** Ticks run again for one correction: days of the busiest contract. Policy past it: refused, nothing is cut short. */
export const recomputeTicksMax = 5_000_000;
/** Gaps named with a correction. Policy past it: the newest. */
const gapsMax = 50;

/** The effective trade, null when it is the machine's own; or why there is none, at the field at fault. */
export type Computed =
  | { readonly ok: true; readonly corrected: CorrectedTrade | null }
  | { readonly ok: false; readonly problem: FieldProblem };

const refuse = (message: string, field: FieldProblem["field"] = ""): Computed => ({
  ok: false,
  problem: { field, message },
});

/** The effective trade of an entry under overrides. Reads ticks when entry or stop are moved. */
export async function computeCorrected(signal: StoredSignal, overrides: Overrides): Promise<Computed> {
  const isTouched = overrides.entryPrice !== undefined || overrides.stopLoss !== undefined || hasOverlay(overrides);
  if (!isTouched) return { ok: true, corrected: null };
  const framed = frameOf(signal.record, overrides, signal.scale);
  if (!framed.ok) return framed;
  const { frame } = framed;
  const { trade: own } = signal.record;
  if (own === null) return refuse("There is no trade yet, so there is nothing to correct.");
  const run: Rerun = frame.isMoved ? await rerun(signal, own, frame) : { ok: true, trade: own, follow: null, gaps: [] };
  if (!run.ok) return run;
  const laid = overlay(signal.record, run.trade, frame.stopLoss, overrides, signal.scale);
  if (!laid.ok) return laid;
  const record = correctedRecord(signal.record, frame.stopLoss, laid.trade);
  return { ok: true, corrected: correctedTrade(record, signal.scale, run.follow, run.gaps) };
}

type Rerun =
  | {
      readonly ok: true;
      readonly trade: TradeRecord;
      readonly follow: FollowState | null;
      readonly gaps: readonly TickGap[];
    }
  | { readonly ok: false; readonly problem: FieldProblem };

/** Holds a run with the machine's own values against the stored record until they agree. */
class Witness {
  readonly #run: Trade;
  readonly #stored: TradeRecord;
  #agreed: boolean;

  constructor(run: Trade, stored: TradeRecord) {
    this.#run = run;
    this.#stored = stored;
    this.#agreed = stored.closedAt === null && stored.lastAt === stored.entryAt && reproduces(run, stored);
  }

  get agreed(): boolean {
    return this.#agreed;
  }

  step(step: Parameters<typeof runStep>[1]): void {
    if (this.#agreed || !isOpen(this.#run)) return;
    const goesOn = runStep(this.#run, step);
    const isThere = this.#stored.closedAt === null ? this.#run.lastAt === this.#stored.lastAt : !goesOn;
    if (isThere) this.#agreed = reproduces(this.#run, this.#stored);
  }
}

async function rerun(signal: StoredSignal, own: TradeRecord, frame: Frame): Promise<Rerun> {
  const place = await placeOf(signal);
  if (place.rules === null)
    return fail("The instrument's configuration cannot be read, so the ticks cannot be run again.");
  const { breakEven } = place.rules;
  const start = { direction: signal.record.direction, entryAt: own.entryAt, entryRef: own.entryRef };
  const made = startRun({ ...start, entryPrice: frame.entryPrice, risk: frame.risk }, breakEven);
  const witness = new Witness(startRun({ ...start, entryPrice: own.entryPrice, risk: own.risk }, breakEven), own);
  let ticks = 0;
  let ingestId = own.entryRef ?? 0;
  for await (const page of readTape(tapeQuery(signal, place.contractId, own))) {
    ticks += page.steps.length;
    if (ticks > recomputeTicksMax) {
      return fail(`More than ${recomputeTicksMax} ticks lie after this entry; that many are not run again.`);
    }
    for (const step of page.steps) {
      witness.step(step);
      runStep(made, step);
    }
    ingestId = page.ingestId;
    if (witness.agreed && !isOpen(made)) break;
  }
  if (!witness.agreed) {
    return fail(
      ticks === 0
        ? "The ticks after this entry are not stored (any more), so entry and stop cannot be corrected."
        : "The stored ticks do not give the machine's own trade again (some are missing, or the instrument's rules have changed since), so what another entry or stop would have given is not known.",
    );
  }
  const trade = tradeRecord(made);
  const gaps = await readTickGaps(place.contractId, own.entryAt, trade.closedAt);
  return { ok: true, trade, follow: isOpen(made) ? { trade: made, ingestId } : null, gaps };
}

const fail = (message: string): Rerun => ({ ok: false, problem: { field: "", message } });

function tapeQuery(signal: StoredSignal, contractId: number, own: TradeRecord): TapeQuery {
  const { ticker, scale, source } = signal;
  const { tradeId } = signal.record;
  return { contractId, ticker, tradeId, scale, source, entryAt: own.entryAt, after: own.entryRef };
}

/** Contract and rules of a signal. The rules are today's; a run that does not agree with the record shows when they changed. */
async function placeOf(signal: StoredSignal): Promise<{ contractId: number; rules: SeriesRules | null }> {
  const { rows } = await pool().query<{ contract_id: number; config: Record<string, unknown> }>(
    `SELECT signals.contract_id, instruments.config FROM signals JOIN instruments ON instruments.root = signals.root
      WHERE signals.id = $1`,
    [signal.id],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`signal ${signal.id} is gone`);
  const profile = signal.profile === "indicator" ? "indicator" : "spec";
  const resolved = resolveRules(profile, row.config, signal.scale);
  return { contractId: row.contract_id, rules: resolved.ok ? resolved.rules : null };
}

/** Spans without ticks between an entry and an end (null: up to now). */
async function readTickGaps(contractId: number, from: EpochMs, until: EpochMs | null): Promise<TickGap[]> {
  const { rows } = await pool().query<{ from: string; to: string | null }>(
    `SELECT ${epochMs("from_at")} AS from, ${epochMs("to_at")} AS to FROM gaps
      WHERE contract_id = $1 AND healed_at IS NULL AND cause <> 'silence' AND (to_at IS NULL OR to_at > ${instant("$2")})
        AND ($3::bigint IS NULL OR from_at < ${instant("$3")}) ORDER BY from_at DESC LIMIT $4`,
    [contractId, from, until, gapsMax],
  );
  return rows.map(({ from: begin, to }) => ({ from: Number(begin), to: to === null ? null : Number(to) })).reverse();
}

/** A corrected trade brought on to the newest stored tick; null when nothing new is there. */
export async function followCorrected(signal: StoredSignal, corrected: CorrectedTrade): Promise<CorrectedTrade | null> {
  const { follow, record } = corrected;
  const { trade: own } = signal.record;
  if (follow === null || own === null || record.stopLoss === null) return null;
  const { contractId } = await placeOf(signal);
  const trade: Trade = structuredClone(follow.trade);
  let { ingestId } = follow;
  let moved = false;
  for await (const page of readTape({ ...tapeQuery(signal, contractId, own), after: follow.ingestId })) {
    for (const step of page.steps) {
      moved = true;
      if (!runStep(trade, step)) break;
    }
    ingestId = page.ingestId;
    if (!isOpen(trade)) break;
  }
  if (!moved) return null;
  const made = tradeRecord(trade);
  const gaps = await readTickGaps(contractId, own.entryAt, made.closedAt);
  const next = correctedRecord(signal.record, record.stopLoss, made);
  return correctedTrade(next, signal.scale, isOpen(trade) ? { trade, ingestId } : null, gaps);
}
