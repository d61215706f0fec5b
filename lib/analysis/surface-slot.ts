/**
 * What one trade makes of every combination of target and break-even trigger, from the stored order of first touches and
 * returns to the entry (ticks, never bars). The stop of the break-even leg is the raw entry.
 *
 * For a trigger at ladder step k a trade has a reach (the highest step touched before the break-even exit or the end) and
 * what it becomes when the target lies beyond the reach. Targets share both, so one number per trigger says all of a row.
 */
import type { AnalysisTrade } from "@/lib/analysis/row";
import { LADDER_STEPS_PER_R, TARGET_R_MAX } from "@/lib/trade/trade";

/** Triggers shown, in quarter R; null: the stop never moves. */
export const surfaceTriggers: readonly (number | null)[] = [null, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20];
/** Targets shown, in quarter R. */
export const surfaceTargets: readonly number[] = [4, 6, 8, 10, 12, 16, 20, 24, 28, 32, 40, 48, 60, 80];

/** Ladder steps up to the highest target. */
export const STEPS_MAX = TARGET_R_MAX * LADDER_STEPS_PER_R;
/** What a trade is for a target beyond its reach, as a number so that 60,000 trades make no objects. */
export const LOSS = 0;
export const BREAK_EVEN = 1;
const UNRESOLVED = 2;
const OTHER = 3;
export const BEYONDS = 4;

type Path = Pick<AnalysisTrade, "risk" | "noBeMfe" | "noBeLeg" | "returns">;

/** Ladder steps a favourable distance touches, 0..80. */
export function stepsTouched(trade: Pick<AnalysisTrade, "risk" | "noBeMfe">): number {
  return Math.min(STEPS_MAX, Math.floor((trade.noBeMfe * LADDER_STEPS_PER_R) / trade.risk));
}

/** Reach of a trade under a trigger at `trigger` steps (null: never) and what lies beyond: `reach * BEYONDS + beyond`. */
function reachOf(trade: Path, trigger: number | null): number {
  const touched = stepsTouched(trade) * BEYONDS;
  const stopped = trade.noBeLeg === "STOP_LOSS";
  const ended = trade.noBeLeg === "OTHER" ? OTHER : UNRESOLVED;
  if (trigger === null || touched < trigger * BEYONDS) return touched + (stopped ? LOSS : ended);
  for (const upTo of trade.returns ?? []) if (upTo >= trigger) return upTo * BEYONDS + BREAK_EVEN;
  // A stop lies behind the entry: whoever is stopped after the trigger has passed the break-even stop.
  return touched + (stopped ? BREAK_EVEN : ended);
}

/** Whether the order of touches is known for a trade. */
export function hasOrder(trade: Pick<AnalysisTrade, "returns">): boolean {
  return trade.returns !== null;
}

/** Stands for a trade whose order of touches is not known. */
export const noOrder = 65_535;

/** One slot per trigger shown: `reach * BEYONDS + beyond`, or `noOrder`. */
export function slotsOf(trade: AnalysisTrade): number[] {
  return surfaceTriggers.map((trigger) => (hasOrder(trade) ? reachOf(trade, trigger) : noOrder));
}

/** Result of one trade in one cell, in R; null while unresolved or closed by roll or hand before. */
export function cellResult(trade: AnalysisTrade, trigger: number | null, target: number): number | null {
  const slot = reachOf(trade, trigger);
  if (slot >= target * BEYONDS) return target / LADDER_STEPS_PER_R;
  if (slot % BEYONDS === LOSS) return -1;
  return slot % BEYONDS === BREAK_EVEN ? 0 : null;
}
