/**
 * What can happen next to an open trade and how far the price is from each of it (methodology 7.2, 7.3).
 * Pure: record and newest price in, distances in whole ticks out. Says nothing of time or likelihood.
 */
import type { Ticks } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";
import { beStopOf } from "@/lib/trade/record";
import { TARGET_R_MAX } from "@/lib/trade/trade";
import type { TradeRecord } from "@/lib/trade/types";

export type NextEventKind = "stop" | "be-exit" | "be-trigger" | "target";

export interface NextEvent {
  readonly kind: NextEventKind;
  /** Whole R of a target; 0 for the others. */
  readonly target: number;
  /** Level whose touch makes it happen. */
  readonly price: Ticks;
  /** Ticks from the newest price to the level, >= 0. */
  readonly distance: Ticks;
}

/** What is read of a record. */
export type EventTrade = Pick<
  TradeRecord,
  "entryPrice" | "risk" | "beTriggerPrice" | "beStopPrice" | "beTriggeredAt" | "beLeg" | "noBeLeg"
>;

/** Of two events equally near the one that a tick would decide first comes first (7.3: stops before targets). */
const order: Readonly<Record<NextEventKind, number>> = { stop: 0, "be-exit": 1, "be-trigger": 2, target: 3 };

/**
 * Everything that can happen next to a trade, nearest first; empty once it is closed.
 * @param last newest price
 * @param mfe favourable extreme so far in ticks: a target that was touched does not come again
 */
export function nextEvents(trade: EventTrade, direction: Direction, last: Ticks, mfe: Ticks): readonly NextEvent[] {
  if (trade.noBeLeg !== "OPEN") return [];
  const sign = direction === "bullish" ? 1 : -1;
  const now = sign * (last - trade.entryPrice);
  const { risk } = trade;
  const events: NextEvent[] = [];
  const add = (kind: NextEventKind, level: Ticks, target: number): void => {
    // A reading may be a frame ahead of the fact that it caused: then the level is reached, not passed.
    const distance = Math.max(0, kind === "stop" || kind === "be-exit" ? now - level : level - now);
    events.push({ kind, target, price: trade.entryPrice + sign * level, distance });
  };
  add("stop", -risk, 0);
  const trigger = sign * (trade.beTriggerPrice - trade.entryPrice);
  const waitsForTrigger = trade.beLeg === "OPEN" && trade.beTriggeredAt === null;
  if (waitsForTrigger) add("be-trigger", trigger, 0);
  else if (trade.beLeg === "TRIGGERED") add("be-exit", sign * (beStopOf(trade) - trade.entryPrice), 0);
  const target = Math.floor(Math.max(0, mfe) / risk) + 1;
  // The trigger usually is the first target: one level is named once.
  if (target <= TARGET_R_MAX && !(waitsForTrigger && target * risk === trigger)) add("target", target * risk, target);
  return events.sort((a, b) => a.distance - b.distance || order[a.kind] - order[b.kind]);
}

/**
 * An order that does not shiver: a key counts as changed only when it has moved by more than `slack(key)` from the one
 * that was last used, so neighbours a hair apart keep their places. `held` remembers the used keys and is updated in place.
 * @returns ids by used key, ascending; equal keys by id
 */
export function steadyOrder(
  ids: readonly string[],
  keyOf: (id: string) => number,
  held: Map<string, number>,
  slack: (key: number) => number,
): readonly string[] {
  const present = new Set(ids);
  for (const id of held.keys()) if (!present.has(id)) held.delete(id);
  const used = ids.map((id) => {
    const key = keyOf(id);
    const before = held.get(id);
    const keep = before !== undefined && Math.abs(key - before) <= slack(before);
    if (!keep) held.set(id, key);
    return { id, key: keep ? before : key };
  });
  return used.sort((a, b) => (a.key === b.key ? (a.id < b.id ? -1 : 1) : a.key < b.key ? -1 : 1)).map(({ id }) => id);
}
