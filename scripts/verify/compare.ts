/**
 * What verify:recorded compares: stored trades with the recorded file, stored candles with third-party bars.
 * Pure: rows in, differences out. Knows no database and no processes.
 */
import type { PastTrade, TradeLog } from "@/worker/simulator/history";

/** Differences printed at most; the rest is only counted. */
export const differencesShownMax = 10;

export interface Bar {
  readonly openAt: number;
  /** Ticks. */
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface TradeComparison {
  readonly expected: number;
  readonly stored: number;
  /** First places where the stored row is not the recorded one; empty when all are equal and in order. */
  readonly differences: readonly string[];
  readonly differing: number;
}

export interface BarComparison {
  readonly expected: number;
  readonly stored: number;
  readonly equal: number;
  readonly differences: readonly string[];
  readonly differing: number;
  /** Minutes equal in prices whose volume differs. */
  readonly volumes: readonly string[];
}

/** Stored trades in order of intake against the recorded ones in order of the file. */
export function compareTrades(recorded: TradeLog, stored: readonly PastTrade[]): TradeComparison {
  const differences: string[] = [];
  let differing = 0;
  for (let index = 0; index < Math.max(recorded.end, stored.length); index += 1) {
    const want = recorded.get(index);
    const have = stored[index];
    if (want !== undefined && have !== undefined && isSameTrade(want, have)) continue;
    differing += 1;
    const place = `row ${index + 1}: expected ${describe(want)}, stored ${describe(have)}`;
    if (differences.length < differencesShownMax) differences.push(place);
  }
  return { expected: recorded.end, stored: stored.length, differences, differing };
}

function isSameTrade(a: PastTrade, b: PastTrade): boolean {
  return a.at === b.at && a.price === b.price && a.size === b.size && a.sequence === b.sequence;
}

function describe(trade: PastTrade | undefined): string {
  return trade === undefined ? "nothing" : `${trade.at} ${trade.price} ticks x ${trade.size} #${trade.sequence}`;
}

/** Candles against bars, minute by minute; minutes that only one side has are differences. */
export function compareBars(bars: readonly Bar[], candles: readonly Bar[]): BarComparison {
  const stored = new Map(candles.map((candle) => [candle.openAt, candle]));
  const wanted = new Set(bars.map((bar) => bar.openAt));
  const extra = candles.filter((candle) => !wanted.has(candle.openAt));
  const wrong = bars.filter((bar) => !hasSamePrices(bar, stored.get(bar.openAt)));
  const volumes = bars.flatMap((bar) => {
    const candle = stored.get(bar.openAt);
    const differs = hasSamePrices(bar, candle) && candle !== undefined && candle.volume !== bar.volume;
    return differs ? [`${minute(bar.openAt)}: expected ${bar.volume}, stored ${candle.volume}`] : [];
  });
  const differences = [
    ...wrong.map((bar) => `${minute(bar.openAt)}: expected ${prices(bar)}, stored ${prices(stored.get(bar.openAt))}`),
    ...extra.map((candle) => `${minute(candle.openAt)}: expected no bar, stored ${prices(candle)}`),
  ];
  return {
    ...{ expected: bars.length, stored: candles.length, equal: bars.length - wrong.length },
    ...{ differing: differences.length, differences: differences.slice(0, differencesShownMax), volumes },
  };
}

function hasSamePrices(bar: Bar, candle: Bar | undefined): boolean {
  return candle?.open === bar.open && candle.high === bar.high && candle.low === bar.low && candle.close === bar.close;
}

function prices(bar: Bar | undefined): string {
  return bar === undefined ? "nothing" : `${bar.open}/${bar.high}/${bar.low}/${bar.close} ticks`;
}

function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
