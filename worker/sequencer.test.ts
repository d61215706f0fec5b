import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AskRow } from "@/lib/db/asks";
import type { EngineInput } from "@/lib/db/engine-state";
import type { StoredTick } from "@/lib/db/ticks";
import type { Ask, AskAnswer } from "@/lib/engine/asks";
import type { ResolvedSettings } from "@/lib/engine/settings";
import type { Fact } from "@/lib/engine/types";
import { minuteOf } from "@/lib/market/candle";
import { priceScale } from "@/lib/market/price";
import type { TickSource } from "@/lib/market/types";
import { type Delivery, type EnginePort, Sequencer } from "@/worker/sequencer";

/** An engine that writes down what it is told and says a fact whenever the clock passes a full minute. */
class Recorder implements EnginePort {
  readonly log: string[] = [];
  /** Delivery at which it breaks. */
  broken: number | null = null;
  private facts: Fact[] = [];
  private minute = 0;
  advance(at: number): void {
    if (Math.floor(at / 60_000) <= this.minute) return;
    this.minute = Math.floor(at / 60_000);
    this.log.push(`minute ${this.minute}`);
    this.say(`minute ${this.minute}`);
  }
  tick(at: number, price: number): "accepted" {
    this.log.push(`tick ${at} ${price}`);
    return "accepted";
  }
  deliver(input: { receivedAt: number; effectiveAt: number; deliveryId: number }): void {
    if (input.deliveryId === this.broken) throw new Error("broken");
    this.log.push(`deliver ${input.deliveryId} at ${input.effectiveAt}`);
    this.say(`delivery ${input.deliveryId}`);
  }
  bar(bar: { openAt: number }): void {
    this.log.push(`bar ${bar.openAt}`);
    this.say(`bar ${bar.openAt}`);
  }
  gap(from: number, to: number): void {
    this.log.push(`gap ${from} ${to}`);
  }
  retire(at: number): void {
    this.log.push(`retire ${at}`);
  }
  ask(ask: Ask, at: number): AskAnswer {
    const about = ask.kind === "close" ? ask.tradeId : String(ask.firstRef);
    this.log.push(`ask ${about} at ${at}`);
    this.say(`ask ${about}`);
    return { done: ask.kind === "close", sentence: about };
  }
  configure({ rules, tradingview }: ResolvedSettings): void {
    this.log.push(`configure ${rules.profile} ${rules.bufferTicks} ${tradingview.join(",")}`);
  }
  drain(): Fact[] {
    const { facts } = this;
    this.facts = [];
    return facts;
  }
  private say(code: string): void {
    this.facts.push({ kind: "notice", code, at: 0, message: code, data: {} });
  }
}

function make(): { engine: Recorder; sequencer: Sequencer } {
  let id = 0;
  const engine = new Recorder();
  const nextInputId = (): number => {
    id += 1;
    return id;
  };
  return {
    engine,
    sequencer: new Sequencer({ contractId: 1, scale: priceScale("0.25"), source: "live", engine, nextInputId }),
  };
}

function tick(
  ingestId: number,
  exchangeAt: number,
  receivedAt = exchangeAt,
  source: TickSource = "replay",
): StoredTick {
  const plain = { contractId: 1, price: 100, size: 1, sequence: ingestId, tradeDate: "2026-11-20", flags: 0 };
  return { ...plain, ingestId, exchangeAt, receivedAt, source };
}

function closeAsk(id: number, askedAt: number): AskRow {
  return { id, contractId: 1, askedAt, ask: { kind: "close", tradeId: `t${id}`, by: "ada", reason: "news" } };
}

function delivery(id: number, receivedAt: number): Delivery {
  return { id, receivedAt, alert: { kind: "bad", code: "BAD_PAYLOAD", message: "" } };
}

describe("an alert", () => {
  it("is applied after every tick of its instant and before any later one", () => {
    const { engine, sequencer } = make();
    sequencer.deliver(delivery(1, 1000));
    for (const [id, at] of [
      [1, 999],
      [2, 1000],
      [3, 1000],
      [4, 1001],
    ] as const)
      sequencer.tick(tick(id, at));
    expect(engine.log).toEqual([
      "tick 999 100",
      "tick 1000 100",
      "tick 1000 100",
      "deliver 1 at 1000",
      "tick 1001 100",
    ]);
  });

  it("that comes after the clock has passed it is applied at once, at the clock", () => {
    const { engine, sequencer } = make();
    sequencer.tick(tick(1, 5000));
    const { facts, inputs } = sequencer.deliver(delivery(1, 1000));
    expect(engine.log.at(-1)).toBe("deliver 1 at 5000");
    expect(facts).toHaveLength(1);
    expect(inputs).toMatchObject([{ kind: "delivery", deliveryId: 1, afterIngestId: 1, at: 5000 }]);
  });

  it("that breaks the engine is said and left: the next one is judged, and so after a restart", () => {
    const { engine, sequencer } = make();
    engine.broken = 1;
    sequencer.tick(tick(1, 5000));
    const { facts, inputs } = sequencer.deliver(delivery(1, 1000));
    expect(facts).toMatchObject([{ kind: "notice", code: "ALERT_FAILED", data: { deliveryId: 1 } }]);
    expect(inputs).toMatchObject([{ kind: "delivery", deliveryId: 1 }]);
    expect(sequencer.deliver(delivery(2, 1000)).facts).toMatchObject([{ code: "delivery 2" }]);
    const again = make();
    again.engine.broken = 1;
    for (const input of inputs) again.sequencer.replayInput(input);
    expect(again.sequencer.position.inputId).toBe(1);
  });

  it("waits in order of receipt, then of id, however it comes in", () => {
    const { engine, sequencer } = make();
    for (const [id, at] of [
      [4, 30],
      [3, 10],
      [2, 20],
      [1, 20],
    ] as const)
      sequencer.deliver(delivery(id, at));
    expect(sequencer.waitingCount).toBe(4);
    sequencer.tick(tick(1, 100));
    expect(engine.log.slice(0, 4)).toEqual([
      "deliver 3 at 10",
      "deliver 1 at 20",
      "deliver 2 at 20",
      "deliver 4 at 30",
    ]);
  });
});

describe("what a person asks", () => {
  it("is applied at its instant, after the alerts of the same, and answered once", () => {
    const { engine, sequencer } = make();
    sequencer.tick(tick(1, 900));
    expect(sequencer.ask(closeAsk(1, 1000))).toEqual({ facts: [], inputs: [], verdicts: [] });
    sequencer.deliver(delivery(7, 1000));
    expect(sequencer.tick(tick(2, 1000)).verdicts).toEqual([]);
    const { verdicts, inputs } = sequencer.tick(tick(3, 1500));
    expect(engine.log.slice(1)).toEqual(["tick 1000 100", "deliver 7 at 1000", "ask t1 at 1000", "tick 1500 100"]);
    expect(verdicts).toEqual([{ id: 1, state: "done", answer: "t1", at: 1000 }]);
    expect(inputs.map(({ kind, at, afterIngestId }) => [kind, at, afterIngestId])).toEqual([
      ["delivery", 1000, 2],
      ["ask", 1000, 2],
    ]);
    expect(sequencer.tick(tick(4, 2000)).verdicts).toEqual([]);
  });

  it("that comes after its instant is applied at once, a refusal is journaled too", () => {
    const { sequencer } = make();
    sequencer.tick(tick(1, 5000));
    const ask = { kind: "accept", firstRef: 3, by: "ada", reason: "real" } as const;
    const { verdicts, inputs } = sequencer.ask({ id: 2, contractId: 1, askedAt: 1000, ask });
    expect(verdicts).toEqual([{ id: 2, state: "refused", answer: "3", at: 5000 }]);
    expect(inputs).toMatchObject([{ kind: "ask", at: 5000, afterIngestId: 1, payload: { askId: 2, ask } }]);
  });
});

describe("the clock", () => {
  it("is the exchange time of a tick, however late it is received: its minute is not closed before it", () => {
    const { engine, sequencer } = make();
    sequencer.tick(tick(1, 59_000, 64_500, "live"));
    sequencer.tick(tick(2, 60_000, 65_000, "live"));
    expect(engine.log).toEqual(["tick 59000 100", "minute 1", "tick 60000 100"]);
  });

  it("never goes back", () => {
    const { sequencer } = make();
    sequencer.tick(tick(1, 5000));
    const { late } = sequencer.tick(tick(2, 4000));
    expect(late).toBe(true);
    expect(sequencer.position).toEqual({ clock: 5000, newestAt: 5000, ingestId: 2, inputId: 0 });
  });

  it("that moves on without a tick is journaled only when something came of it", () => {
    const { sequencer } = make();
    expect(sequencer.advance(59_999)).toEqual({ facts: [], inputs: [], verdicts: [] });
    const { facts, inputs } = sequencer.advance(60_500);
    expect(facts).toHaveLength(1);
    expect(inputs).toMatchObject([{ kind: "clock", at: 60_500, afterIngestId: 0 }]);
  });
});

/** A finished minute; the recorder only looks at its open. */
const barAt = (openAt: number) => ({ openAt, open: 1, high: 1, low: 1, close: 1, volume: 1, trades: 1 });

describe("minute bars in place of lost ticks", () => {
  it("an alert received before a minute's end comes before its bar, one received later after it", () => {
    const { engine, sequencer } = make();
    sequencer.deliver(delivery(1, 61_000));
    sequencer.deliver(delivery(2, 130_000));
    const { inputs } = sequencer.bars([barAt(60_000), barAt(120_000), barAt(180_000)]);
    expect(engine.log.filter((line) => !line.startsWith("minute"))).toEqual([
      "deliver 1 at 61000",
      "bar 60000",
      "deliver 2 at 130000",
      "bar 120000",
      "bar 180000",
    ]);
    expect(inputs.map(({ kind }) => kind)).toEqual(["delivery", "bar", "delivery", "bar", "bar"]);
    expect(sequencer.position).toMatchObject({ clock: 240_000, newestAt: 239_999 });
  });
});

type Event =
  | { readonly kind: "tick"; readonly step: number; readonly lag: number }
  | { readonly kind: "alert"; readonly ago: number }
  | { readonly kind: "time"; readonly step: number }
  | { readonly kind: "ask"; readonly ago: number }
  | { readonly kind: "gap" }
  | { readonly kind: "bar" };

const events = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("tick" as const), step: fc.nat(30_000), lag: fc.nat(20_000) }),
    fc.record({ kind: fc.constant("alert" as const), ago: fc.integer({ min: -40_000, max: 40_000 }) }),
    fc.record({ kind: fc.constant("ask" as const), ago: fc.integer({ min: -40_000, max: 40_000 }) }),
    fc.record({ kind: fc.constant("time" as const), step: fc.nat(30_000) }),
    fc.record({ kind: fc.constant("gap" as const) }),
    fc.record({ kind: fc.constant("bar" as const) }),
  ),
  { maxLength: 60 },
);

describe("stored ticks and the journal", () => {
  it("reproduce what the engine was told, at any point of the sequence", () => {
    fc.assert(
      fc.property(events, fc.nat(60), (list, cut) => {
        const live = make();
        const ticks: StoredTick[] = [];
        const inputs: EngineInput[] = [];
        let at = 100_000;
        const run = (event: Event): void => {
          if (event.kind === "tick") {
            at += event.step;
            const one = tick(ticks.length + 1, at, at + event.lag, "live");
            inputs.push(...live.sequencer.tick(one).inputs);
            ticks.push(one);
          } else if (event.kind === "alert")
            inputs.push(...live.sequencer.deliver(delivery(inputs.length + 1, at - event.ago)).inputs);
          else if (event.kind === "ask")
            inputs.push(...live.sequencer.ask(closeAsk(inputs.length + 1, at - event.ago)).inputs);
          else if (event.kind === "time") inputs.push(...live.sequencer.advance(at + event.step).inputs);
          else if (event.kind === "gap") inputs.push(...live.sequencer.gap(at, at + 1).inputs);
          else {
            const openAt = minuteOf(at);
            inputs.push(...live.sequencer.bars([barAt(openAt)]).inputs);
            at = openAt + 60_000;
          }
        };
        for (const event of list.slice(0, cut)) run(event);
        const again = make();
        let next = 0;
        const upTo = (ingestId: number): void => {
          for (let input = inputs[next]; input !== undefined && input.afterIngestId < ingestId; input = inputs[next]) {
            // As it comes back from the database.
            again.sequencer.replayInput(JSON.parse(JSON.stringify(input)));
            next += 1;
          }
        };
        for (const one of ticks) {
          upTo(one.ingestId);
          again.sequencer.replayTick(one);
        }
        upTo(Number.POSITIVE_INFINITY);
        // A clock that moved without consequence is not journaled, and nothing depends on it.
        expect(again.engine.log).toEqual(live.engine.log);
        expect(again.sequencer.position.inputId).toBe(live.sequencer.position.inputId);
      }),
    );
  });
});
