/** What the chart of the decision draws and what its table says, from the evidence. Pure; prices become numbers for drawing. */
import type { DecisionMarks, Spot } from "@/components/entry/annotations";
import type { CandleEvidence, Evidence, PivotJson } from "@/components/entry/evidence";
import { placeName } from "@/components/entry/walk-words";
import type { SignalRecord } from "@/lib/engine/types";
import { etMinute } from "@/lib/format/time";
import { minuteOf } from "@/lib/market/candle";
import { formatPrice, priceScale } from "@/lib/market/price";
import type { EpochMs, Ticks } from "@/lib/market/types";

/** A silence inside the market's hours that is longer than a minute is worth a line, ms. */
const breakMin = 120_000;

function pivotSpots(test: PivotJson | undefined): Spot[] {
  if (test === undefined) return [];
  const { candle, older, newer, outer } = test;
  return [older, candle, newer, outer]
    .filter((point) => point !== null)
    .map(({ openAt, price }) => ({ at: openAt, price: Number(price) }))
    .sort((a, b) => a.at - b.at);
}

/** The pivot that carries the stop, else the candle that failed the test. */
export function decidingPivot({ stop }: Evidence): PivotJson | undefined {
  if (stop === null) return undefined;
  return (
    stop.pivotSearch.find((test) => test.kind !== null) ?? (stop.lowestTest.kind === null ? undefined : stop.lowestTest)
  );
}

function breaksOf(candles: readonly CandleEvidence[], omitted: Evidence["omitted"]): DecisionMarks["breaks"] {
  return candles.flatMap(({ openAt }, index) => {
    const next = candles[index + 1];
    if (next === undefined || next.openAt - openAt <= breakMin) return [];
    const left = omitted !== null && omitted.after === openAt;
    const minutes = Math.round((next.openAt - openAt) / 60_000) - 1;
    return [{ after: openAt, text: left ? `${omitted.count} candles left out` : `${minutes} min without trades` }];
  });
}

/** Names of the candles that had a part: `s`, `c`, `e`, and the left ones that were looked at. */
export function candleNames(evidence: Evidence): ReadonlyMap<EpochMs, string> {
  const { record, stop, candles } = evidence;
  const names = new Map<EpochMs, string>();
  for (const test of [...(stop?.pivotSearch ?? []), ...(stop?.bodySearch ?? [])])
    names.set(test.candle.openAt, placeName(test.offset));
  const lowest = stop?.lowest;
  if (lowest !== undefined) names.set(lowest.candle.openAt, placeName(lowest.offset));
  if (record.trade !== null) {
    const entry = minuteOf(record.trade.entryAt);
    if (candles.some(({ openAt }) => openAt === entry)) names.set(entry, "e");
  }
  if (record.confirmationCandle !== null) names.set(record.confirmationCandle.openAt, "c");
  names.set(record.signalCandleAt, "s");
  return names;
}

/** Entry and stop of a corrected trade that are not the machine's. */
function correctedLevels(record: SignalRecord, corrected: SignalRecord | null, number: (ticks: Ticks) => number) {
  const machine = record.trade;
  const trade = corrected?.trade ?? null;
  if (corrected === null || trade === null || machine === null) return [];
  const from = minuteOf(trade.entryAt);
  const levels = [
    { name: "entry, corrected", ticks: trade.entryPrice, own: machine.entryPrice },
    { name: "stop, corrected", ticks: corrected.stopLoss, own: record.stopLoss },
  ];
  return levels.flatMap(({ name, ticks, own }) =>
    ticks === null || ticks === own ? [] : [{ name, price: number(ticks), from }],
  );
}

/** @param corrected the record with a person's values, if there are any */
export function decisionMarks(evidence: Evidence, corrected: SignalRecord | null = null): DecisionMarks {
  const { record, candles, omitted, tickSize } = evidence;
  const scale = priceScale(tickSize);
  const text = (ticks: Ticks): string => formatPrice(ticks, scale);
  const number = (ticks: Ticks): number => Number(text(ticks));
  const { signalCandle, confirmationCandle, stopAnchorAt, stopAnchorPrice, stopLoss, bufferTicks, trade, direction } =
    record;
  const bullish = direction === "bullish";
  const names = candleNames(evidence);
  // Nothing was ever held against the level of a signal that was refused.
  const asked = signalCandle !== null && record.status !== "REJECTED";
  const level = !asked ? null : bullish ? signalCandle.high : signalCandle.low;
  return {
    bullish,
    signal:
      signalCandle === null
        ? null
        : {
            at: record.signalCandleAt,
            high: number(signalCandle.high),
            low: number(signalCandle.low),
          },
    level: level === null ? null : number(level),
    confirmation:
      confirmationCandle === null ? null : { at: confirmationCandle.openAt, price: number(confirmationCandle.close) },
    pivot: pivotSpots(decidingPivot(evidence)),
    anchor:
      stopAnchorAt === null || stopAnchorPrice === null ? null : { at: stopAnchorAt, price: number(stopAnchorPrice) },
    stop:
      stopLoss === null || bufferTicks === null
        ? null
        : { price: number(stopLoss), buffer: `buffer ${text(bufferTicks)}` },
    entry: trade === null ? null : { at: minuteOf(trade.entryAt), price: number(trade.entryPrice) },
    corrected: correctedLevels(record, corrected, number),
    letters: candles.flatMap(({ openAt, high, low }) => {
      const name = names.get(openAt);
      return name === undefined ? [] : [{ at: openAt, price: Number(bullish ? high : low), text: name }];
    }),
    incomplete: candles.filter(({ complete }) => !complete).map(({ openAt }) => openAt),
    backfilled: candles.filter(({ source }) => source === "backfill").map(({ openAt }) => openAt),
    breaks: breaksOf(candles, omitted),
  };
}

/** What one candle was in the decision, for the table. */
export function candleRole(evidence: Evidence, openAt: EpochMs): string {
  const { record, confirmation } = evidence;
  const name = candleNames(evidence).get(openAt);
  const roles: string[] = [];
  if (openAt === record.signalCandleAt) roles.push("signal candle");
  const tested = confirmation.tested.find((one) => one.openAt === openAt);
  if (tested !== undefined) roles.push(verdictText(tested.verdict, tested.beyondPoints, confirmation.level));
  if (openAt === record.stopAnchorAt) roles.push("anchor of the stop");
  const pivot = decidingPivot(evidence);
  if (pivot?.candle.openAt === openAt) roles.push(`${pivot.kind === "PIVOT_4" ? "4" : "3"}-candle pivot`);
  if ([pivot?.older, pivot?.newer, pivot?.outer].some((one) => one?.openAt === openAt))
    roles.push("neighbour of the pivot");
  if (name === "e") roles.push("entry candle");
  return roles.join(", ");
}

/** What a candle was worth as a confirmation. */
export function verdictText(
  verdict: "confirms" | "equal" | "short" | "incomplete",
  beyond: string,
  level: string | null,
): string {
  switch (verdict) {
    case "confirms":
      return `confirms, ${beyond} beyond ${level ?? "the level"}`;
    case "equal":
      return `no: closed exactly at ${level ?? "the level"}`;
    case "short":
      return `no: ${beyond.replace(/^-/, "")} short of ${level ?? "the level"}`;
    case "incomplete":
      return "not asked: trades are missing";
  }
}

/** What is special about a stored candle; empty when nothing is. */
export function candleNotes({ complete, corrected, source }: CandleEvidence): string {
  return [complete ? "" : "incomplete", corrected ? "corrected since" : "", source === "backfill" ? "backfilled" : ""]
    .filter(Boolean)
    .join(", ");
}

/** Why nothing can be drawn, when no candle around the decision is stored. A decision that was made stands without them. */
export function noCandleReason({ signalCandle, signalCandleSource }: SignalRecord): string {
  if (signalCandleSource === "payload") return "The alert brought its own candle; nothing of the tape can be drawn.";
  if (signalCandle === null) return "Without a candle there is no level a later one could confirm.";
  return "It was decided on candles that are not kept here, so they cannot be drawn. What the engine recorded of them stands.";
}

/** One sentence for a reader who does not see the drawing. */
export function drawingSentence(evidence: Evidence): string {
  const { record, candles } = evidence;
  const [first, last] = [candles[0], candles.at(-1)];
  const span =
    first === undefined || last === undefined
      ? "no candle"
      : `${candles.length} candles from ${etMinute(first.openAt)} to ${etMinute(last.openAt)} ET`;
  return `${span}; signal candle ${etMinute(record.signalCandleAt)}${record.confirmationCandle === null ? "" : `, confirmed by ${etMinute(record.confirmationCandle.openAt)}`}. The table below says the same.`;
}
