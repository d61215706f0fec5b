import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SeriesEngine, type SeriesEngineOptions } from "@/lib/engine/series-engine";
import { MINUTE, MONDAY_9, nqOptions, signalAlert } from "@/lib/engine/testing/desk";
import { trackNaively } from "@/lib/engine/testing/naive-tracker";
import type { Fact, SignalRecord, TradeRecord } from "@/lib/engine/types";
import { minuteOf } from "@/lib/market/candle";
import type { Direction } from "@/lib/signal/types";

/** One step: time passes, the price moves, and now and then an alert arrives for a minute nearby. */
interface Step {
  readonly wait: number;
  readonly move: number;
  readonly alert: { readonly direction: Direction; readonly minutesAgo: number } | null;
  /** What a person asks after it: the oldest open trade closed, or the waiting prices accepted. */
  readonly ask?: "close" | "accept" | null;
}

const stepAlert: fc.Arbitrary<Step["alert"]> = fc.option(
  fc.record({
    direction: fc.constantFrom<Direction>("bullish", "bearish"),
    minutesAgo: fc.oneof(
      { weight: 6, arbitrary: fc.constant(1) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 12 }) },
    ),
  }),
  { freq: 6 },
);
const step: fc.Arbitrary<Step> = fc.record({
  wait: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 200_000 }) },
  ),
  move: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -4, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: -120, max: 120 }) },
  ),
  alert: stepAlert,
});
const story = fc.array(step, { minLength: 20, maxLength: 250 });
/** A day with prices that jump past the anomaly limit and people who ask. */
const askedStory = fc.array(
  fc.record({
    ...{ wait: fc.integer({ min: 0, max: 12_000 }), alert: stepAlert },
    move: fc.oneof(
      { weight: 30, arbitrary: fc.integer({ min: -4, max: 4 }) },
      { weight: 1, arbitrary: fc.constantFrom(-400, 400) },
    ),
    ask: fc.option(fc.constantFrom("close" as const, "accept" as const), { freq: 5 }),
  }),
  { minLength: 60, maxLength: 250 },
);
const settings = fc.constantFrom<SeriesEngineOptions>(
  nqOptions({ stopBufferPoints: 0.25 }),
  nqOptions({ stopBufferPoints: 0, beTriggerR: 1.5, symmetricDoublePivot: false }),
  nqOptions({ stopBufferPoints: 1, beOffsetPoints: 0.5, entryMode: "confirmationClose" }),
  nqOptions({ stopBufferPoints: 0.25, confirmVoidGraceMs: 90_000, beTriggerR: 0.5 }, "indicator"),
);
/** A jump past the anomaly limit would need the quarantine; its own tests cover that. */
const PRICE_START = 80_000;

interface Heard {
  readonly at: number;
  readonly price: number;
  readonly ref: number;
}

class Player {
  engine: SeriesEngine;
  readonly facts: Fact[] = [];
  readonly heard: Heard[] = [];
  readonly options: SeriesEngineOptions;
  #at = MONDAY_9;
  #price = PRICE_START;

  constructor(options: SeriesEngineOptions) {
    this.options = options;
    this.engine = new SeriesEngine(options);
  }

  /** Names of the ends and releases people asked for and got. */
  readonly done: string[] = [];
  #refs = 0;
  #waitingRef: number | null = null;

  play({ wait, move, alert, ask = null }: Step): void {
    this.#at += wait;
    this.#price += move;
    const ref = this.#refs;
    this.#refs += 1;
    const verdict = this.engine.tick(this.#at, this.#price, 1, null, ref);
    const tick = { at: this.#at, price: this.#price, ref };
    if (verdict === "accepted") {
      this.heard.push(tick);
      this.#waitingRef = null;
    } else if (verdict === "suspicious") this.#waitingRef ??= ref;
    if (alert !== null) {
      const candleAt = minuteOf(this.#at) - alert.minutesAgo * MINUTE;
      this.engine.deliver({ receivedAt: this.#at, deliveryId: null, alert: signalAlert(alert.direction, candleAt) });
    }
    if (ask !== null) this.#ask(ask);
    this.facts.push(...this.engine.drain());
  }

  #ask(kind: "close" | "accept"): void {
    const who = { by: "ada", reason: "news" };
    const [open] = this.engine.liveTrades();
    const at = this.#at + 1_000;
    const { done } =
      kind === "close"
        ? this.engine.ask({ kind, tradeId: open?.tradeId ?? "none", ...who }, at)
        : this.engine.ask({ kind, firstRef: this.#waitingRef ?? -1, ...who }, at);
    if (done) this.done.push(kind);
    if (done && kind === "accept") this.#waitingRef = null;
  }

  restart(): void {
    this.engine = SeriesEngine.restore(this.options, this.engine.snapshot());
  }
}

function playAll(options: SeriesEngineOptions, steps: readonly Step[]): Player {
  const player = new Player(options);
  for (const each of steps) player.play(each);
  return player;
}

function ticksAfterEntry(player: Player, { trade }: SignalRecord): Heard[] {
  if (trade === null) return [];
  const { entryAt, entryRef } = trade;
  return player.heard.filter(({ at, ref }) => (entryRef === null ? at >= entryAt : ref > entryRef));
}

describe("engine properties (methodology 12)", () => {
  it("level-indexed tracking equals the naive tracker on every tick path (7.3; INV-01, 02, 04, 05, 09, 10, 11)", () => {
    let [trades, returns] = [0, 0];
    fc.assert(
      fc.property(settings, story, (options, steps) => {
        const player = playAll(options, steps);
        const { triggerNumerator, triggerDenominator, offsetTicks } = options.rules.breakEven;
        for (const record of player.engine.records()) {
          const { trade, stopLoss } = record;
          if (trade === null || stopLoss === null) continue;
          trades += 1;
          const trigger = Math.ceil((trade.risk * triggerNumerator) / triggerDenominator);
          const expected = trackNaively(
            record.direction,
            trade.entryPrice,
            stopLoss,
            ticksAfterEntry(player, record),
            trigger,
            offsetTicks,
          );
          const { returned, ...state } = expected;
          expect(trade).toMatchObject(state);
          expect(returnedByStep(trade)).toEqual(returned);
          returns += trade.returns.length;
          expect(trade.targetsHit).toEqual(expected.targetsHit);
        }
      }),
      { numRuns: 400 },
    );
    expect(trades).toBeGreaterThan(400);
    expect(returns).toBeGreaterThan(40);
  });

  it("a restored engine continues identically from any point (INV-13, INV-34)", () => {
    fc.assert(
      fc.property(
        settings,
        story,
        fc.array(fc.nat(249), { minLength: 1, maxLength: 4 }),
        (options, steps, restarts) => {
          const straight = playAll(options, steps);
          const broken = new Player(options);
          steps.forEach((each, index) => {
            broken.play(each);
            if (restarts.includes(index)) broken.restart();
          });
          expect(broken.engine.records()).toEqual(straight.engine.records());
          expect(broken.facts).toEqual(straight.facts);
          expect(Buffer.compare(broken.engine.snapshot(), straight.engine.snapshot())).toBe(0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("with closes by hand and accepted prices too, and no event leaves a closed trade (7.7, 8.2)", () => {
    const done: string[] = [];
    fc.assert(
      fc.property(
        settings,
        askedStory,
        fc.array(fc.nat(249), { minLength: 1, maxLength: 4 }),
        (options, steps, restarts) => {
          const straight = playAll(options, steps);
          const broken = new Player(options);
          steps.forEach((each, index) => {
            broken.play(each);
            if (restarts.includes(index)) broken.restart();
          });
          expect(broken.facts).toEqual(straight.facts);
          expect(broken.done).toEqual(straight.done);
          expect(Buffer.compare(broken.engine.snapshot(), straight.engine.snapshot())).toBe(0);
          done.push(...straight.done);
          for (const { tradeId, trade } of straight.engine.records()) {
            if (trade?.exitReason !== "MANUAL") continue;
            const own = straight.facts.flatMap((fact) =>
              fact.kind === "event" && fact.tradeId === tradeId ? [fact] : [],
            );
            const types = own.map(({ type }) => type);
            expect(types.filter((type) => type === "EXIT_MANUAL")).toHaveLength(1);
            expect(types.slice(types.indexOf("EXIT_MANUAL") + 1).every((type) => type === "FLAGGED")).toBe(true);
            expect(trade.noBeLeg).toBe("OTHER");
            expect(trade.exitPrice).toBe(own.find(({ type }) => type === "EXIT_MANUAL")?.price);
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(done.filter((kind) => kind === "close").length).toBeGreaterThan(20);
    expect(done.filter((kind) => kind === "accept").length).toBeGreaterThan(20);
  });

  it("0 <= be_mfe <= no_be_mfe, mae <= 0, and neither ever comes back (INV-03)", () => {
    fc.assert(
      fc.property(settings, story, (options, steps) => {
        const player = new Player(options);
        const before = new Map<string, { noBeMfe: number; mae: number }>();
        for (const each of steps) {
          player.play(each);
          for (const { tradeId, beMfe, noBeMfe, mae } of player.engine.liveTrades()) {
            const last = before.get(tradeId) ?? { noBeMfe: 0, mae: 0 };
            expect(beMfe >= 0 && beMfe <= noBeMfe && noBeMfe >= last.noBeMfe && mae <= last.mae).toBe(true);
            before.set(tradeId, { noBeMfe, mae });
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("histories have no holes, one entry, one exit a leg and nothing after the end (INV-07, INV-08)", () => {
    fc.assert(
      fc.property(settings, story, (options, steps) => {
        const { facts, engine } = playAll(options, steps);
        for (const { tradeId, status } of engine.records()) {
          const history = facts.flatMap((fact) => (fact.kind === "event" && fact.tradeId === tradeId ? [fact] : []));
          expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index));
          const types = history.map(({ type, data }) => (type === "EXIT_STOP_LOSS" ? `${type} ${data["leg"]}` : type));
          for (const once of [
            "ENTRY",
            "BE_TRIGGERED",
            "EXIT_BREAK_EVEN",
            "EXIT_STOP_LOSS be",
            "EXIT_STOP_LOSS no-be",
            "CONFIRMED",
          ]) {
            expect(types.filter((type) => type === once).length).toBeLessThanOrEqual(1);
          }
          const entry = types.indexOf("ENTRY");
          const traded = types.findIndex((type) => /^(BE_|EXIT_|TARGET)/.test(type));
          if (traded >= 0) expect(entry >= 0 && entry < traded).toBe(true);
          const ended = types.findIndex((type) =>
            /^(SIGNAL_REJECTED|CANCELLED|VOIDED|EXIT_STOP_LOSS no-be)$/.test(type),
          );
          expect(ended < 0 || types.slice(ended + 1).every((type) => type === "FLAGGED")).toBe(true);
          expect(ended >= 0).toBe(["REJECTED", "CANCELLED", "VOID", "CLOSED"].includes(status));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("at most one signal is pending, and the last fact of a signal is its record", () => {
    fc.assert(
      fc.property(settings, story, (options, steps) => {
        const { facts, engine } = playAll(options, steps);
        const records = engine.records();
        const pending = records.filter((record) => record.status === "PENDING" && !waits(record));
        expect(pending.length).toBeLessThanOrEqual(1);
        expect(pending[0]?.tradeId).toBe(engine.pending()?.tradeId);
        expect(new Set(records.map(({ tradeId }) => tradeId)).size).toBe(records.length);
        for (const record of records) {
          const told = facts.findLast((fact) => fact.kind === "signal" && fact.record.tradeId === record.tradeId);
          expect(told?.kind === "signal" ? told.record.status : null).toBe(waits(record) ? null : record.status);
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** When price was back at the entry after each ladder step, read from the compact list the way its readers do. */
function returnedByStep({ ladder, returns }: TradeRecord): Map<number, number> {
  const steps = Object.keys(ladder).map(Number);
  const first = (step: number) => returns.find(({ upTo }) => upTo >= step)?.at;
  return new Map(
    steps.flatMap((step) => {
      const at = step > 0 ? first(step) : undefined;
      return at === undefined ? [] : [[step, at]];
    }),
  );
}

/** Still waiting for the end of its candle: nothing has been decided and nothing told. */
function waits(record: SignalRecord): boolean {
  return record.status === "PENDING" && record.checks.length === 0;
}
