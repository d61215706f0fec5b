/**
 * The way to a stop, step by step (methodology 5.1 to 5.3): which candle is the lowest, why it is a pivot or not, what the left
 * search saw. For explaining only: it decides by the same functions as stop.ts and a property test holds the two together.
 * Written for bullish, mirrored by depth like pivot.ts.
 */
import type { Candle, EpochMs } from "@/lib/market/types";
import { depthOf, type PivotKind, pivotAt } from "@/lib/signal/pivot";
import { isOpposing, lowestIndex, placeStop, type StopInput, type StopPlacement } from "@/lib/signal/stop";
import type { StopScenario } from "@/lib/signal/types";

/** Why a candle is a pivot or not. `older`/`newer` name the neighbour that decides, `outer` the one past an equal pair. */
export type PivotReason =
  | "pivot"
  | "incomplete"
  | "older-missing"
  | "newer-missing"
  | "older-beyond"
  | "newer-beyond"
  | "three-equal"
  | "pair-not-symmetric"
  | "outer-missing"
  | "outer-not-above";

/** One candle held against its neighbours. Neighbours are null when there is none. */
export interface PivotTest {
  /** Position relative to the signal candle, counted in existing candles: 0 = s, -1 = s-1, 1 = s+1. */
  readonly offset: number;
  readonly candle: Candle;
  readonly kind: PivotKind | null;
  readonly reason: PivotReason;
  readonly older: Candle | null;
  readonly newer: Candle | null;
  /** Looked at for an equal pair only. */
  readonly outer: Candle | null;
}

/** A candle of the left search for an opposing body. */
export interface BodyTest {
  readonly offset: number;
  readonly candle: Candle;
  readonly opposing: boolean;
}

export interface ScenarioStep {
  readonly scenario: StopScenario;
  /** `not-reached`: an earlier one had decided. */
  readonly outcome: "chosen" | "no" | "not-reached";
}

export interface StopWalk {
  /** Candles s..c, how many. */
  readonly rangeCandles: number;
  readonly lowest: {
    readonly offset: number;
    readonly candle: Candle;
    readonly role: "signal" | "between" | "confirmation";
    /** Other candles of the range with the very same extreme. */
    readonly ties: readonly EpochMs[];
  };
  readonly lowestTest: PivotTest;
  /** A, B, C-pivot, C-candle, C-signal in this order. */
  readonly steps: readonly ScenarioStep[];
  /** Left search for a pivot, nearest first, up to the one found; empty when A or B decided. */
  readonly pivotSearch: readonly PivotTest[];
  /** Left search for an opposing body; empty when a pivot decided. */
  readonly bodySearch: readonly BodyTest[];
  readonly placement: StopPlacement;
}

const ORDER: readonly StopScenario[] = ["A", "B", "C_PIVOT", "C_CANDLE", "C_SIGNAL"];

function reasonFor(
  depths: {
    readonly self: number | null;
    readonly older: number | null;
    readonly newer: number | null;
    readonly outer: number | null;
  },
  kind: PivotKind | null,
  symmetric: boolean,
): PivotReason {
  const { self, older, newer, outer } = depths;
  if (kind !== null) return "pivot";
  if (self === null) return "incomplete";
  if (older === null) return "older-missing";
  if (newer === null) return "newer-missing";
  if (older < self) return "older-beyond";
  if (newer < self) return "newer-beyond";
  if (older === self && newer === self) return "three-equal";
  if (newer === self && !symmetric) return "pair-not-symmetric";
  return outer === null ? "outer-missing" : "outer-not-above";
}

/** Holds one candle against its neighbours. @throws RangeError when there is no such candle */
function testPivot(input: StopInput, index: number): PivotTest {
  const { candles, direction, symmetricDoublePivot, signalIndex } = input;
  const candle = candles[index];
  if (candle === undefined) throw new RangeError(`stop walk: no candle at index ${index}`);
  const depth = (one: Candle | undefined): number | null => (one?.complete === true ? depthOf(one, direction) : null);
  const [older, newer] = [candles[index - 1], candles[index + 1]];
  const [self, left, right] = [depth(candle), depth(older), depth(newer)];
  const outer =
    self === null ? undefined : self === left ? candles[index - 2] : self === right ? candles[index + 2] : undefined;
  const kind = pivotAt(candles, index, direction, symmetricDoublePivot);
  return {
    offset: index - signalIndex,
    candle,
    kind,
    reason: reasonFor({ self, older: left, newer: right, outer: depth(outer) }, kind, symmetricDoublePivot),
    older: older ?? null,
    newer: newer ?? null,
    outer: outer ?? null,
  };
}

/** Indexes of the left search, nearest first. */
function leftOf({ signalIndex, leftSearchCandles }: StopInput): number[] {
  const count = Math.min(signalIndex, leftSearchCandles);
  return Array.from({ length: count }, (_, step) => signalIndex - 1 - step);
}

function searchPivots(input: StopInput): PivotTest[] {
  const tests: PivotTest[] = [];
  for (const index of leftOf(input)) {
    const test = testPivot(input, index);
    tests.push(test);
    if (test.kind !== null) break;
  }
  return tests;
}

function searchBodies(input: StopInput): BodyTest[] {
  const tests: BodyTest[] = [];
  for (const index of leftOf(input)) {
    const candle = input.candles[index];
    if (candle === undefined) continue;
    const opposing = candle.complete && isOpposing(candle, input.direction);
    tests.push({ offset: index - input.signalIndex, candle, opposing });
    if (opposing) break;
  }
  return tests;
}

/**
 * Walks the placement of a stop. Its `placement` is that of `placeStop`.
 * @throws RangeError when the signal candle is not in the list
 */
export function walkStop(input: StopInput): StopWalk {
  const placement = placeStop(input);
  const index = lowestIndex(input);
  const lowestTest = testPivot(input, index);
  const { candle, offset } = lowestTest;
  const last = input.candles.length - 1;
  const role = index === input.signalIndex ? "signal" : index === last ? "confirmation" : "between";
  const depth = depthOf(candle, input.direction);
  const ties = input.candles
    .slice(input.signalIndex)
    .filter((one) => one !== candle && depthOf(one, input.direction) === depth)
    .map((one) => one.openAt);
  const decided = ORDER.indexOf(placement.scenario);
  const pivotSearch = decided >= ORDER.indexOf("C_PIVOT") ? searchPivots(input) : [];
  const bodySearch = decided >= ORDER.indexOf("C_CANDLE") ? searchBodies(input) : [];
  return {
    rangeCandles: input.candles.length - input.signalIndex,
    lowest: { offset, candle, role, ties },
    lowestTest,
    steps: ORDER.map((scenario, order) => ({ scenario, outcome: outcomeAt(order, decided) })),
    pivotSearch,
    bodySearch,
    placement,
  };
}

/** A and B ask for different candles, so choosing B means that A said no; what comes after the choice was not asked. */
function outcomeAt(order: number, decided: number): ScenarioStep["outcome"] {
  if (order === decided) return "chosen";
  return order < decided ? "no" : "not-reached";
}
