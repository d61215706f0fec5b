/** Why this scenario and not the others, step by step with the values (methodology 5.1 to 5.3), in words. Pure. */
import type { OhlcText, PivotJson, PointText, StopJson } from "@/components/entry/evidence";
import { scenarioName } from "@/components/entry/story";
import { etMinute } from "@/lib/format/time";
import type { Direction, StopScenario } from "@/lib/signal/types";

export interface WalkLine {
  readonly scenario: StopScenario;
  readonly name: string;
  readonly outcome: "chosen" | "no" | "not-reached";
  readonly sentence: string;
  /** One line per candle that was looked at. */
  readonly details: readonly string[];
}

interface Words {
  /** Side of a candle the stop looks at. */
  readonly side: "low" | "high";
  readonly beyond: "lower" | "higher";
  readonly extreme: "lowest" | "highest";
  readonly opposing: "bearish" | "bullish";
}

const wordsOf: Readonly<Record<Direction, Words>> = {
  bullish: { side: "low", beyond: "lower", extreme: "lowest", opposing: "bearish" },
  bearish: { side: "high", beyond: "higher", extreme: "highest", opposing: "bullish" },
};

const at = (point: PointText | OhlcText): string => etMinute(point.openAt);

/** `s`, `s−2`, `s+1`: a candle by its place from the signal candle. */
export function placeName(offset: number): string {
  if (offset === 0) return "s";
  return offset < 0 ? `s\u2212${-offset}` : `s+${offset}`;
}

const value = (point: PointText | null): string => (point === null ? "none" : `${point.price} (${at(point)})`);

/** What makes a candle a pivot, or the one thing that speaks against it. */
export function pivotSentence(test: PivotJson, { side, beyond }: Words): string {
  const { candle, older, newer, outer, reason } = test;
  const self = `${side} ${candle.price}`;
  switch (reason) {
    case "pivot":
      return test.kind === "PIVOT_3"
        ? `${self} is ${beyond} than both neighbours, ${value(older)} and ${value(newer)}: a 3-candle pivot`
        : `${self} is shared with its neighbour and ${beyond} than the candles on either side, ${value(older)}, ${value(newer)} and ${value(outer)}: a 4-candle pivot`;
    case "incomplete":
      return "trades are missing from this candle, so it is no evidence";
    case "older-missing":
      return `${self}: its older neighbour ${older === null ? "does not exist" : `of ${at(older)} is incomplete`}`;
    case "newer-missing":
      return `${self}: its newer neighbour ${newer === null ? "had not closed yet" : `of ${at(newer)} is incomplete`}`;
    case "older-beyond":
      return `${self}: the older neighbour is ${beyond}, ${value(older)}`;
    case "newer-beyond":
      return `${self}: the newer neighbour is ${beyond}, ${value(newer)}`;
    case "three-equal":
      return `${self} is equal to both neighbours; three equal in a row are never a pivot`;
    case "pair-not-symmetric":
      return `${self} is equal to its newer neighbour ${value(newer)}; in this profile a pair counts only from its newer candle`;
    case "outer-missing":
      return `${self} is one of an equal pair, but the candle past the pair ${outer === null ? "does not exist" : `of ${at(outer)} is incomplete`}`;
    case "outer-not-above":
      return `${self} is one of an equal pair, but the candle past the pair is not ${beyond === "lower" ? "higher" : "lower"}: ${value(outer)}`;
  }
}

const roles = {
  signal: "the signal candle itself",
  between: "a candle between signal and confirmation",
  confirmation: "the confirmation candle",
} as const;

function lowestSentence({ lowest, rangeCandles }: StopJson, { extreme, side }: Words): string {
  const tie =
    lowest.ties.length === 0
      ? ""
      : `, shared with ${lowest.ties.map(etMinute).join(", ")}; the tie rule takes this one`;
  return `The ${extreme} ${side} of the ${rangeCandles} candles from signal to confirmation is ${lowest.candle.price} at ${at(lowest.candle)}, ${roles[lowest.role]}${tie}`;
}

/** The sentence above the steps. */
export function rangeSentence(stop: StopJson, direction: Direction): string {
  return `${lowestSentence(stop, wordsOf[direction])}.`;
}

function scenarioA(stop: StopJson, words: Words): string {
  if (stop.lowest.role !== "between")
    return `no, because the ${words.extreme} candle is ${roles[stop.lowest.role]}, not one between.`;
  const pivot = pivotSentence(stop.lowestTest, words);
  return stop.lowestTest.kind === null ? `no, because it is no pivot: ${pivot}.` : `yes: ${pivot}.`;
}

function scenarioB(stop: StopJson, words: Words): string {
  if (stop.lowest.role !== "signal")
    return `no, because the ${words.extreme} candle is ${roles[stop.lowest.role]}, not the signal candle.`;
  const pivot = pivotSentence(stop.lowestTest, words);
  return stop.lowestTest.kind === null ? `no, because the signal candle is no pivot: ${pivot}.` : `yes: ${pivot}.`;
}

function pivotLine(test: PivotJson, words: Words): string {
  return `${placeName(test.offset)} ${at(test.candle)}: ${test.kind === null ? "no, " : "yes, "}${pivotSentence(test, words)}`;
}

function looked(count: number): string {
  if (count === 0) return "no older candle to look at";
  return count === 1 ? "the one older candle" : `the ${count} older candles`;
}

function scenarioCPivot({ pivotSearch }: StopJson): string {
  const found = pivotSearch.find((test) => test.kind !== null);
  if (found !== undefined) return `yes: ${placeName(found.offset)} is the nearest pivot left of the signal candle.`;
  return pivotSearch.length === 0
    ? `no, because there is ${looked(0)}.`
    : `no, because none of ${looked(pivotSearch.length)} is a pivot.`;
}

function scenarioCCandle({ bodySearch }: StopJson, { opposing }: Words): string {
  const found = bodySearch.find((test) => test.opposing);
  if (found !== undefined)
    return `yes: ${placeName(found.offset)} is the nearest ${opposing} candle left of the signal candle.`;
  return bodySearch.length === 0
    ? `no, because there is ${looked(0)}.`
    : `no, because none of ${looked(bodySearch.length)} is ${opposing}.`;
}

function bodyLines({ bodySearch }: StopJson, { opposing }: Words): string[] {
  return bodySearch.map(({ offset, candle, opposing: isOpposing }) => {
    const { open, close } = candle;
    const sign = Number(close) < Number(open) ? "<" : Number(close) > Number(open) ? ">" : "=";
    return `${placeName(offset)} ${at(candle)}: ${isOpposing ? `yes, ${opposing}` : `no, not ${opposing}`}, close ${close} ${sign} open ${open}`;
  });
}

/** A, B, C-pivot, C-candle, C-signal with the reason of each. */
export function walkLines(stop: StopJson, direction: Direction): readonly WalkLine[] {
  const words = wordsOf[direction];
  const chosen = scenarioName(stop.placement.scenario);
  const tell: Readonly<Record<StopScenario, readonly [string, readonly string[]]>> = {
    A: [scenarioA(stop, words), []],
    B: [scenarioB(stop, words), []],
    C_PIVOT: [scenarioCPivot(stop), stop.pivotSearch.map((test) => pivotLine(test, words))],
    C_CANDLE: [scenarioCCandle(stop, words), bodyLines(stop, words)],
    C_SIGNAL: [`yes: nothing else is left, so the ${words.side} of the signal candle itself is the anchor.`, []],
  };
  return stop.steps.map(({ scenario, outcome }) => {
    const [sentence, details] = tell[scenario];
    const asked = outcome !== "not-reached";
    return {
      ...{ scenario, outcome, name: scenarioName(scenario) },
      sentence: asked ? sentence : `not asked, because ${chosen} had decided.`,
      details: asked ? details : [],
    };
  });
}
