import { describe, expect, it } from "vitest";
import { SeriesEngine } from "@/lib/engine/series-engine";
import type { Fact } from "@/lib/engine/types";
import { createLog } from "@/lib/log";
import { calendarOf, cmeEquityHours } from "@/lib/market/hours";
import { priceScale } from "@/lib/market/price";
import { resolveRules } from "@/lib/signal/config";
import type { StreamEvent } from "@/lib/stream/events";
import { heldTradesMax } from "@/worker/backfill";
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
        sequencer: new Sequencer({ contractId: 1, scale, engine, nextInputId }),
        snapshotVersion: "",
      },
      instrument: {
        ...instrument,
        name: "",
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
      clock: time,
      timers: time,
      log,
      counters,
      trades,
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
    bench.time.advance((heldTradesMax + 5) * 1000);
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
