import { describe, expect, it } from "vitest";
import { SeriesEngine } from "@/lib/engine/series-engine";
import type { Fact } from "@/lib/engine/types";
import { createLog } from "@/lib/log";
import { calendarOf, cmeEquityHours } from "@/lib/market/hours";
import { priceScale } from "@/lib/market/price";
import type { MinuteBar } from "@/lib/market/types";
import { resolveRules } from "@/lib/signal/config";
import type { StreamEvent } from "@/lib/stream/events";
import { backfillSpanMaxMs, heldTradesMax } from "@/worker/backfill";
import { barWaitMaxMs } from "@/worker/bar-backfill";
import { ContractRun } from "@/worker/contract-run";
import type { RestTrade } from "@/worker/feed/rest";
import { RestError } from "@/worker/feed/rest-http";
import type { FeedStatus, WireTrade } from "@/worker/feed/types";
import { Gate } from "@/worker/gate";
import { hoursOf } from "@/worker/hours";
import { Pipeline } from "@/worker/pipeline";
import { Sequencer } from "@/worker/sequencer";
import { SessionStats } from "@/worker/session-stats";
import { type Batch, emptyBatch } from "@/worker/store/batch";
import { HandTime } from "@/worker/testing/hand-time";

const start = Date.UTC(2026, 10, 18, 15, 0, 0);
const contract = { id: 1, root: "NQ", ticker: "NQZ6", month: "2026-12", lastTradeDate: "2026-12-18" };

/** A gate with a real pipeline and engine; the exchange's REST answers are what the test says. */
class Bench {
  readonly time = new HandTime(start);
  readonly batch: Batch = emptyBatch(1);
  readonly published: StreamEvent[] = [];
  /** What REST knows. */
  past: RestTrade[] = [];
  /** Thrown by the next REST answers. */
  failure: Error | null = null;
  /** Minute bars REST has; null refuses them. */
  minuteBars: readonly MinuteBar[] | null = null;
  /** Time that passed without a beat: days of beats take a test too long. */
  skipped = 0;
  /** Held back until called. */
  private answer: (() => void) | null = null;
  private asked: (() => void)[] = [];
  waitForAnswer = false;
  readonly requests: { from: number; to: number }[] = [];
  readonly pipeline: Pipeline;
  readonly gate: Gate;
  readonly run: ContractRun;

  constructor() {
    const { time } = this;
    const hub = {
      reading: () => undefined,
      publish: (events: readonly StreamEvent[]) => void this.published.push(...events),
    };
    const store = { append: (add: (batch: Batch) => void) => add(this.batch) };
    this.pipeline = new Pipeline({ mode: "live", store, hub });
    const scale = priceScale("0.25");
    const rules = resolveRules("spec", {}, scale);
    if (!rules.ok) throw new Error("rules");
    const instrument = { root: "NQ", tickSize: "0.25", pointValue: "20", tradingview: ["NQ1!"] };
    const calendar = calendarOf(hoursOf("live"));
    const engine = new SeriesEngine({ instrument: { ...instrument, ticker: "NQZ6" }, rules: rules.rules, calendar });
    let inputId = 0;
    const nextInputId = (): number => {
      inputId += 1;
      return inputId;
    };
    this.run = new ContractRun({
      ...{
        contract,
        engine,
        sequencer: new Sequencer({ contractId: 1, scale, source: "live", engine, nextInputId }),
        snapshotVersion: "",
      },
      instrument: {
        ...instrument,
        name: "",
        active: true,
        profile: "spec",
        config: {},
        rollRule: { kind: "monday" },
        hours: cmeEquityHours,
      },
      settings: null,
      context: {
        contractId: 1,
        root: "NQ",
        ticker: "NQZ6",
        scale,
        source: "live",
        profile: "spec",
        engineVersion: "1",
      },
      stats: new SessionStats(1, "live"),
    });
    this.pipeline.add(this.run);
    const log = createLog("test", "silent");
    const counters = () => ({});
    const trades = (_ticker: string, from: number, to: number) => this.rest(from, to);
    this.gate = new Gate({
      mode: "live",
      pipeline: this.pipeline,
      hub,
      calendar,
      clock: { now: () => time.now() + this.skipped },
      timers: time,
      log,
      counters,
      trades,
      minuteBars: (_ticker, from, to) => this.bars(from, to),
    });
    this.gate.start();
  }

  status(status: FeedStatus): void {
    const code = status === "subscribed" ? ("FEED-OK" as const) : ("FEED-LOST" as const);
    const event = {
      type: "status",
      status,
      code,
      reason: status,
      channels: ["T" as const],
      refused: [],
      retryAt: null,
    } as const;
    this.gate.onEvent({ ...event, at: this.time.now() });
  }

  socket(...sequences: number[]): void {
    this.gate.onEvent({ type: "trades", trades: sequences.map((sequence) => wire(sequence)) });
  }

  /** A trade that is received only now. */
  late(sequence: number): void {
    this.gate.onEvent({ type: "trades", trades: [{ ...wire(sequence), receivedAt: this.time.now() }] });
  }

  async live(): Promise<void> {
    this.status("subscribed");
    await this.opened();
  }

  async opened(): Promise<void> {
    while (!this.gate.isOpen) {
      await new Promise((resolve) => setImmediate(resolve));
      this.time.advance(10);
    }
  }

  /** Resolves when REST has been asked and holds its answer back. */
  async request(): Promise<void> {
    while (this.answer === null) await new Promise<void>((resolve) => this.asked.push(resolve));
  }

  release(): void {
    this.waitForAnswer = false;
    this.answer?.();
    this.answer = null;
  }

  get sequences(): number[] {
    return this.batch.ticks.map((row) => row.sequence);
  }

  get facts(): Fact[] {
    return this.batch.facts.map(({ fact }) => fact);
  }

  private async *bars(from: number, to: number): AsyncGenerator<MinuteBar> {
    if (this.minuteBars === null) throw new RestError("not-entitled", "no bars either");
    for (const bar of this.minuteBars) if (bar.openAt >= from && bar.openAt < to) yield bar;
  }

  private async *rest(from: number, to: number): AsyncGenerator<RestTrade> {
    this.requests.push({ from, to });
    // What it knows when it is asked, not when the answer arrives.
    const rows = this.past;
    if (this.waitForAnswer) {
      await new Promise<void>((resolve) => {
        this.answer = resolve;
        for (const asked of this.asked.splice(0)) asked();
      });
    }
    if (this.failure !== null) throw this.failure;
    for (const row of rows) if (row.exchangeAt >= from && row.exchangeAt < to) yield row;
  }
}

/** Trade number n happens n seconds after the start. */
function past(sequence: number): RestTrade {
  return { exchangeAt: start + sequence * 1000, price: 100_000 + sequence, size: 1, sequence };
}

function wire(sequence: number): WireTrade {
  const trade = past(sequence);
  return { ...trade, contractId: 1, receivedAt: trade.exchangeAt + 20 };
}

/** A bar of minute n after the start. */
function minute(n: number, open: number, close: number): MinuteBar {
  const [low, high] = [Math.min(open, close), Math.max(open, close)];
  return { openAt: start + n * 60_000, open, high, low, close, volume: 5, trades: 5 };
}

describe("a fresh connection", () => {
  it("holds the socket's trades until REST has brought what came before, each trade once and in order", async () => {
    const bench = new Bench();
    bench.waitForAnswer = true;
    bench.past = [1, 2, 3, 4].map(past);
    bench.time.advance(5000);
    bench.status("subscribed");
    await bench.request();
    bench.socket(4, 5);
    bench.socket(6);
    expect(bench.sequences).toEqual([]);
    expect(bench.gate.heldCount).toBe(3);
    bench.release();
    await bench.opened();
    expect(bench.sequences).toEqual([1, 2, 3, 4, 5, 6]);
    expect(bench.batch.ticks.map((row) => row.source)).toEqual([...Array(4).fill("backfill"), "live", "live"]);
    expect(bench.batch.ticks.map((row) => row.flags)).toEqual([8, 8, 8, 8, 0, 0]);
  });

  it("that begins a series in the middle of a minute, without REST, leaves its first candle incomplete", async () => {
    const bench = new Bench();
    bench.failure = new RestError("not-entitled", "no trades in this plan");
    bench.time.advance(5000);
    bench.status("subscribed");
    bench.socket(5);
    await bench.opened();
    bench.socket(61, 121);
    const candles = bench.facts.flatMap((fact) => (fact.kind === "candle" ? [fact.candle] : []));
    expect(candles.map(({ complete }) => complete)).toEqual([false, true]);
  });

  it("asks REST for whole minutes, so that its first candle is complete", async () => {
    const bench = new Bench();
    bench.time.advance(5000);
    await bench.live();
    expect((bench.requests[0]?.from ?? 1) % 60_000).toBe(0);
  });

  it("says that a hole stays when REST does not catch up with the socket", async () => {
    const bench = new Bench();
    bench.past = [past(1)];
    bench.time.advance(5000);
    bench.status("subscribed");
    bench.socket(4);
    await bench.opened();
    expect(bench.batch.gaps).toMatchObject([
      { fromAt: start + 1000, toAt: start + 4000, healedAt: null, note: "REST stayed behind the socket" },
    ]);
  });

  it("asks REST again when its answer ends before the first held trade", async () => {
    const bench = new Bench();
    bench.waitForAnswer = true;
    bench.past = [past(1)];
    bench.time.advance(5000);
    bench.status("subscribed");
    await bench.request();
    bench.socket(3);
    bench.release();
    bench.past = [1, 2, 3].map(past);
    await bench.opened();
    expect(bench.sequences).toEqual([1, 2, 3]);
    expect(bench.requests.length).toBeGreaterThan(1);
  });

  it("asks REST for what it could not hold", async () => {
    const bench = new Bench();
    bench.waitForAnswer = true;
    bench.skipped = (heldTradesMax + 5) * 1000;
    bench.status("subscribed");
    await bench.request();
    const many = Array.from({ length: heldTradesMax + 1 }, (_, i) => i + 1);
    bench.past = [past(1)];
    bench.gate.onEvent({ type: "trades", trades: many.slice(-1000).map(wire) });
    bench.gate.onEvent({ type: "trades", trades: many.map(wire) });
    expect(bench.gate.heldCount).toBe(0);
    bench.past = many.slice(-1000).map(past);
    bench.release();
    await bench.opened();
    expect(bench.sequences).toEqual(many.slice(-1000));
  });
});

describe("a lost connection", () => {
  it("is a gap from the last trade, healed when REST brings the rest; candles stay complete", async () => {
    const bench = new Bench();
    await bench.live();
    bench.socket(1, 2);
    bench.status("disconnected");
    expect(bench.batch.gaps).toMatchObject([{ fromAt: start + 2000, toAt: null, cause: "disconnect" }]);
    bench.past = [1, 2, 3, 4].map(past);
    bench.time.advance(10_000);
    await bench.live();
    expect(bench.sequences).toEqual([1, 2, 3, 4]);
    expect(bench.requests.map(({ from }) => from)).toContain(start + 1000);
    const [, closed] = bench.batch.gaps;
    expect(closed).toMatchObject({ fromAt: start + 2000, cause: "disconnect", rows: 2, note: null });
    expect(closed?.healedAt).not.toBeNull();
    expect(bench.batch.inputs.filter((input) => input.kind === "gap")).toEqual([]);
  });

  it("whose hole REST cannot fill is told to the engine: its candles are incomplete", async () => {
    const bench = new Bench();
    await bench.live();
    bench.socket(1);
    bench.status("disconnected");
    bench.failure = new RestError("not-entitled", "no trades in this plan");
    bench.time.advance(10_000);
    await bench.live();
    expect(bench.batch.gaps.at(-1)).toMatchObject({
      fromAt: start + 1000,
      healedAt: null,
      note: "REST could not answer (not-entitled)",
    });
    expect(bench.batch.inputs).toMatchObject([{ kind: "gap", payload: { from: start + 1000 } }]);
    bench.socket(11);
    bench.time.advance(120_000);
    const candle = bench.facts.find((fact) => fact.kind === "candle" && fact.candle.openAt === start);
    expect(candle).toMatchObject({ candle: { complete: false } });
  });

  it("that REST knows by its minute bars only is told by those: candles complete, people told, nothing else missing", async () => {
    const bench = new Bench();
    await bench.live();
    bench.socket(1, 2);
    bench.status("disconnected");
    bench.failure = new RestError("not-entitled", "no trades in this plan");
    bench.minuteBars = [minute(0, 100_000, 100_050), minute(1, 100_050, 100_100)];
    bench.time.advance(130_000);
    bench.status("subscribed");
    bench.socket(130, 131);
    // The minute the data is back in is not over: its first trades may hide a stop, so the socket is held.
    for (let round = 0; round < 20; round += 1) await new Promise((resolve) => setImmediate(resolve));
    expect([bench.gate.isOpen, bench.sequences]).toEqual([false, [1, 2]]);
    bench.minuteBars = [...bench.minuteBars, minute(2, 100_100, 100_150)];
    bench.socket(179, 181);
    await bench.opened();
    expect(bench.batch.inputs.map(({ kind }) => kind)).toEqual(["bar", "bar", "bar"]);
    const candles = bench.facts.flatMap((fact) => (fact.kind === "candle" ? [fact.candle] : []));
    expect(candles.map(({ complete, backfilled, open }) => [complete, backfilled, open])).toEqual([
      [true, true, 100_001],
      [true, true, 100_050],
      [true, true, 100_100],
    ]);
    // Held trades of the told minute are stored, and late for the engine; the first of the next one is live.
    expect(bench.sequences).toEqual([1, 2, 130, 131, 179, 181]);
    expect(bench.batch.ticks.map(({ flags }) => flags)).toEqual([0, 0, 2, 2, 2, 0]);
    expect(bench.batch.gaps.at(-1)).toMatchObject({ note: "3 minute bars stand in for lost trades", rows: 0 });
    expect(bench.batch.gaps.at(-1)?.healedAt).not.toBeNull();
    expect(bench.batch.notices).toMatchObject([{ code: "BAR_BACKFILL", severity: "warn", data: { bars: 3 } }]);
  });

  it("whose last minute has no bar in time stays a gap in that minute alone", async () => {
    const bench = new Bench();
    await bench.live();
    bench.socket(1);
    bench.status("disconnected");
    bench.failure = new RestError("server", "away");
    bench.minuteBars = [minute(0, 100_000, 100_050)];
    bench.time.advance(70_000);
    bench.status("subscribed");
    bench.socket(70);
    await bench.opened();
    expect(bench.time.now() - start - 70_000).toBeGreaterThanOrEqual(barWaitMaxMs);
    expect(bench.batch.inputs).toMatchObject([
      { kind: "bar" },
      { kind: "gap", payload: { from: start + 60_000, to: start + 70_000 } },
    ]);
    expect(bench.batch.gaps.at(-1)?.note).toBe(
      "REST could not answer (server); 1 minute bar stands in for lost trades",
    );
  });

  it("longer than REST is asked for is told by bars first, then by trades", async () => {
    const bench = new Bench();
    await bench.live();
    bench.socket(1);
    bench.status("disconnected");
    bench.minuteBars = [minute(0, 100_000, 100_050)];
    bench.skipped = backfillSpanMaxMs + 600_000;
    bench.past = [{ ...past(9), exchangeAt: start + bench.skipped - 60_000 }];
    await bench.live();
    expect(bench.batch.inputs.map(({ kind }) => kind)).toEqual(["bar"]);
    expect(bench.sequences).toEqual([1, 9]);
    expect(bench.batch.gaps.at(-1)).toMatchObject({ rows: 1, note: "1 minute bar stands in for lost trades" });
  });

  it("leaves the candle in which the data is back incomplete: its first trades are missing", async () => {
    const bench = new Bench();
    await bench.live();
    bench.socket(1);
    bench.status("disconnected");
    bench.failure = new RestError("not-entitled", "no trades in this plan");
    bench.time.advance(90_000);
    bench.status("subscribed");
    bench.socket(90);
    await bench.opened();
    bench.socket(121, 181);
    const candles = bench.facts.flatMap((fact) => (fact.kind === "candle" ? [fact.candle] : []));
    expect(candles.map(({ openAt, complete }) => [(openAt - start) / 60_000, complete])).toEqual([
      [0, false],
      [1, false],
      [2, true],
    ]);
  });

  it("stops the clock, and an alert's time does not come", async () => {
    const bench = new Bench();
    await bench.live();
    bench.socket(1);
    bench.status("disconnected");
    const { clock } = bench.run.sequencer.position;
    bench.time.advance(10 * 60_000);
    expect(bench.run.sequencer.position.clock).toBe(clock);
    expect(bench.facts).toEqual([]);
  });

  it("in the middle of a fill ends that fill; the next one begins anew and nothing is taken twice", async () => {
    const bench = new Bench();
    bench.waitForAnswer = true;
    bench.past = [1, 2].map(past);
    bench.time.advance(5000);
    bench.status("subscribed");
    await bench.request();
    bench.socket(3);
    bench.status("disconnected");
    bench.release();
    bench.past = [1, 2, 3].map(past);
    await bench.live();
    expect(bench.sequences).toEqual([1, 2, 3]);
  });
});

describe("while live", () => {
  it("a candle closes by the clock when no trade follows, one second after its end", async () => {
    const bench = new Bench();
    await bench.live();
    bench.time.advance(Math.max(0, start + 2000 - bench.time.now()));
    bench.socket(1, 2);
    bench.time.advance(start + 60_900 - bench.time.now());
    expect(bench.facts).toEqual([]);
    bench.time.advance(300);
    expect(bench.facts).toMatchObject([{ kind: "candle", candle: { openAt: start, trades: 2, complete: true } }]);
    expect(bench.batch.inputs).toMatchObject([{ kind: "clock", afterIngestId: 2 }]);
  });

  it("a candle waits for trades that come late, as late as the newest ones did", async () => {
    const bench = new Bench();
    await bench.live();
    // As after a pause of the process, over a slow line, or with a clock that is set wrong.
    bench.time.advance(start + 59_000 - bench.time.now());
    bench.late(54);
    bench.time.advance(start + 63_000 - bench.time.now());
    bench.late(58);
    expect(bench.facts).toEqual([]);
    bench.time.advance(start + 65_400 - bench.time.now());
    expect(bench.facts).toEqual([]);
    bench.time.advance(300);
    expect(bench.facts).toMatchObject([{ kind: "candle", candle: { openAt: start, trades: 2 }, corrected: false }]);
  });

  it("a candle is not closed by the first look after a pause: what waited in the socket comes first", async () => {
    const bench = new Bench();
    await bench.live();
    bench.socket(50);
    bench.time.advance(start + 58_000 - bench.time.now());
    bench.skipped = 5000;
    bench.time.advance(400);
    expect(bench.facts).toEqual([]);
    bench.socket(59);
    bench.time.advance(20_000);
    expect(bench.facts).toMatchObject([{ kind: "candle", candle: { openAt: start, trades: 2 }, corrected: false }]);
  });

  it("silence of an open market is STALE and recorded as such when it ends; candles stay complete", async () => {
    const bench = new Bench();
    await bench.live();
    bench.socket(1);
    bench.time.advance(6000);
    expect(bench.gate.feedState.current.state).toBe("STALE");
    bench.socket(8);
    expect(bench.batch.gaps).toMatchObject([{ cause: "silence", fromAt: start + 1000, healedAt: null }]);
    expect(bench.batch.inputs).toEqual([]);
    bench.time.advance(200);
    expect(bench.gate.feedState.current.state).toBe("LIVE");
    const states = bench.published.flatMap((event) => (event.type === "feed" ? [event.feed.state] : []));
    expect(states).toEqual(expect.arrayContaining(["LIVE", "STALE"]));
  });

  it("a stop lets nothing pass any more and records no gap", async () => {
    const bench = new Bench();
    await bench.live();
    bench.gate.stop();
    bench.socket(1);
    bench.status("disconnected");
    expect(bench.sequences).toEqual([]);
    expect(bench.batch.gaps).toEqual([]);
  });
});
