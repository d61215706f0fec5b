/**
 * One contract's season for a filled Signal Lab: the made-up tape through the indicator of the simulated exchange and the
 * real engine. What comes out is what the engine decided, retired at the end, so that nothing is left open.
 */
import type { EventFact, InSeries, SeriesContext, SignalFact } from "@/lib/db/series";
import { SeriesEngine } from "@/lib/engine/series-engine";
import type { SignalRecord } from "@/lib/engine/types";
import { cmeEquityCalendar } from "@/lib/market/cme-equity-calendar";
import { formatPrice } from "@/lib/market/price";
import type { EpochMs, Instrument, Ticks } from "@/lib/market/types";
import { DAY_MS, MINUTE_MS } from "@/lib/market/zone";
import { parseAlert } from "@/lib/signal/alert";
import { resolveRules } from "@/lib/signal/config";
import { Tape } from "@/scripts/lab/tape";
import { type Bias, FvgIndicator } from "@/worker/simulator/indicator";
import type { Rng } from "@/worker/simulator/rng";

/** What a season is to give. */
export interface SeasonOrder {
  readonly instrument: Instrument;
  readonly series: SeriesContext;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly startPrice: Ticks;
  /** Signals wanted with and without a trade. */
  readonly traded: number;
  readonly untraded: number;
}

export interface Season {
  readonly signals: readonly InSeries<SignalFact>[];
  readonly events: readonly InSeries<EventFact>[];
  readonly ticks: number;
}

/** Alerts are drawn more often than wanted, since chance decides how many become trades: by a part and by deviations. */
const MARGIN = 1.2;
const MARGIN_DEVIATIONS = 4;
/** Guesses of the first days, until the season has told its own. */
const FIRST_FLIPS_PER_MINUTE = 0.08;
const FIRST_TRADED_PART = 0.5;
const LEARN_AFTER = 200;
/** Mean time without a feed outage. */
const OUTAGE_EVERY_MS = 9 * DAY_MS;
const OUTAGE_MS_MAX = 6 * MINUTE_MS;

/** Draws which changes of the indicator's mind are sent, so that the season ends with about what is wanted. */
class Draw {
  readonly #order: SeasonOrder;
  readonly #rng: Rng;
  #minutes = 0;
  #flips = 0;
  #sent = 0;
  entries = 0;

  constructor(order: SeasonOrder, rng: Rng) {
    this.#order = order;
    this.#rng = rng;
  }

  minute(): void {
    this.#minutes += 1;
  }

  /** Whether this change is sent. @param left minutes to the end */
  takes(left: number): boolean {
    this.#flips += 1;
    const { traded, untraded } = this.#order;
    const learnt = this.#sent >= LEARN_AFTER;
    const rate = this.#flips >= LEARN_AFTER ? this.#flips / this.#minutes : FIRST_FLIPS_PER_MINUTE;
    const part = learnt ? Math.min(0.98, Math.max(0.02, this.entries / this.#sent)) : FIRST_TRADED_PART;
    const mean = MARGIN * Math.max(traded / part, untraded / (1 - part));
    const wanted = mean + MARGIN_DEVIATIONS * (1 + Math.sqrt(mean));
    const takes = this.#rng.uniform() < (wanted - this.#sent) / Math.max(1, rate * left);
    if (takes) this.#sent += 1;
    return takes;
  }
}

/** Delay of an alert after its candle: usually a second or two, now and then far too late. */
function latency(rng: Rng): number {
  const usual = 300 + 1_700 * rng.uniform();
  return Math.round(rng.uniform() < 0.03 ? usual + 90_000 * rng.uniform() : usual);
}

function bodyOf(bias: Bias, price: string, openAt: EpochMs): string {
  return `SIGNAL:${bias}:${price}:75:5M:${bias}:FVG:${openAt}`;
}

/** Runs a season. Gives at most what is wanted; less when the market gave less. */
export function runSeason(order: SeasonOrder, rng: Rng): Season {
  const { instrument, series, from, until } = order;
  const resolved = resolveRules("spec", {}, series.scale);
  if (!resolved.ok) throw new Error(resolved.errors.join("; "));
  const engine = new SeriesEngine({ instrument, rules: resolved.rules, calendar: cmeEquityCalendar });
  const tape = new Tape(rng, order.startPrice);
  const indicator = new FvgIndicator();
  const draw = new Draw(order, rng);
  const events: EventFact[] = [];
  let ticks = 0;
  let waiting: { readonly receivedAt: EpochMs; readonly body: string }[] = [];
  let outageUntil = 0;
  const drain = () => {
    for (const fact of engine.drain()) {
      if (fact.kind !== "event") continue;
      events.push(fact);
      if (fact.type === "ENTRY") draw.entries += 1;
    }
  };
  const deliverUntil = (at: EpochMs) => {
    while (waiting[0] !== undefined && waiting[0].receivedAt <= at) {
      const [{ receivedAt, body }] = waiting as [{ receivedAt: EpochMs; body: string }];
      engine.deliver({ receivedAt, deliveryId: null, alert: parseAlert(body) });
      waiting = waiting.slice(1);
    }
  };
  for (let openAt = from; openAt < until; openAt += MINUTE_MS) {
    if (!cmeEquityCalendar.isOpen(openAt)) continue;
    draw.minute();
    const minute = tape.minute(openAt);
    if (openAt >= outageUntil && rng.uniform() < MINUTE_MS / OUTAGE_EVERY_MS) {
      outageUntil = openAt + Math.ceil(OUTAGE_MS_MAX * rng.uniform());
      engine.gap(openAt, outageUntil, false);
    }
    if (openAt < outageUntil || minute.price.length === 0) continue;
    for (const [index, price] of minute.price.entries()) {
      const at = minute.at[index] ?? openAt;
      deliverUntil(at);
      engine.tick(at, price, 1, null, ticks);
      ticks += 1;
    }
    // A copy: the indicator remembers candles, the tape reuses its minute.
    const bias = indicator.close({ high: minute.high, low: minute.low, close: minute.close });
    if (bias !== null && draw.takes((until - openAt) / MINUTE_MS)) {
      const receivedAt = openAt + MINUTE_MS + latency(rng);
      waiting.push({ receivedAt, body: bodyOf(bias, formatPrice(minute.close, series.scale), openAt) });
      waiting.sort((left, right) => left.receivedAt - right.receivedAt);
    }
    if (ticks % 512 < minute.price.length) drain();
  }
  engine.finish();
  engine.retire(until);
  drain();
  return { ...chosen(order, engine.records(), events, rng), ticks };
}

/** The wanted number of records, drawn from all over the season, with their events. */
function chosen(
  { series, traded, untraded }: SeasonOrder,
  records: readonly SignalRecord[],
  events: readonly EventFact[],
  rng: Rng,
): Omit<Season, "ticks"> {
  const drawn = records
    .map((record) => ({ record, lot: rng.uniform() }))
    .sort((left, right) => left.lot - right.lot)
    .map(({ record }) => record);
  const kept = [
    ...drawn.filter(({ trade }) => trade !== null).slice(0, traded),
    ...drawn.filter(({ trade }) => trade === null).slice(0, untraded),
  ].sort((left, right) => left.ordinal - right.ordinal);
  const ids = new Set(kept.map(({ tradeId }) => tradeId));
  return {
    signals: kept.map((record) => ({ series, fact: { kind: "signal", record } })),
    events: events.filter(({ tradeId }) => ids.has(tradeId)).map((fact) => ({ series, fact })),
  };
}
