/**
 * `npm run bench -- replay`: what a tick costs in the engine with 0 to 10,000 open trades, beside a bare loop over the
 * same ticks in the same process. Trades are opened by alerts through the engine itself, half of each direction, and
 * stay open: the market wanders within their stops but reaches some of their quarter-R levels.
 */
import { SeriesEngine } from "@/lib/engine/series-engine";
import { createCalendar } from "@/lib/market/calendar";
import { priceScale } from "@/lib/market/price";
import { NEW_YORK } from "@/lib/market/zone";
import { resolveRules } from "@/lib/signal/config";
import type { Direction } from "@/lib/signal/types";
import { TickParser } from "../scripts/replay/tick-file";

const OPEN_TRADES = [0, 50, 100, 1_000, 10_000];
const TICKS = 2_000_000;
const ROUNDS = 3;
const DRAIN_EVERY = 4_096;
const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 2, 15);
const BASE_PRICE = 80_000;
/** Ticks the market wanders around the base; the stops lie 2,000 ticks away. */
const WANDER_TICKS = 800;

const instrument = { root: "NQ", ticker: "NQH6", tickSize: "0.25", pointValue: "20", tradingview: ["NQ1!"] };
const scale = priceScale(instrument.tickSize);
const allDay = [{ from: 0, until: 1_440 }];
const alwaysOpen = createCalendar({ zone: NEW_YORK, weekly: Array(7).fill(allDay), exceptionOn: () => null });

function mustResolve() {
  const resolved = resolveRules(
    "spec",
    { stopBufferPoints: 500, sessionFilter: "off", anomalyJumpPoints: 1_000 },
    scale,
  );
  if (!resolved.ok) throw new Error(resolved.errors.join("; "));
  return resolved.rules;
}

/** Small deterministic generator (mulberry32), so that every run measures the same market. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** An engine with this many open trades: two minutes each, a signal candle and one that closes beyond it. */
function engineWith(trades: number): { engine: SeriesEngine; at: number } {
  const engine = new SeriesEngine({ instrument, rules: mustResolve(), calendar: alwaysOpen });
  const random = generator(7);
  let at = START;
  let ref = 0;
  const tick = (offset: number, price: number) => engine.tick(at + offset, price, 1, null, ref++);
  for (let opened = 0; opened < trades; opened += 1) {
    const price = BASE_PRICE + Math.floor((random() - 0.5) * WANDER_TICKS);
    const direction: Direction = opened % 2 === 0 ? "bullish" : "bearish";
    tick(0, price);
    tick(1_000, price + 1);
    tick(2_000, price - 1);
    engine.deliver({
      receivedAt: at + MINUTE,
      deliveryId: opened,
      alert: {
        kind: "signal",
        format: "F2",
        direction,
        candleAt: at,
        price: null,
        symbol: null,
        biases: { m1: null, trendRegime: null, fvgBias: null },
        htf: null,
        strength: null,
        signalType: null,
        signalCandle: null,
        externalId: null,
      },
    });
    at += MINUTE;
    tick(1_000, price + (direction === "bullish" ? 3 : -3));
    at += MINUTE;
    engine.drain();
  }
  tick(0, BASE_PRICE);
  engine.drain();
  if (engine.liveTrades().length !== trades)
    throw new Error(`expected ${trades} trades, got ${engine.liveTrades().length}`);
  return { engine, at };
}

interface Market {
  readonly delays: Uint8Array;
  readonly prices: Int32Array;
}

function wander(): Market {
  const random = generator(42);
  const delays = new Uint8Array(TICKS);
  const prices = new Int32Array(TICKS);
  let price = BASE_PRICE;
  for (let index = 0; index < TICKS; index += 1) {
    delays[index] = Math.floor(random() * 80);
    const pull = (BASE_PRICE - price) / WANDER_TICKS / 20;
    price += Math.round((random() - 0.5 + pull) * 4);
    prices[index] = price;
  }
  return { delays, prices };
}

/** Ticks per second of processor time: what one core does, whatever else the machine is busy with. */
function ticksPerSecond(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return TICKS / ((user + system) / 1e6);
}

/** The least any consumer of ticks does: one pass that keeps the extremes of each minute. */
function bareLoop({ delays, prices }: Market): void {
  let [at, high, low, minutes, until] = [START, 0, Number.MAX_SAFE_INTEGER, 0, START + MINUTE];
  for (let index = 0; index < TICKS; index += 1) {
    at += delays[index] ?? 0;
    const price = prices[index] ?? 0;
    if (at >= until) {
      minutes += 1;
      until += MINUTE;
      [high, low] = [price, price];
    }
    if (price > high) high = price;
    if (price < low) low = price;
  }
  if (minutes === 0 || high < low) throw new Error("bare loop: nothing happened");
}

function engineLoop(trades: number, { delays, prices }: Market): number {
  const { engine, at: from } = engineWith(trades);
  let at = from;
  const rate = ticksPerSecond(() => {
    for (let index = 0; index < TICKS; index += 1) {
      at += delays[index] ?? 0;
      engine.tick(at, prices[index] ?? 0, 1, null, index);
      if (index % DRAIN_EVERY === 0) engine.drain();
    }
  });
  const open = engine.liveTrades().length;
  if (open !== trades) throw new Error(`expected ${trades} trades to stay open, got ${open}`);
  return rate;
}

function csvLoop(trades: number, { delays, prices }: Market): number {
  const { engine, at: from } = engineWith(trades);
  let at = from;
  const lines = ["timestamp_ms,price,size"];
  for (let index = 0; index < TICKS; index += 1) {
    at += delays[index] ?? 0;
    lines.push(`${at},${((prices[index] ?? 0) / 4).toFixed(2)},1`);
  }
  const bytes = new TextEncoder().encode(`${lines.join("\n")}\n`);
  const parser = new TickParser("bench", scale, (tickAt, price, size, sequence, row) => {
    engine.tick(tickAt, price, size, sequence, row);
    if (row % DRAIN_EVERY === 0) engine.drain();
  });
  return ticksPerSecond(() => {
    for (let start = 0; start < bytes.length; start += 1 << 18) parser.write(bytes.subarray(start, start + (1 << 18)));
    parser.end();
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

function measure(run: () => number): number {
  return median(Array.from({ length: ROUNDS }, run));
}

const shown = (rate: number) => `${(rate / 1e6).toFixed(2)} million ticks/CPU s`;

function main(): void {
  const market = wander();
  measure(() => engineLoop(0, market));
  const bare = measure(() => ticksPerSecond(() => bareLoop(market)));
  const out = [`bare loop          ${shown(bare)}`];
  let none = 0;
  for (const trades of OPEN_TRADES) {
    const rate = measure(() => engineLoop(trades, market));
    if (trades === 0) none = rate;
    out.push(
      `${String(trades).padStart(6)} open trades ${shown(rate)}   cost x${(none / rate).toFixed(2)} of none, x${(bare / rate).toFixed(1)} of bare`,
    );
  }
  out.push(`    50 open trades ${shown(measure(() => csvLoop(50, market)))}   CSV parsing included`);
  process.stdout.write(`${TICKS} ticks, median of ${ROUNDS} rounds, processor time\n${out.join("\n")}\n`);
}

main();
