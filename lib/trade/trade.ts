/**
 * One open trade and the tick algorithm of methodology 7.3. Both directions share one code: prices become signed
 * distances from the entry (favourable above 0). Knows no candles, no signals and no other trades.
 *
 * States of the legs: BE leg OPEN -> TRIGGERED (trigger touched) -> BREAK_EVEN, or OPEN -> STOP_LOSS; No-BE leg
 * OPEN -> STOP_LOSS. Both become OTHER when the trade is closed by a roll or by hand.
 */
import type { EpochMs, Ticks } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";
import type { EntryReturn, ExitReason, LegStatus, TickRef } from "@/lib/trade/types";

/** Targets are whole R from 1 to this. */
export const TARGET_R_MAX = 20;
/** Steps of the first-touch ladder per R. */
export const LADDER_STEPS_PER_R = 4;
const LADDER_UP_MAX = TARGET_R_MAX * LADDER_STEPS_PER_R;
/** The ladder ends at the stop, -1R. */
const LADDER_DOWN_MAX = LADDER_STEPS_PER_R;
/** Slippage above this many ticks is a gap exit (methodology 7.5, A-27). */
export const GAP_EXIT_TICKS_MAX = 2;

/** First touch of one ladder step. */
export interface Touch {
  readonly at: EpochMs;
  readonly beOpen: boolean;
}

/** What a tick did to a trade, in the order it happened. */
export type TradeChange =
  | { readonly type: "TARGET"; readonly target: number; readonly beOpen: boolean }
  | { readonly type: "BE_TRIGGERED" }
  | { readonly type: "EXIT_BREAK_EVEN" }
  | { readonly type: "EXIT_STOP_LOSS"; readonly leg: "be" | "no-be" };

/** Mutable state of a trade. JSON-safe. Distances are signed ticks from the entry, favourable above 0. */
export interface Trade {
  readonly sign: 1 | -1;
  readonly entryAt: EpochMs;
  readonly entryPrice: Ticks;
  readonly entryRef: TickRef | null;
  readonly risk: Ticks;
  /** Distance of the BE trigger. */
  readonly trigger: Ticks;
  /** Distance of the BE leg's stop once triggered (0 = entry). */
  readonly beStop: Ticks;
  beLeg: LegStatus;
  noBeLeg: LegStatus;
  beTriggeredAt: EpochMs | null;
  mfeAtTrigger: Ticks | null;
  beExitAt: EpochMs | null;
  beExitPrice: Ticks | null;
  stopHitAt: EpochMs | null;
  exitPrice: Ticks | null;
  exitReason: ExitReason | null;
  /** The No-BE fill is its level because only a minute bar tells of it: its slippage is unknown. */
  fillAssumed: boolean;
  closedAt: EpochMs | null;
  favourable: Ticks;
  favourableAt: EpochMs;
  beFavourable: Ticks;
  adverse: Ticks;
  adverseAt: EpochMs;
  /** First touches of +0.25R, +0.5R, ... */
  readonly up: Touch[];
  /** First touches of -0.25R, -0.5R, ... -1R. */
  readonly down: Touch[];
  /** Returns to the entry after touched steps of `up`, oldest first. */
  readonly returns: EntryReturn[];
  /** Adverse extreme when 1R, 2R, ... were first touched. */
  readonly heat: Ticks[];
  lastPrice: Ticks;
  lastAt: EpochMs;
}

/** How the break-even leg is set (configuration beTriggerR and beOffsetPoints). */
export interface BreakEvenRule {
  /** beTriggerR as an exact fraction. */
  readonly triggerNumerator: number;
  readonly triggerDenominator: number;
  /** Whole ticks from the entry in favour, rounded towards the stop. */
  readonly offsetTicks: Ticks;
}

/** Opens a trade. The entry only initialises (7.3). @param risk ticks of 1R, above 0 (methodology 5.3: else VOID) */
export function openTrade(
  direction: Direction,
  entry: { readonly at: EpochMs; readonly price: Ticks; readonly ref: TickRef | null },
  risk: Ticks,
  rule: BreakEvenRule,
): Trade {
  return {
    sign: direction === "bullish" ? 1 : -1,
    entryAt: entry.at,
    entryPrice: entry.price,
    entryRef: entry.ref,
    risk,
    trigger: Math.ceil((risk * rule.triggerNumerator) / rule.triggerDenominator),
    beStop: rule.offsetTicks,
    beLeg: "OPEN",
    noBeLeg: "OPEN",
    beTriggeredAt: null,
    mfeAtTrigger: null,
    beExitAt: null,
    beExitPrice: null,
    stopHitAt: null,
    exitPrice: null,
    exitReason: null,
    fillAssumed: false,
    closedAt: null,
    favourable: 0,
    favourableAt: entry.at,
    beFavourable: 0,
    adverse: 0,
    adverseAt: entry.at,
    up: [],
    down: [],
    returns: [],
    heat: [],
    lastPrice: entry.price,
    lastAt: entry.at,
  };
}

/** Whether the No-BE leg, and with it the trade, is still open. */
export function isOpen(trade: Trade): boolean {
  return trade.noBeLeg === "OPEN";
}

/** Whether the BE leg is still open. */
export function isBeOpen(trade: Trade): boolean {
  return trade.beLeg === "OPEN" || trade.beLeg === "TRIGGERED";
}

/** Signed distance of a price from the entry, favourable above 0. */
export function distanceOf(trade: Trade, price: Ticks): Ticks {
  return trade.sign === 1 ? price - trade.entryPrice : trade.entryPrice - price;
}

/** Price at a signed distance. */
export function priceAt(trade: Trade, distance: Ticks): Ticks {
  return trade.sign === 1 ? trade.entryPrice + distance : trade.entryPrice - distance;
}

/** Takes a favourable extreme of ticks that reached no level. */
export function extendFavourable(trade: Trade, distance: Ticks, at: EpochMs): void {
  if (distance >= trade.favourable && distance > 0) {
    trade.favourable = distance;
    trade.favourableAt = at;
  }
  if (isBeOpen(trade) && distance > trade.beFavourable) trade.beFavourable = distance;
}

/** Takes an adverse extreme (step 1 of 7.3). */
export function extendAdverse(trade: Trade, distance: Ticks, at: EpochMs): void {
  if (distance <= trade.adverse && distance < 0) {
    trade.adverse = distance;
    trade.adverseAt = at;
  }
}

/** Ends the BE leg. */
export function exitBeLeg(trade: Trade, price: Ticks, at: EpochMs, status: LegStatus): void {
  trade.beLeg = status;
  trade.beExitAt = at;
  trade.beExitPrice = price;
}

/** Ends the No-BE leg and with it the trade. */
export function exitNoBeLeg(trade: Trade, price: Ticks, at: EpochMs, status: LegStatus, reason: ExitReason): void {
  trade.noBeLeg = status;
  trade.stopHitAt = reason === "STOP_LOSS" ? at : null;
  trade.exitPrice = price;
  trade.exitReason = reason;
  trade.closedAt = at;
}

function testStops(trade: Trade, distance: Ticks, price: Ticks, at: EpochMs, changes: TradeChange[]): void {
  if (distance <= -trade.risk) {
    if (trade.beLeg === "TRIGGERED") {
      exitBeLeg(trade, price, at, "BREAK_EVEN");
      changes.push({ type: "EXIT_BREAK_EVEN" });
    } else if (trade.beLeg === "OPEN") {
      exitBeLeg(trade, price, at, "STOP_LOSS");
      changes.push({ type: "EXIT_STOP_LOSS", leg: "be" });
    }
    exitNoBeLeg(trade, price, at, "STOP_LOSS", "STOP_LOSS");
    changes.push({ type: "EXIT_STOP_LOSS", leg: "no-be" });
  } else if (trade.beLeg === "TRIGGERED" && distance <= trade.beStop) {
    exitBeLeg(trade, price, at, "BREAK_EVEN");
    changes.push({ type: "EXIT_BREAK_EVEN" });
  }
}

/** Takes the ladder steps below that a distance reaches. */
export function descend(trade: Trade, distance: Ticks, touch: Touch): void {
  while (
    trade.down.length < LADDER_DOWN_MAX &&
    distance * LADDER_STEPS_PER_R <= -(trade.down.length + 1) * trade.risk
  ) {
    trade.down.push(touch);
  }
}

/** Takes the ladder steps above that a distance reaches; every whole R of them is a target. */
export function climb(trade: Trade, distance: Ticks, touch: Touch, changes: TradeChange[]): void {
  while (trade.up.length < LADDER_UP_MAX && distance * LADDER_STEPS_PER_R >= (trade.up.length + 1) * trade.risk) {
    trade.up.push(touch);
    if (trade.up.length % LADDER_STEPS_PER_R === 0) {
      trade.heat.push(trade.adverse);
      changes.push({ type: "TARGET", target: trade.up.length / LADDER_STEPS_PER_R, beOpen: touch.beOpen });
    }
  }
}

/** Whether a favourable step was touched that price has not come back from. */
function hasStepToReturn(trade: Trade): boolean {
  return trade.up.length > (trade.returns.at(-1)?.upTo ?? 0);
}

/** Notes that price is back at the entry, when it has come from a touched step. */
export function noteReturn(trade: Trade, distance: Ticks, at: EpochMs): void {
  if (distance <= 0 && hasStepToReturn(trade)) trade.returns.push({ at, upTo: trade.up.length });
}

/**
 * Applies one accepted tick to an open trade: methodology 7.3 steps 1 to 4.
 * @returns what changed, in order; empty for a tick that reached nothing
 */
export function applyTick(trade: Trade, price: Ticks, at: EpochMs): TradeChange[] {
  const changes: TradeChange[] = [];
  const distance = distanceOf(trade, price);
  const touch = { at, beOpen: isBeOpen(trade) };
  trade.lastPrice = price;
  trade.lastAt = at;
  extendAdverse(trade, distance, at);
  descend(trade, distance, touch);
  // Before the climb: a step lies above the entry, so one tick never touches a step and returns from it.
  noteReturn(trade, distance, at);
  testStops(trade, distance, price, at, changes);
  if (!isOpen(trade)) return changes;
  extendFavourable(trade, distance, at);
  climb(trade, distance, touch, changes);
  if (trade.beLeg === "OPEN" && distance >= trade.trigger) {
    trade.beLeg = "TRIGGERED";
    trade.beTriggeredAt = at;
    trade.mfeAtTrigger = trade.beFavourable;
    changes.push({ type: "BE_TRIGGERED" });
  }
  return changes;
}

/** Closes what is open at a given price for a reason other than the stop (10.4 roll, 7.7 analyst). */
export function closeTrade(trade: Trade, price: Ticks, at: EpochMs, reason: "ROLL" | "MANUAL"): void {
  if (isBeOpen(trade)) exitBeLeg(trade, price, at, "OTHER");
  exitNoBeLeg(trade, price, at, "OTHER", reason);
}

/** Nearest favourable distance at which something happens next; Infinity when nothing can. */
export function nextUp(trade: Trade): number {
  const step = trade.up.length + 1;
  const ladder = step > LADDER_UP_MAX ? Number.POSITIVE_INFINITY : Math.ceil((step * trade.risk) / LADDER_STEPS_PER_R);
  return trade.beLeg === "OPEN" ? Math.min(ladder, trade.trigger) : ladder;
}

/** Nearest distance below at which something happens next; never under the stop. */
export function nextDown(trade: Trade): number {
  const step = Math.min(trade.down.length + 1, LADDER_DOWN_MAX);
  const ladder = Math.floor((-step * trade.risk) / LADDER_STEPS_PER_R);
  const level = hasStepToReturn(trade) ? 0 : ladder;
  return trade.beLeg === "TRIGGERED" ? Math.max(level, trade.beStop) : level;
}

/** |fill - stop level| of the No-BE exit in ticks; null while open, for another exit and when the fill is assumed. */
export function slippageOf(trade: Trade): Ticks | null {
  if (trade.exitReason !== "STOP_LOSS" || trade.exitPrice === null || trade.fillAssumed) return null;
  return Math.abs(distanceOf(trade, trade.exitPrice) + trade.risk);
}

/** Whether the No-BE exit slipped by more than two ticks; null as slippageOf. */
export function isGapExit(trade: Trade): boolean | null {
  const slippage = slippageOf(trade);
  return slippage === null ? null : slippage > GAP_EXIT_TICKS_MAX;
}
