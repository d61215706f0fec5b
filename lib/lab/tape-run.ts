/**
 * A trade run again over stored ticks with the engine's own code: the same steps in the same order as the engine took
 * them, only for one trade and without its index. Knows no database: the steps are an argument (ADR 51).
 */
import type { EpochMs, Ticks } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";
import { tradeRecord } from "@/lib/trade/record";
import { applyTick, type BreakEvenRule, closeTrade, isOpen, openTrade, type Trade } from "@/lib/trade/trade";
import type { TickRef, TradeRecord } from "@/lib/trade/types";

/** What happened on the tape after an entry, oldest first: an accepted tick, or an end that is no stop. */
export type TapeStep =
  | { readonly kind: "tick"; readonly at: EpochMs; readonly price: Ticks; readonly ref: TickRef }
  | { readonly kind: "close"; readonly at: EpochMs; readonly reason: "ROLL" | "MANUAL" };

/** Where a run begins: the entry the engine made, with the risk that is to count. */
export interface RunStart {
  readonly direction: Direction;
  readonly entryAt: EpochMs;
  readonly entryRef: TickRef | null;
  readonly entryPrice: Ticks;
  /** Ticks of 1R, above 0. */
  readonly risk: Ticks;
}

/** Opens the trade of a run. */
export function startRun({ direction, entryAt, entryRef, entryPrice, risk }: RunStart, rule: BreakEvenRule): Trade {
  return openTrade(direction, { at: entryAt, price: entryPrice, ref: entryRef }, risk, rule);
}

/**
 * Applies one step (methodology 7.3; roll and manual close at the last trade, 10.4 and 7.7).
 * @returns whether the trade is still open
 */
export function runStep(trade: Trade, step: TapeStep): boolean {
  if (!isOpen(trade)) return false;
  if (step.kind === "tick") applyTick(trade, step.price, step.at);
  else closeTrade(trade, trade.lastPrice, step.at, step.reason);
  return isOpen(trade);
}

/** JSON values that say the same, whatever the order of their keys. */
function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [a, b] = [Object.entries(left), Object.entries(right)];
  const byKey = new Map<string, unknown>(b);
  return a.length === b.length && a.every(([key, value]) => byKey.has(key) && sameJson(value, byKey.get(key)));
}

/** What the newest tick alone decides; it is no result of a closed trade. */
const standing: ReadonlySet<string> = new Set(["lastPrice", "lastAt"]);

/**
 * Whether a run gave what the engine stored. Only what the stored record names is compared, so that records of an older
 * engine can be checked too.
 */
export function reproduces(run: Trade, stored: TradeRecord): boolean {
  const made = new Map<string, unknown>(Object.entries(tradeRecord(run)));
  const isRunning = stored.closedAt === null;
  return Object.entries(stored).every(
    ([key, value]) => (!isRunning && standing.has(key)) || sameJson(value, made.get(key)),
  );
}
