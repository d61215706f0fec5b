/**
 * The trade as it is with a person's corrections: values that must fit together, and the flat columns lists and
 * statistics read (the same names as in lab_entries). Pure; running the ticks again is lib/lab/tape-run.ts.
 */
import type { SignalRecord } from "@/lib/engine/types";
import { type FieldProblem, type Overrides, readValue } from "@/lib/lab/correction";
import { formatPrice, formatR, type PriceScale } from "@/lib/market/price";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { legResults } from "@/lib/trade/leg-results";
import { GAP_EXIT_TICKS_MAX, LADDER_STEPS_PER_R, type Trade } from "@/lib/trade/trade";
import type { ExitReason, TradeRecord } from "@/lib/trade/types";

/** A span in which ticks are missing: what the trade did in it is not known. */
export interface TickGap {
  readonly from: EpochMs;
  /** Null while it lasts. */
  readonly to: EpochMs | null;
}

/** A running trade that was corrected goes on from here. */
export interface FollowState {
  readonly trade: Trade;
  /** Ingest number of the last accepted tick applied. */
  readonly ingestId: number;
}

/** The effective trade of a corrected entry. Snake case: these are columns, read by the database (view lab_values). */
export interface CorrectedTrade {
  readonly status: "ACTIVE" | "CLOSED";
  /** ISO 8601, UTC. */
  readonly entry_at: string;
  readonly closed_at: string | null;
  readonly be_triggered_at: string | null;
  readonly be_exit_at: string | null;
  /** Prices and points as decimal text. */
  readonly stop_loss: string;
  readonly entry_price: string;
  readonly risk_points: string;
  readonly exit_price: string | null;
  readonly risk_ticks: Ticks;
  readonly be_mfe_ticks: Ticks;
  readonly no_be_mfe_ticks: Ticks;
  readonly mae_ticks: Ticks;
  readonly be_realized_ticks: Ticks | null;
  readonly no_be_realized_ticks: Ticks | null;
  /** R as text with 4 decimals. */
  readonly be_mfe: string;
  readonly no_be_mfe: string;
  readonly mae: string;
  readonly outcome_be: string | null;
  readonly outcome_no_be: string | null;
  readonly realized_be: string | null;
  readonly realized_no_be: string | null;
  readonly be_leg: string;
  readonly no_be_leg: string;
  readonly exit_reason: string | null;
  /** The signal as it would stand: stop, status and trade replaced. */
  readonly record: SignalRecord;
  /** Null when the trade has ended, or follows the machine's because only values beside entry and stop differ. */
  readonly follow: FollowState | null;
  readonly gaps: readonly TickGap[];
}

const iso = (at: EpochMs | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The columns of a corrected record. @throws RangeError when it has no trade or no stop */
export function correctedTrade(
  record: SignalRecord,
  scale: PriceScale,
  follow: FollowState | null,
  gaps: readonly TickGap[],
): CorrectedTrade {
  const { trade, stopLoss, direction } = record;
  if (trade === null || stopLoss === null) throw new RangeError("a corrected entry has a trade and a stop");
  const sign = direction === "bullish" ? 1 : -1;
  const price = (ticks: Ticks): string => formatPrice(ticks, scale);
  const realized = (fill: Ticks | null): Ticks | null => (fill === null ? null : sign * (fill - trade.entryPrice));
  const { outcomeBe, outcomeNoBe, realizedBe, realizedNoBe } = legResults(trade, direction);
  return {
    status: trade.closedAt === null ? "ACTIVE" : "CLOSED",
    entry_at: new Date(trade.entryAt).toISOString(),
    closed_at: iso(trade.closedAt),
    be_triggered_at: iso(trade.beTriggeredAt),
    be_exit_at: iso(trade.beExitAt),
    stop_loss: price(stopLoss),
    entry_price: price(trade.entryPrice),
    risk_points: price(trade.risk),
    exit_price: trade.exitPrice === null ? null : price(trade.exitPrice),
    risk_ticks: trade.risk,
    be_mfe_ticks: trade.beMfe,
    no_be_mfe_ticks: trade.noBeMfe,
    mae_ticks: trade.mae,
    be_realized_ticks: realized(trade.beExitPrice),
    no_be_realized_ticks: realized(trade.exitPrice),
    be_mfe: formatR(trade.beMfe, trade.risk),
    no_be_mfe: formatR(trade.noBeMfe, trade.risk),
    mae: formatR(trade.mae, trade.risk),
    outcome_be: outcomeBe,
    outcome_no_be: outcomeNoBe,
    realized_be: realizedBe,
    realized_no_be: realizedNoBe,
    be_leg: trade.beLeg,
    no_be_leg: trade.noBeLeg,
    exit_reason: trade.exitReason,
    record,
    follow,
    gaps,
  };
}

/** Entry, stop and risk that count, in ticks. */
export interface Frame {
  readonly entryPrice: Ticks;
  readonly stopLoss: Ticks;
  readonly risk: Ticks;
  /** False when both are the machine's own: then no tick need be run again. */
  readonly isMoved: boolean;
}

export type FrameResult =
  | { readonly ok: true; readonly frame: Frame }
  | { readonly ok: false; readonly problem: FieldProblem };

function ticksOf(overrides: Overrides, field: keyof Overrides, scale: PriceScale): Ticks | null {
  const override = overrides[field];
  if (override === undefined) return null;
  const value = readValue(field, override.human, scale);
  return value.ok ? value.ticks : null;
}

/** Entry and stop with the overrides; refused when the risk would not be above 0 (methodology 5.3, INV-36). */
export function frameOf(record: SignalRecord, overrides: Overrides, scale: PriceScale): FrameResult {
  const { trade, stopLoss: autoStop, direction } = record;
  if (trade === null || autoStop === null) {
    return {
      ok: false,
      problem: { field: "", message: "There is no trade yet, so there is no entry or stop to correct." },
    };
  }
  const entryPrice = ticksOf(overrides, "entryPrice", scale) ?? trade.entryPrice;
  const stopLoss = ticksOf(overrides, "stopLoss", scale) ?? autoStop;
  const risk = direction === "bullish" ? entryPrice - stopLoss : stopLoss - entryPrice;
  if (risk <= 0) {
    const [entry, stop] = [formatPrice(entryPrice, scale), formatPrice(stopLoss, scale)];
    const side = direction === "bullish" ? "below" : "above";
    const message = `A ${direction} stop lies ${side} the entry: with entry ${entry} and stop ${stop} the risk would be ${formatPrice(risk, scale)} points.`;
    return { ok: false, problem: { field: overrides.stopLoss === undefined ? "entryPrice" : "stopLoss", message } };
  }
  const isMoved = entryPrice !== trade.entryPrice || stopLoss !== autoStop;
  return { ok: true, frame: { entryPrice, stopLoss, risk, isMoved } };
}

export type Overlaid =
  | { readonly ok: true; readonly trade: TradeRecord }
  | { readonly ok: false; readonly problem: FieldProblem };

const overlaidFields = ["exitPrice", "exitReason", "beMfe", "noBeMfe", "mae"] as const;

/** Whether the overrides replace results of the trade itself. */
export function hasOverlay(overrides: Overrides): boolean {
  return overlaidFields.some((field) => overrides[field] !== undefined);
}

/** First touches and what hangs on them, as an MFE allows: what lies above it cannot have been touched. */
function touchesWithin(
  trade: TradeRecord,
  noBeMfe: Ticks,
): Pick<TradeRecord, "targetsHit" | "ladder" | "returns" | "heat"> {
  const steps = Math.floor((noBeMfe * LADDER_STEPS_PER_R) / trade.risk);
  const within = ([key]: [string, unknown], perStep: number): boolean => Number(key) * perStep <= steps;
  return {
    targetsHit: Object.fromEntries(Object.entries(trade.targetsHit).filter((each) => within(each, LADDER_STEPS_PER_R))),
    ladder: Object.fromEntries(Object.entries(trade.ladder).filter((each) => within(each, 1))),
    returns: (trade.returns ?? []).filter(({ upTo }) => upTo <= steps),
    heat: (trade.heat ?? []).slice(0, Math.floor(steps / LADDER_STEPS_PER_R)),
  };
}

/**
 * Lays corrected exit and extremes over a closed trade. Refused when they contradict each other or the legs
 * (methodology 7.6: 0 <= BE MFE <= No-BE MFE, MAE <= 0; 7.5: a stop is filled at its level or beyond).
 */
export function overlay(
  record: SignalRecord,
  trade: TradeRecord,
  stopLoss: Ticks,
  overrides: Overrides,
  scale: PriceScale,
): Overlaid {
  if (!hasOverlay(overrides)) return { ok: true, trade };
  const field = overlaidFields.find((each) => overrides[each] !== undefined) ?? "";
  const refuse = (message: string, at: FieldProblem["field"] = field): Overlaid => ({
    ok: false,
    problem: { field: at, message },
  });
  if (trade.closedAt === null)
    return refuse("With these values the trade still runs; exit and extremes can be corrected when it has ended.");
  const sign = record.direction === "bullish" ? 1 : -1;
  const exitReason = (overrides.exitReason?.human ?? trade.exitReason) as ExitReason;
  const exitPrice = ticksOf(overrides, "exitPrice", scale) ?? trade.exitPrice ?? trade.lastPrice;
  const noBeMfe = ticksOf(overrides, "noBeMfe", scale) ?? trade.noBeMfe;
  const beMfe = ticksOf(overrides, "beMfe", scale) ?? trade.beMfe;
  const mae = ticksOf(overrides, "mae", scale) ?? trade.mae;
  const points = (ticks: Ticks): string => formatPrice(ticks, scale);
  const isStop = exitReason === "STOP_LOSS";
  if (beMfe < 0) return refuse(`MFE is never below 0, got ${points(beMfe)}.`, "beMfe");
  if (noBeMfe < beMfe) {
    return refuse(
      `The No-BE leg lives longer, so its MFE (${points(noBeMfe)}) is at least that of the BE leg (${points(beMfe)}).`,
      overrides.noBeMfe === undefined ? "beMfe" : "noBeMfe",
    );
  }
  if (mae > 0) return refuse(`MAE is never above 0, got ${points(mae)}.`, "mae");
  const trigger = sign * (trade.beTriggerPrice - trade.entryPrice);
  if ((trade.beTriggeredAt !== null) !== beMfe >= trigger) {
    const armed =
      trade.beTriggeredAt === null ? "was never armed, so its MFE is below" : "was armed, so its MFE is at least";
    return refuse(`The BE leg ${armed} ${points(trigger)} points.`, "beMfe");
  }
  if (isStop && sign * (exitPrice - stopLoss) > 0) {
    return refuse(`A stop at ${points(stopLoss)} is filled there or beyond, not at ${points(exitPrice)}.`, "exitPrice");
  }
  if (isStop && mae > -trade.risk)
    return refuse(`A stopped trade has an MAE of −1R (−${points(trade.risk)}) or worse.`, "mae");
  const slippage = isStop ? Math.abs(exitPrice - stopLoss) : null;
  const [best, worst] = [trade.entryPrice + sign * noBeMfe, trade.entryPrice + sign * mae];
  // A leg that ended with the trade ends as the trade does; a BE exit before stays what it was.
  const endsTogether = trade.beExitAt === trade.closedAt && trade.beLeg !== "BREAK_EVEN";
  const leg = isStop ? "STOP_LOSS" : "OTHER";
  // A stop ends an armed BE leg as break-even (7.7).
  const beLeg = isStop && trade.beTriggeredAt !== null ? "BREAK_EVEN" : leg;
  return {
    ok: true,
    trade: {
      ...trade,
      ...touchesWithin(trade, noBeMfe),
      ...{ exitPrice, exitReason, noBeMfe, beMfe, mae, slippage },
      ...(endsTogether ? { beExitPrice: exitPrice, beLeg } : {}),
      noBeLeg: leg,
      stopHitAt: isStop ? trade.closedAt : null,
      gapExit: slippage === null ? null : slippage > GAP_EXIT_TICKS_MAX,
      highest: sign === 1 ? best : worst,
      lowest: sign === 1 ? worst : best,
    },
  };
}

/** The whole corrected record from its parts. */
export function correctedRecord(record: SignalRecord, stopLoss: Ticks, trade: TradeRecord): SignalRecord {
  return { ...record, stopLoss, status: trade.closedAt === null ? "ACTIVE" : "CLOSED", trade };
}
