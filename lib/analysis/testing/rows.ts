/**
 * Random rows for tests: raw tick walks run through the real tick algorithm (lib/trade), so that every number of a row
 * agrees with every other; plus signals that never became a trade.
 */
import fc from "fast-check";
import type { AnalysisRow, AnalysisTrade } from "@/lib/analysis/row";
import { newYorkDate, sessionOf } from "@/lib/market/session";
import { MINUTE_MS, NEW_YORK, wallTime } from "@/lib/market/zone";
import { tradeRecord } from "@/lib/trade/record";
import { tradeResult } from "@/lib/trade/statistics";
import { applyTick, closeTrade, isOpen, openTrade } from "@/lib/trade/trade";

/** Monday 1 December 2025, 09:30 New York. */
const START = 1_764_599_400_000;
const ENTRY = 80_000;

/** A walk as distances from the entry in ticks, favourable above 0. */
export const walks = fc
  .tuple(
    fc.integer({ min: 4, max: 40 }),
    fc.array(fc.integer({ min: -7, max: 8 }), { minLength: 1, maxLength: 300, size: "max" }),
  )
  .map(([risk, moves]) => {
    let distance = 0;
    const distances = moves.map((move) => {
      distance += move;
      return distance;
    });
    return { risk, distances };
  });

export interface Walk {
  readonly risk: number;
  readonly distances: readonly number[];
}

/** The trade a walk makes, one tick a minute. `ended`: closed by a roll after the last tick. */
export function tradeOf(walk: Walk, at = START, ended = false): AnalysisTrade {
  const rule = { triggerNumerator: 1, triggerDenominator: 1, offsetTicks: 0 };
  const trade = openTrade("bullish", { at, price: ENTRY, ref: 0 }, walk.risk, rule);
  walk.distances.forEach((distance, index) => {
    if (isOpen(trade)) applyTick(trade, ENTRY + distance, at + (index + 1) * MINUTE_MS);
  });
  if (ended && isOpen(trade)) closeTrade(trade, trade.lastPrice, trade.lastAt, "ROLL");
  const record = tradeRecord(trade);
  return {
    ...tradeResult(record, "bullish"),
    entryAt: record.entryAt,
    mae: record.mae,
    mfeAt: record.noBeMfe === 0 ? null : record.highestAt,
    returns: record.returns.map(({ upTo }) => upTo),
    heat: record.heat,
    tickPoints: 0.25,
    pointValue: 20,
  };
}

const life = fc.constantFrom("REJECTED", "PENDING", "CANCELLED", "CONFIRMED", "TRADE", "TRADE", "TRADE", "ROLLED");

/** Signals of about three weeks, most of them with a trade; `no` is their place. */
export const rowLists = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 30_000 }), life, walks, fc.boolean()), { maxLength: 60 })
  .map((items): AnalysisRow[] =>
    items.map(([minute, kind, walk, ordered], no) => {
      const signalAt = START + minute * MINUTE_MS;
      const made =
        kind === "TRADE" || kind === "ROLLED" ? tradeOf(walk, signalAt + 3 * MINUTE_MS, kind === "ROLLED") : null;
      const trade = made === null || ordered ? made : { ...made, returns: null, heat: null };
      const wall = wallTime(NEW_YORK, signalAt);
      const confirmed = trade !== null || kind === "CONFIRMED";
      const cancelled = kind === "CANCELLED";
      return {
        no,
        id: `NQZ5.${no}`,
        ticker: no % 2 === 0 ? "NQZ5" : "ESZ5",
        source: "live",
        direction: no % 3 === 0 ? "bearish" : "bullish",
        status: trade === null ? (kind as "PENDING") : trade.closedAt === null ? "ACTIVE" : "CLOSED",
        session: sessionOf(signalAt),
        scenario: confirmed ? "A" : null,
        signalDate: newYorkDate(signalAt),
        signalAt,
        hour: Math.floor(wall.msOfDay / (60 * MINUTE_MS)),
        weekday: wall.weekday === 0 ? 7 : wall.weekday,
        confirmed,
        cancelled,
        barsToConfirmation: confirmed ? 2 : null,
        ageMs: confirmed || cancelled ? 2 * MINUTE_MS : null,
        trade,
      };
    }),
  );
