/**
 * How a signal was decided, told again from its record and the candles stored around it: which candles were held against the
 * confirmation level and why the stop stands where it stands. Explains only; where what is stored now no longer gives what was
 * decided then (a candle corrected since, a rule changed since), it says so and the record stands.
 */
import type { SignalRecord } from "@/lib/engine/types";
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";
import { confirms } from "@/lib/signal/confirmation";
import { candlesNeededLeft, type StopInput } from "@/lib/signal/stop";
import { type StopWalk, walkStop } from "@/lib/signal/stop-walk";

/** What a candle after the signal candle was worth (methodology 4). `equal`: closed exactly at the level, which is not beyond. */
export type ConfirmationVerdict = "confirms" | "equal" | "short" | "incomplete";

/** One candle held against the confirmation level. */
export interface ConfirmationTest {
  readonly candle: Candle;
  readonly verdict: ConfirmationVerdict;
  /** How far its close lies beyond the level, ticks; negative: how much was missing. */
  readonly beyond: Ticks;
}

/** The two settings of the stop that the stored record does not name itself. */
export interface WalkRules {
  readonly leftSearchCandles: number;
  readonly symmetricDoublePivot: boolean;
}

/** The close a confirmation needs to pass: the signal candle's high (bullish) or low. Null without a signal candle. */
export function confirmationLevel({ signalCandle, direction }: SignalRecord): Ticks | null {
  if (signalCandle === null) return null;
  return direction === "bullish" ? signalCandle.high : signalCandle.low;
}

/** From the signal candle to the last candle that had a say: open times, both included. @param now for a signal still waiting */
export function decisionSpan(record: SignalRecord, now: EpochMs): { readonly from: EpochMs; readonly until: EpochMs } {
  const { signalCandleAt: from, confirmationCandle, cancelledAt, status } = record;
  const last = confirmationCandle?.openAt ?? cancelledAt ?? (status === "PENDING" ? now : from);
  return { from, until: Math.max(from, last) };
}

/** Every candle that was asked to confirm, oldest first. A rejected signal asked none, a cancelled one none from its cancellation on. */
export function confirmationTests(record: SignalRecord, candles: readonly Candle[]): readonly ConfirmationTest[] {
  const { signalCandle, signalCandleAt, confirmationCandle, cancelledAt, direction, status } = record;
  const level = confirmationLevel(record);
  if (signalCandle === null || level === null || status === "REJECTED") return [];
  const end = confirmationCandle?.openAt ?? Number.POSITIVE_INFINITY;
  const asked = candles.filter(
    ({ openAt }) => openAt > signalCandleAt && openAt <= end && (cancelledAt === null || openAt < cancelledAt),
  );
  return asked.map((stored) => {
    const candle = confirmationCandle !== null && stored.openAt === end ? confirmationCandle : stored;
    const beyond = direction === "bullish" ? candle.close - level : level - candle.close;
    return { candle, beyond, verdict: verdictOf(signalCandle, candle, record, beyond) };
  });
}

function verdictOf(signalCandle: Candle, candle: Candle, record: SignalRecord, beyond: Ticks): ConfirmationVerdict {
  if (!candle.complete) return "incomplete";
  if (confirms(signalCandle, candle, record.direction)) return "confirms";
  return beyond === 0 ? "equal" : "short";
}

/**
 * The stop walked through again. The signal and the confirmation candle are those of the record, the others as stored.
 * @returns null when the signal was not confirmed, so that no stop was placed, and when the candles it was placed on are not
 * stored (any more): from a part of them another story would come out, and nothing but their absence would be told by it
 */
export function walkOf(
  record: SignalRecord,
  stored: readonly Candle[],
  rules: WalkRules,
): { readonly walk: StopWalk; readonly agrees: boolean } | null {
  const { signalCandle, signalCandleAt, confirmationCandle, bufferTicks, direction } = record;
  if (signalCandle === null || confirmationCandle === null || bufferTicks === null) return null;
  if (!stored.some(({ openAt }) => openAt === confirmationCandle.openAt)) return null;
  const older = stored.filter(({ openAt }) => openAt < signalCandleAt);
  const between = stored.filter(({ openAt }) => openAt > signalCandleAt && openAt < confirmationCandle.openAt);
  if (between.length + 1 !== record.barsToConfirmation) return null;
  const left = older.slice(Math.max(0, older.length - candlesNeededLeft(rules.leftSearchCandles)));
  const input: StopInput = {
    candles: [...left, signalCandle, ...between, confirmationCandle],
    signalIndex: left.length,
    direction,
    bufferTicks,
    ...rules,
  };
  const anchored = record.stopAnchorAt === null || input.candles.some(({ openAt }) => openAt === record.stopAnchorAt);
  if (!anchored) return null;
  const walk = walkStop(input);
  const { price, scenario, anchorAt, anchorPrice } = walk.placement;
  const agrees =
    price === record.stopLoss &&
    scenario === record.stopScenario &&
    anchorAt === record.stopAnchorAt &&
    anchorPrice === record.stopAnchorPrice;
  return { walk, agrees };
}

/** The settings as the decision itself recorded them; null for a record of before they were kept. */
export function recordedRules(record: SignalRecord): WalkRules | null {
  const inputs = record.checks.find((check) => check.name === "stop")?.inputs;
  const leftSearchCandles = inputs?.["leftSearchCandles"];
  const symmetricDoublePivot = inputs?.["symmetricDoublePivot"];
  if (typeof leftSearchCandles !== "number" || typeof symmetricDoublePivot !== "boolean") return null;
  return { leftSearchCandles, symmetricDoublePivot };
}
