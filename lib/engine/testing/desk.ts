/**
 * A small desk for tests: an engine on NQ, candles in points turned into ticks, alerts without ceremony.
 * Minute 0 is Monday 2025-12-01 09:00 New York unless said; candle paths never jump more than the anomaly limit.
 */
import { type Delivery, SeriesEngine, type SeriesEngineOptions } from "@/lib/engine/series-engine";
import type { Fact, SignalRecord } from "@/lib/engine/types";
import { cmeEquityCalendar } from "@/lib/market/cme-equity-calendar";
import { formatPrice, formatR, parsePrice, priceScale } from "@/lib/market/price";
import { type ProfileName, resolveRules } from "@/lib/signal/config";
import type { Direction, ParsedSignal } from "@/lib/signal/types";

export const MINUTE = 60_000;
export const MONDAY_9 = Date.parse("2025-12-01T14:00:00Z");
export const NQ = {
  root: "NQ",
  ticker: "NQZ5",
  tickSize: "0.25",
  pointValue: "20",
  tradingview: ["NQ1!", "CME_MINI:NQ1!", "MNQ1!"],
};
const scale = priceScale(NQ.tickSize);
/** Points one tick may move in a made path, below the anomaly limit of 50. */
const STEP_POINTS_MAX = 40;

/** Options of an engine on NQ. @throws Error when the overrides are not valid */
export function nqOptions(overrides: object = {}, profile: ProfileName = "spec"): SeriesEngineOptions {
  const resolved = resolveRules(profile, overrides, scale);
  if (!resolved.ok) throw new Error(resolved.errors.join("; "));
  return { instrument: NQ, rules: resolved.rules, calendar: cmeEquityCalendar };
}

/** Price in points to ticks. @throws Error off the grid */
export function ticksOf(points: number): number {
  const parsed = parsePrice(points, scale);
  if (!parsed.ok) throw new Error(`${points}: ${parsed.reason}`);
  return parsed.ticks;
}

/** Ticks to points as text. */
export function pointsOf(ticks: number | null | undefined): string | null {
  return ticks == null ? null : formatPrice(ticks, scale);
}

/** A parsed alert with everything optional left out. */
export function signalAlert(direction: Direction, candleAt: number, more: Partial<ParsedSignal> = {}): ParsedSignal {
  return {
    kind: "signal",
    format: "F2",
    direction,
    candleAt,
    price: null,
    symbol: null,
    biases: { m1: null, trendRegime: null, fvgBias: null },
    htf: null,
    strength: null,
    signalType: null,
    signalCandle: null,
    externalId: null,
    ...more,
  };
}

/** `open/high/low/close` in points. */
function readCandle(text: string): readonly [number, number, number, number] {
  const [open = Number.NaN, high = Number.NaN, low = Number.NaN, close = Number.NaN] = text.split("/").map(Number);
  return [open, high, low, close];
}

export class Desk {
  readonly engine: SeriesEngine;
  readonly facts: Fact[] = [];
  readonly #start: number;
  #ref = 0;
  #last: number | null = null;

  constructor(options: SeriesEngineOptions = nqOptions(), start = MONDAY_9) {
    this.engine = new SeriesEngine(options);
    this.#start = start;
  }

  /** Open of minute n, counted from the start. */
  minute(n: number): number {
    return this.#start + n * MINUTE;
  }

  /** One trade at a price in points. */
  tick(at: number, points: number) {
    this.#ref += 1;
    this.#last = points;
    const verdict = this.engine.tick(at, ticksOf(points), 1, null, this.#ref);
    this.facts.push(...this.engine.drain());
    return verdict;
  }

  /** Trades one minute as a candle `open/high/low/close`, through intermediate prices where a step would be a jump. */
  candle(n: number, text: string): void {
    const [open, high, low, close] = readCandle(text);
    const way = close >= open ? [open, low, high, close] : [open, high, low, close];
    const path: number[] = [];
    for (const target of way) {
      let from = path.at(-1) ?? target;
      while (Math.abs(target - from) > STEP_POINTS_MAX) {
        from += Math.sign(target - from) * STEP_POINTS_MAX;
        path.push(from);
      }
      path.push(target);
    }
    path.forEach((points, index) => void this.tick(this.minute(n) + index * 1_000, points));
  }

  /** One finished minute as a bar `open/high/low/close`, its ticks lost. */
  bar(n: number, text: string): void {
    const [open, high, low, close] = readCandle(text).map(ticksOf);
    if (open === undefined || high === undefined || low === undefined || close === undefined) throw new Error(text);
    this.engine.bar({ openAt: this.minute(n), open, high, low, close, volume: 10, trades: 4 });
    this.facts.push(...this.engine.drain());
  }

  /** Candles of consecutive minutes from n on, separated by `|`. */
  candles(n: number, list: string): void {
    list.split("|").forEach((text, index) => void this.candle(n + index, text.trim()));
  }

  /** The alert of minute n's candle, received 1.2 s after its close unless said. */
  signal(direction: Direction, n: number, receivedAt = this.minute(n + 1) + 1_200, more: Partial<ParsedSignal> = {}) {
    return this.deliver({ receivedAt, deliveryId: null, alert: signalAlert(direction, this.minute(n), more) });
  }

  deliver(delivery: Delivery) {
    const result = this.engine.deliver(delivery);
    this.facts.push(...this.engine.drain());
    return result;
  }

  /** Newest price in points. */
  get last(): number | null {
    return this.#last;
  }

  /** Record by position in order of receipt. @throws Error when there is none */
  record(ordinal = 0): SignalRecord {
    const record = this.engine.records()[ordinal];
    if (record === undefined) throw new Error(`no signal ${ordinal}`);
    return record;
  }

  /** Prices of a record as people read them. */
  prices(ordinal = 0) {
    const { stopLoss, stopScenario, stopAnchorType, stopInsideRange, barsToConfirmation, status, trade } =
      this.record(ordinal);
    return {
      status,
      scenario: stopScenario,
      anchor: stopAnchorType,
      inside: stopInsideRange,
      bars: barsToConfirmation,
      stop: pointsOf(stopLoss),
      entry: pointsOf(trade?.entryPrice),
      risk: pointsOf(trade?.risk),
      oneR: pointsOf(trade?.beTriggerPrice),
    };
  }

  /** MFE and MAE of a trade as R text. */
  excursion(ordinal = 0) {
    const { trade } = this.record(ordinal);
    if (trade === null) throw new Error(`signal ${ordinal} has no trade`);
    const { risk } = trade;
    return { be: formatR(trade.beMfe, risk), noBe: formatR(trade.noBeMfe, risk), mae: formatR(trade.mae, risk) };
  }

  /** Types of the events of a signal in order. */
  history(ordinal = 0): string[] {
    const { tradeId } = this.record(ordinal);
    return this.facts.flatMap((fact) => (fact.kind === "event" && fact.tradeId === tradeId ? [fact.type] : []));
  }
}
