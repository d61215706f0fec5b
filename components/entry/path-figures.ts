/**
 * The way of a trade as steps for drawing: running MFE of both legs, running MAE, the stops, first touches and exits. From stored
 * extremes, the exact first touches and the newest reading. Pure; values are signed ticks from the entry, favourable above 0.
 */

import type { Direction, SignalRecord, TradeRecord } from "@/lib/engine/types";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { beStopOf } from "@/lib/trade/record";
import { TARGET_R_MAX } from "@/lib/trade/trade";

/** A value that holds from `at` on. */
export interface Step {
  readonly at: EpochMs;
  readonly value: Ticks;
}

export interface PathMark {
  readonly at: EpochMs;
  readonly value: Ticks;
  readonly kind: "target" | "trigger" | "be-exit" | "exit";
  readonly label: string;
}

/** A new extreme as stored. */
export interface Extreme {
  readonly at: EpochMs;
  readonly price: Ticks;
  readonly side: "favourable" | "adverse";
}

/** The running part of an open trade. */
export interface NewestReading {
  readonly last: Ticks;
  readonly lastAt: EpochMs;
  readonly noBeMfe: Ticks;
  readonly beMfe: Ticks;
  readonly mae: Ticks;
}

export interface PathFigures {
  readonly from: EpochMs;
  /** The exit, or the newest trade known. */
  readonly until: EpochMs;
  readonly risk: Ticks;
  /** Stepwise, first at the entry with 0; each holds until the next. */
  readonly favourable: readonly Step[];
  readonly beFavourable: readonly Step[];
  readonly adverse: readonly Step[];
  /** Stop of the break-even leg while that leg was open. */
  readonly beStop: readonly Step[];
  readonly beUntil: EpochMs;
  /** Where the trade stands; null once it is closed. */
  readonly now: Step | null;
  readonly legsDiffer: boolean;
  readonly marks: readonly PathMark[];
}

/** Signed distance of a price from the entry. */
export function distanceFrom(entry: Ticks, price: Ticks, direction: Direction): Ticks {
  return direction === "bullish" ? price - entry : entry - price;
}

/** Only what goes further than all before stays; in order of time. */
function running(steps: readonly Step[], further: (a: Ticks, b: Ticks) => boolean): Step[] {
  const kept: Step[] = [];
  for (const step of [...steps].sort((a, b) => a.at - b.at || Math.abs(a.value) - Math.abs(b.value))) {
    const last = kept.at(-1);
    if (last === undefined || further(step.value, last.value)) kept.push(step);
  }
  return kept;
}

const higher = (a: Ticks, b: Ticks): boolean => a > b;
const lower = (a: Ticks, b: Ticks): boolean => a < b;

/** First touches of quarter R are exact in time where the stored extremes are at most one a minute. */
function touchesOf(trade: TradeRecord): Step[] {
  return Object.entries(trade.ladder).map(([quarter, { at }]) => {
    const ticks = (Number(quarter) * trade.risk) / 4;
    return { at, value: ticks > 0 ? Math.ceil(ticks) : Math.floor(ticks) };
  });
}

function marksOf(trade: TradeRecord, direction: Direction): PathMark[] {
  const marks: PathMark[] = Object.entries(trade.targetsHit).map(([target, at]) => ({
    ...{ at, value: Number(target) * trade.risk, kind: "target", label: `${target}R` },
  }));
  const trigger = distanceFrom(trade.entryPrice, trade.beTriggerPrice, direction);
  if (trade.beTriggeredAt !== null) {
    marks.push({ at: trade.beTriggeredAt, value: trigger, kind: "trigger", label: "BE armed" });
  }
  if (trade.beExitAt !== null && trade.beExitPrice !== null && trade.beExitAt !== trade.closedAt) {
    const value = distanceFrom(trade.entryPrice, trade.beExitPrice, direction);
    marks.push({ at: trade.beExitAt, value, kind: "be-exit", label: "BE leg out" });
  }
  if (trade.closedAt !== null && trade.exitPrice !== null) {
    const label =
      trade.exitReason === "STOP_LOSS" ? "stopped" : trade.exitReason === "ROLL" ? "rolled" : "closed by hand";
    const value = distanceFrom(trade.entryPrice, trade.exitPrice, direction);
    marks.push({ at: trade.closedAt, value, kind: "exit", label });
  }
  return marks.sort((a, b) => a.at - b.at);
}

/** @param reading null when the trade is closed or nothing has come over the stream yet */
export function pathFigures(
  { direction }: Pick<SignalRecord, "direction">,
  trade: TradeRecord,
  extremes: readonly Extreme[],
  reading: NewestReading | null,
): PathFigures {
  const { entryAt, entryPrice, risk, closedAt, beExitAt, beTriggeredAt } = trade;
  const live = closedAt === null ? reading : null;
  const distance = (price: Ticks): Ticks => distanceFrom(entryPrice, price, direction);
  const until = Math.max(closedAt ?? live?.lastAt ?? trade.lastAt, entryAt);
  const start = { at: entryAt, value: 0 };
  const of = (side: Extreme["side"]): Step[] =>
    extremes.filter((point) => point.side === side).map(({ at, price }) => ({ at, value: distance(price) }));
  const touches = touchesOf(trade);
  const [bestAt, worstAt] =
    direction === "bullish" ? [trade.highestAt, trade.lowestAt] : [trade.lowestAt, trade.highestAt];
  const best =
    live !== null && live.noBeMfe > trade.noBeMfe
      ? { at: live.lastAt, value: live.noBeMfe }
      : { at: bestAt, value: trade.noBeMfe };
  const worst =
    live !== null && live.mae < trade.mae ? { at: live.lastAt, value: live.mae } : { at: worstAt, value: trade.mae };
  const beMfe = live?.beMfe ?? trade.beMfe;
  const beUntil = beExitAt ?? until;
  // `bestAt` is the last time the best price traded; the BE leg had its own best by its exit at the latest.
  const beBest = { at: beUntil, value: beMfe };
  const up = touches.filter(({ value }) => value > 0);
  const favourable = running([start, ...of("favourable"), ...up, best, beBest], higher);
  const adverse = running([start, ...of("adverse"), ...touches.filter(({ value }) => value < 0), worst], lower);
  const beFavourable = favourable.filter(({ at, value }) => at <= beUntil && value <= beMfe);
  const beStop = [
    { at: entryAt, value: -risk },
    ...(beTriggeredAt === null ? [] : [{ at: beTriggeredAt, value: distance(beStopOf(trade)) }]),
  ];
  return {
    ...{ from: entryAt, until, risk, favourable, beFavourable, adverse, beStop, beUntil },
    now: closedAt === null ? { at: until, value: distance(live?.last ?? trade.lastPrice) } : null,
    legsDiffer: beMfe !== Math.max(trade.noBeMfe, live?.noBeMfe ?? 0) || (beExitAt !== null && beExitAt !== closedAt),
    marks: marksOf(trade, direction),
  };
}

/** A level of a corrected trade, as a distance from the machine's entry. */
export interface CorrectedLevel {
  readonly name: string;
  readonly value: Ticks;
}

/** Entry, stop and targets of a trade as corrected, up to `best`; those that are the machine's own are left out. */
export function correctedLevels(
  { direction, stopLoss }: Pick<SignalRecord, "direction" | "stopLoss">,
  machine: TradeRecord,
  corrected: Pick<SignalRecord, "stopLoss" | "trade">,
  best: Ticks,
): readonly CorrectedLevel[] {
  const { trade, stopLoss: stop } = corrected;
  if (trade === null || stop === null) return [];
  const distance = (price: Ticks): Ticks => distanceFrom(machine.entryPrice, price, direction);
  const entry = distance(trade.entryPrice);
  const levels: CorrectedLevel[] = [];
  if (entry !== 0) levels.push({ name: "entry", value: entry });
  if (stop !== stopLoss) levels.push({ name: "stop", value: distance(stop) });
  if (levels.length === 0) return [];
  // The first target is always of interest; further ones as far as price went.
  for (let target = 1; target === 1 || entry + target * trade.risk <= best; target += 1) {
    if (target > TARGET_R_MAX) break;
    levels.push({ name: `${target}R`, value: entry + target * trade.risk });
  }
  return levels;
}

/** The value that holds at an instant. */
export function valueAt(steps: readonly Step[], at: EpochMs): Ticks | null {
  let value: Ticks | null = null;
  for (const step of steps) {
    if (step.at > at) break;
    value = step.value;
  }
  return value;
}
