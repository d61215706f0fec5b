/**
 * Where the stop goes (methodology 5.2 to 5.4): lowest candle of the range, scenario A, B or C, left search.
 * Written for bullish; the depth of pivot.ts mirrors it. Works on closed candles only and knows no entry.
 */
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";
import { depthOf, type PivotKind, pivotAt } from "@/lib/signal/pivot";
import type { Direction, StopAnchorType, StopScenario } from "@/lib/signal/types";

export interface StopInput {
  /** Existing candles in time order up to and including the confirmation candle, which is the last one. */
  readonly candles: readonly Candle[];
  /** Position of the signal candle in the list. */
  readonly signalIndex: number;
  readonly direction: Direction;
  readonly bufferTicks: Ticks;
  readonly symmetricDoublePivot: boolean;
  readonly leftSearchCandles: number;
}

export interface StopPlacement {
  readonly price: Ticks;
  readonly scenario: StopScenario;
  readonly anchorType: StopAnchorType;
  readonly anchorAt: EpochMs;
  readonly anchorPrice: Ticks;
  /** The stop lies strictly above the lowest low of the range (bullish; A-41). */
  readonly insideRange: boolean;
}

interface Anchor {
  readonly candle: Candle;
  readonly scenario: StopScenario;
  readonly type: StopAnchorType;
}

/** Older candles before the signal candle that a stop may look at: the search plus the neighbours of its last candle. */
export function candlesNeededLeft(leftSearchCandles: number): number {
  return leftSearchCandles + 2;
}

/** Index of the lowest candle of the range: the signal candle wins ties, then the newest in between, the last loses all. */
export function lowestIndex(input: StopInput): number {
  const depth = (index: number): number => {
    const candle = input.candles[index];
    return candle === undefined ? Number.POSITIVE_INFINITY : depthOf(candle, input.direction);
  };
  const last = input.candles.length - 1;
  let lowest = input.signalIndex;
  for (let index = last - 1; index > input.signalIndex; index -= 1) {
    if (depth(index) < depth(lowest)) lowest = index;
  }
  return depth(last) < depth(lowest) ? last : lowest;
}

/** Whether the body is against the direction (scenario C-candle); a doji is not. */
export function isOpposing(candle: Candle, direction: Direction): boolean {
  return direction === "bullish" ? candle.close < candle.open : candle.close > candle.open;
}

/** Scenario C: the candles left of the signal candle, nearest first. */
function searchLeft(input: StopInput, signalCandle: Candle): Anchor {
  const oldest = Math.max(0, input.signalIndex - input.leftSearchCandles);
  for (let index = input.signalIndex - 1; index >= oldest; index -= 1) {
    const kind = pivotAt(input.candles, index, input.direction, input.symmetricDoublePivot);
    const candle = input.candles[index];
    if (kind !== null && candle !== undefined) return { candle, scenario: "C_PIVOT", type: kind };
  }
  for (let index = input.signalIndex - 1; index >= oldest; index -= 1) {
    const candle = input.candles[index];
    if (candle?.complete === true && isOpposing(candle, input.direction)) {
      return { candle, scenario: "C_CANDLE", type: "OPPOSING_CANDLE" };
    }
  }
  return { candle: signalCandle, scenario: "C_SIGNAL", type: "SIGNAL_CANDLE" };
}

function findAnchor(input: StopInput, signalCandle: Candle): Anchor {
  const lowest = lowestIndex(input);
  const candle = input.candles[lowest];
  const kind: PivotKind | null = pivotAt(input.candles, lowest, input.direction, input.symmetricDoublePivot);
  if (candle === undefined || kind === null) return searchLeft(input, signalCandle);
  return { candle, scenario: lowest === input.signalIndex ? "B" : "A", type: kind };
}

/**
 * Places the stop at the close of the confirmation candle.
 * @throws RangeError when the signal candle is not in the list (a broken caller, not bad data)
 */
export function placeStop(input: StopInput): StopPlacement {
  const signalCandle = input.candles[input.signalIndex];
  if (signalCandle === undefined) throw new RangeError(`stop: no candle at index ${input.signalIndex}`);
  const { candle, scenario, type } = findAnchor(input, signalCandle);
  const depth = depthOf(candle, input.direction) - input.bufferTicks;
  const range = input.candles.slice(input.signalIndex).map((each) => depthOf(each, input.direction));
  const rangeDepth = range.reduce((lowest, each) => Math.min(lowest, each), Number.POSITIVE_INFINITY);
  const price = input.direction === "bullish" ? depth : -depth;
  return {
    price,
    scenario,
    anchorType: type,
    anchorAt: candle.openAt,
    anchorPrice: input.direction === "bullish" ? candle.low : candle.high,
    insideRange: depth > rangeDepth,
  };
}
