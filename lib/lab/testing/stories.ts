/** Trades made by the real engine from random tick paths, with the accepted ticks after each entry. For tests. */
import fc from "fast-check";
import { SeriesEngine, type SeriesEngineOptions } from "@/lib/engine/series-engine";
import { MINUTE, MONDAY_9, nqOptions, signalAlert } from "@/lib/engine/testing/desk";
import type { SignalRecord } from "@/lib/engine/types";
import type { TapeStep } from "@/lib/lab/tape-run";
import { minuteOf } from "@/lib/market/candle";
import type { TradeRecord } from "@/lib/trade/types";

const step = fc.record({
  wait: fc.integer({ min: 0, max: 20_000 }),
  move: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -4, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: -120, max: 120 }) },
  ),
  alert: fc.option(fc.constantFrom("bullish" as const, "bearish" as const), { freq: 6 }),
});

export interface Story {
  readonly options: SeriesEngineOptions;
  readonly steps: readonly { readonly wait: number; readonly move: number; readonly alert: string | null }[];
  /** How the open trades end: not, by the contract's end, or by hand. */
  readonly end: "none" | "retire" | "manual";
}

/** A day of ticks and alerts, under several configurations. */
export const story = fc.record({
  options: fc.constantFrom<SeriesEngineOptions>(
    nqOptions({ stopBufferPoints: 0.25 }),
    nqOptions({ stopBufferPoints: 0, beTriggerR: 1.5 }),
    nqOptions({ stopBufferPoints: 1, beOffsetPoints: 0.5, entryMode: "confirmationClose" }),
  ),
  steps: fc.array(step, { minLength: 60, maxLength: 250 }),
  end: fc.constantFrom("none" as const, "retire" as const, "manual" as const),
});

export interface PlayedTrade {
  readonly record: SignalRecord;
  readonly trade: TradeRecord;
  /** Accepted ticks after the entry and, where it happened, the end. */
  readonly steps: readonly TapeStep[];
}

/** Plays a story through the engine. */
export function play({ options, steps, end }: Story): PlayedTrade[] {
  const engine = new SeriesEngine(options);
  const heard: { readonly at: number; readonly price: number; readonly ref: number }[] = [];
  let [at, price] = [MONDAY_9, 80_000];
  for (const { wait, move, alert } of steps) {
    at += wait;
    price += move;
    const ref = heard.length;
    if (engine.tick(at, price, 1, null, ref) === "accepted") heard.push({ at, price, ref });
    if (alert === "bullish" || alert === "bearish") {
      engine.deliver({ receivedAt: at, deliveryId: null, alert: signalAlert(alert, minuteOf(at) - MINUTE) });
    }
  }
  if (end === "retire") engine.retire(at + 1);
  if (end === "manual")
    for (const { tradeId } of engine.records())
      engine.ask({ kind: "close", tradeId, by: "ada", reason: "news" }, at + 1);
  return engine.records().flatMap((record) => {
    const { trade } = record;
    if (trade === null) return [];
    const after = heard.filter((tick) =>
      trade.entryRef === null ? tick.at >= trade.entryAt : tick.ref > trade.entryRef,
    );
    const ticks = after.map((tick): TapeStep => ({ kind: "tick", ...tick }));
    const reason = end === "retire" ? "ROLL" : "MANUAL";
    return [
      { record, trade, steps: end === "none" ? ticks : [...ticks, { kind: "close", at: at + 1, reason } as const] },
    ];
  });
}
