/**
 * What stands behind a decision as GET /api/signals/<id>/evidence writes it: prices as decimal text, instants as epoch ms,
 * absent values null. Pure mapping of what lib/db/evidence.ts read and lib/lab/decision.ts tells; decides nothing.
 */
import type { DeliveryEvidence, EvidenceCandle, EvidenceTick } from "@/lib/db/evidence";
import type { StoredEvent, StoredSignal } from "@/lib/db/signal-queries";
import { type ConfirmationTest, confirmationLevel, confirmationTests, type walkOf } from "@/lib/lab/decision";
import { formatPrice, type PriceScale } from "@/lib/market/price";
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";
import type { PivotTest, StopWalk } from "@/lib/signal/stop-walk";
import type { Direction } from "@/lib/signal/types";

type Json = Readonly<Record<string, unknown>>;

/** Candles of the decision in one answer; of more the middle is left out and counted. */
export const CHART_CANDLES_MAX = 240;
/** Candles that were asked to confirm, in one answer: the first and the last ones. */
export const TESTED_CANDLES_MAX = { first: 20, last: 40 } as const;

/** Events whose tick decided something. */
const DECIDING: ReadonlySet<string> = new Set([
  "ENTRY",
  "VOIDED",
  "BE_TRIGGERED",
  "EXIT_BREAK_EVEN",
  "EXIT_STOP_LOSS",
  "EXIT_ROLL",
  "EXIT_MANUAL",
]);

/** The ticks that decided, each once, with the events it caused, in order. */
export function decidingTicks(
  events: readonly StoredEvent[],
): readonly { readonly tick: number; readonly at: EpochMs; readonly events: readonly string[] }[] {
  const byTick = new Map<number, { tick: number; at: EpochMs; events: string[] }>();
  for (const { tick, at, type } of events) {
    if (tick === null || !DECIDING.has(type)) continue;
    const known = byTick.get(tick);
    if (known === undefined) byTick.set(tick, { tick, at, events: [type] });
    else if (!known.events.includes(type)) known.events.push(type);
  }
  return [...byTick.values()];
}

/** Candles for drawing; `omitted` says what of the middle was left out. */
export function candlesJson(candles: readonly EvidenceCandle[], scale: PriceScale): Json {
  const half = CHART_CANDLES_MAX / 2;
  const cut = candles.length > CHART_CANDLES_MAX;
  const shown = cut ? [...candles.slice(0, half), ...candles.slice(-half)] : candles;
  const omitted = cut
    ? { after: candles[half - 1]?.openAt, before: candles.at(-half)?.openAt, count: candles.length - shown.length }
    : null;
  return {
    omitted,
    candles: shown.map(({ complete, corrected, source, volume, trades, ...candle }) => ({
      ...ohlc(candle, scale),
      volume,
      trades,
      complete,
      corrected,
      source,
    })),
  };
}

function ohlc(
  { openAt, open, high, low, close }: Pick<Candle, "openAt" | "open" | "high" | "low" | "close">,
  scale: PriceScale,
) {
  const text = (ticks: Ticks): string => formatPrice(ticks, scale);
  return { openAt, open: text(open), high: text(high), low: text(low), close: text(close) };
}

/** The level and every candle held against it. */
export function confirmationJson({ record, scale }: StoredSignal, candles: readonly Candle[]): Json {
  const tests = confirmationTests(record, candles);
  const { first, last } = TESTED_CANDLES_MAX;
  const cut = tests.length > first + last;
  const shown = cut ? [...tests.slice(0, first), ...tests.slice(-last)] : tests;
  const level = confirmationLevel(record);
  return {
    level: level === null ? null : formatPrice(level, scale),
    asked: tests.length,
    omitted: tests.length - shown.length,
    tested: shown.map((test) => testedJson(test, scale)),
  };
}

function testedJson({ candle, verdict, beyond }: ConfirmationTest, scale: PriceScale): Json {
  return { ...ohlc(candle, scale), verdict, beyondPoints: formatPrice(beyond, scale), beyondTicks: beyond };
}

/** The stop walked through; `agrees` false: what is stored now no longer gives the recorded stop. */
export function walkJson(
  told: ReturnType<typeof walkOf>,
  direction: Direction,
  rules: Json,
  scale: PriceScale,
): Json | null {
  if (told === null) return null;
  const { walk, agrees } = told;
  const point = (candle: Candle | null) => (candle === null ? null : pointJson(candle, direction, scale));
  const pivot = ({ offset, candle, kind, reason, older, newer, outer }: PivotTest): Json => ({
    ...{ offset, kind, reason, candle: point(candle), older: point(older), newer: point(newer), outer: point(outer) },
  });
  return {
    agrees,
    rules,
    rangeCandles: walk.rangeCandles,
    lowest: { ...walk.lowest, candle: point(walk.lowest.candle) },
    lowestTest: pivot(walk.lowestTest),
    steps: walk.steps,
    pivotSearch: walk.pivotSearch.map(pivot),
    bodySearch: walk.bodySearch.map(({ offset, candle, opposing }) => ({
      offset,
      opposing,
      candle: ohlc(candle, scale),
    })),
    placement: placementJson(walk, scale),
  };
}

/** The side of a candle that the stop looks at: its low (bullish) or high. */
function pointJson(candle: Candle, direction: Direction, scale: PriceScale): Json {
  const price = formatPrice(direction === "bullish" ? candle.low : candle.high, scale);
  return { openAt: candle.openAt, price, complete: candle.complete };
}

function placementJson({ placement }: StopWalk, scale: PriceScale): Json {
  const { price, anchorPrice, ...rest } = placement;
  return { ...rest, price: formatPrice(price, scale), anchorPrice: formatPrice(anchorPrice, scale) };
}

/** The trades around one deciding trade. `missing` says why there are none. */
export function ticksJson(
  decision: { readonly tick: number; readonly at: EpochMs; readonly events: readonly string[] },
  rows: readonly EvidenceTick[],
): Json {
  const found = rows.some((row) => row.ingestId === decision.tick);
  return {
    ...decision,
    missing: found ? null : "The deciding trade is no longer stored; what it did stands in the history.",
    rows: found ? rows.map(({ ingestId, ...row }) => ({ ...row, tick: ingestId })) : [],
  };
}

/** A delivery without its secrets. */
export function deliveryJson(delivery: DeliveryEvidence, hide: (text: string) => string): Json {
  return { ...delivery, body: hide(delivery.body) };
}
