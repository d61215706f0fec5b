/**
 * Puts the inputs of one engine into their one order. The clock is the tape (docs/architecture.md): a tick moves it to its
 * exchange time, a quiet spell to where the tape must stand by now (worker/tape-clock.ts); it never goes back.
 * An alert received at R is applied when the clock passes R: after every tick of a time <= R, before any later one; one
 * that comes to us later than that is applied at once. Every input that is no tick is journaled with the tick it
 * follows, so that stored ticks and journal together reproduce the engine exactly. Knows no database and no timer.
 */

import type { AskRow, AskVerdict } from "@/lib/db/asks";
import type { EngineInput, InputKind } from "@/lib/db/engine-state";
import type { StoredTick } from "@/lib/db/ticks";
import type { Ask, AskAnswer } from "@/lib/engine/asks";
import { type EngineSettings, type ResolvedSettings, resolveSettings } from "@/lib/engine/settings";
import type { Fact, TickVerdict } from "@/lib/engine/types";
import { candleEnd } from "@/lib/market/candle";
import type { PriceScale } from "@/lib/market/price";
import { type EpochMs, type MinuteBar, TickFlag, type TickSource } from "@/lib/market/types";
import type { ParsedDelivery } from "@/lib/signal/types";
import { tapeTime } from "@/worker/tape-clock";
import { type WaitingInput, WaitingInputs } from "@/worker/waiting";

/** What a tick's row says of how it was judged. */
export function flagsOf(verdict: TickVerdict, late: boolean): number {
  return (verdict === "suspicious" ? TickFlag.suspicious : 0) | (late ? TickFlag.late : 0);
}

/** An alert on its way to the engine. */
export interface Delivery {
  readonly id: number;
  readonly receivedAt: EpochMs;
  readonly alert: ParsedDelivery;
}

/** The engine as the sequencer uses it (lib/engine/series-engine.ts). */
export interface EnginePort {
  advance(at: EpochMs): void;
  tick(at: EpochMs, price: number, size: number, sequence: number | null, ref: number): TickVerdict;
  deliver(input: { receivedAt: EpochMs; effectiveAt: EpochMs; deliveryId: number; alert: ParsedDelivery }): unknown;
  gap(from: EpochMs, to: EpochMs, healed: boolean): void;
  bar(bar: MinuteBar): void;
  retire(at: EpochMs): void;
  ask(ask: Ask, at: EpochMs): AskAnswer;
  configure(settings: ResolvedSettings): void;
  drain(): Fact[];
}

/** What one call made of the input: to be stored and published together. */
export interface Step {
  readonly facts: readonly Fact[];
  /** Journal rows, in order. */
  readonly inputs: readonly EngineInput[];
  /** What became of what people asked, in order. */
  readonly verdicts: readonly AskVerdict[];
}

/** A tick before the engine has judged it. */
export type UnjudgedTick = Omit<StoredTick, "flags">;

export interface SequencerOptions {
  readonly contractId: number;
  /** Price grid of the contract. */
  readonly scale: PriceScale;
  /** Kind of feed; goes into the journal. */
  readonly source: TickSource;
  readonly engine: EnginePort;
  /** Gives the next journal number, monotone over all contracts. */
  readonly nextInputId: () => number;
}

/** Where a sequencer stands: what a snapshot of its engine must carry. */
export interface SequencerPosition {
  readonly clock: EpochMs;
  readonly newestAt: EpochMs;
  readonly ingestId: number;
  readonly inputId: number;
}

/** The inputs of one engine, in order. */
export class Sequencer {
  private readonly options: SequencerOptions;
  private readonly waiting = new WaitingInputs();
  private inputs: EngineInput[] = [];
  private verdicts: AskVerdict[] = [];
  /** Facts of its own, between the engine's. */
  private said: Fact[] = [];
  private clock: EpochMs;
  private newestAt: EpochMs;
  private ingestId: number;
  private inputId: number;

  constructor(
    options: SequencerOptions,
    start: SequencerPosition = { clock: 0, newestAt: 0, ingestId: 0, inputId: 0 },
  ) {
    this.options = options;
    this.clock = start.clock;
    this.newestAt = start.newestAt;
    this.ingestId = start.ingestId;
    this.inputId = start.inputId;
  }

  /** Where it stands. */
  get position(): SequencerPosition {
    const { clock, newestAt, ingestId, inputId } = this;
    return { clock, newestAt, ingestId, inputId };
  }

  /** Alerts and requests of people whose time has not come. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  /** Takes in a trade of the tape: alerts whose time has come first, then the tick. */
  tick(tick: UnjudgedTick): Step & { readonly verdict: TickVerdict; readonly late: boolean } {
    this.waiting.applyBefore(tick.exchangeAt);
    return { ...this.feed(tick), ...this.take() };
  }

  /** The clock moves on without a tick. Journaled only when something came of it. */
  advance(to: EpochMs): Step {
    const before = this.inputs.length;
    this.pass(to);
    const facts = this.drain();
    // Alerts applied on the way are journaled with their own instants; what followed after them is the clock's.
    if (facts.length > 0 && (this.inputs.length === before || this.clock > (this.inputs.at(-1)?.at ?? 0))) {
      this.journal("clock", null, {});
    }
    return { facts, ...this.takeRows() };
  }

  /** Takes in an alert; applied now if its time has passed, else when the clock passes it. */
  deliver(delivery: Delivery): Step {
    const { receivedAt, id } = delivery;
    return this.enqueue({ receivedAt, rank: 0, id, apply: () => this.apply(delivery) });
  }

  /**
   * Takes in what a person asks, at its instant as an alert is: the place in the order follows from the instant alone, so
   * a crash in between or a slow worker changes nothing. The tape of a recorded day has no such instant: there it is now.
   */
  ask(row: AskRow): Step {
    const receivedAt = Number.isFinite(tapeTime(0, this.options.source)) ? row.askedAt : this.clock;
    return this.enqueue({ receivedAt, rank: 1, id: row.id, apply: () => this.applyAsk(row, receivedAt) });
  }

  private enqueue(input: WaitingInput): Step {
    if (input.receivedAt < this.clock) input.apply();
    else this.waiting.add(input);
    return this.take();
  }

  /** A span of which the tape has nothing and never will. */
  gap(from: EpochMs, to: EpochMs): Step {
    this.options.engine.gap(from, to, false);
    this.journal("gap", null, { from, to });
    return this.take();
  }

  /**
   * Finished minutes whose ticks are lost, oldest first. An alert received before a minute's end is applied before its bar:
   * the bar is known no earlier than that.
   */
  bars(bars: readonly MinuteBar[]): Step {
    const facts: Fact[] = [];
    for (const bar of bars) {
      this.waiting.applyBefore(candleEnd(bar.openAt));
      this.takeBar(bar);
      this.journal("bar", null, { bar });
      facts.push(...this.drain());
    }
    return { facts, ...this.takeRows() };
  }

  /** The contract's end: open trades are closed at its last price. */
  retire(at: EpochMs): Step {
    this.pass(at);
    this.options.engine.retire(at);
    this.journal("retire", null, { at });
    return this.take();
  }

  /** Other rules, spellings or hours from here on. @throws when they cannot be read; then nothing has changed */
  configure(settings: EngineSettings): Step {
    this.options.engine.configure(resolveSettings(settings, this.options.scale));
    this.journal("config", null, settings);
    return this.take();
  }

  /** Repeats a stored tick during recovery; its facts are stored already. */
  replayTick(tick: StoredTick): void {
    this.feed(tick);
    this.options.engine.drain();
  }

  /** Repeats a journaled input during recovery; its facts are stored already. */
  replayInput(input: EngineInput): void {
    const { engine } = this.options;
    if (input.kind !== "gap" && input.kind !== "bar") this.moveTo(input.at);
    if (input.kind === "delivery" && input.deliveryId !== null) {
      const { receivedAt, alert } = input.payload as { receivedAt: EpochMs; alert: ParsedDelivery };
      this.judge({ receivedAt, effectiveAt: input.at, deliveryId: input.deliveryId, alert });
    } else if (input.kind === "gap") {
      const { from, to } = input.payload as { from: EpochMs; to: EpochMs };
      engine.gap(from, to, false);
    } else if (input.kind === "bar") {
      this.takeBar((input.payload as { bar: MinuteBar }).bar);
    } else if (input.kind === "retire") {
      engine.retire(input.at);
    } else if (input.kind === "config") {
      engine.configure(resolveSettings(input.payload, this.options.scale));
    } else if (input.kind === "ask") {
      engine.ask((input.payload as { ask: Ask }).ask, input.at);
    }
    this.inputId = input.id;
    this.drain();
  }

  private moveTo(at: EpochMs): void {
    this.clock = Math.max(this.clock, at);
    this.options.engine.advance(this.clock);
  }

  /** The bar moves the engine's clock to its minute's end; ticks before that are late from here on. */
  private takeBar(bar: MinuteBar): void {
    const end = candleEnd(bar.openAt);
    this.options.engine.bar(bar);
    this.clock = Math.max(this.clock, end);
    this.newestAt = Math.max(this.newestAt, end - 1);
  }

  /** Moves the clock on, applying the alerts that lie before `to`. */
  private pass(to: EpochMs): void {
    this.waiting.applyBefore(to);
    this.moveTo(to);
  }

  private apply({ id: deliveryId, receivedAt, alert }: Delivery): void {
    this.moveTo(receivedAt);
    this.judge({ receivedAt, effectiveAt: this.clock, deliveryId, alert });
    this.journal("delivery", deliveryId, { receivedAt, alert });
  }

  private applyAsk({ id, ask }: AskRow, askedAt: EpochMs): void {
    this.moveTo(askedAt);
    const { done, sentence } = this.options.engine.ask(ask, this.clock);
    this.journal("ask", null, { askId: id, ask });
    this.verdicts.push({ id, state: done ? "done" : "refused", answer: sentence, at: this.clock });
  }

  /**
   * An alert that breaks the engine is said aloud and left; the others go on (faults P06). It is journaled like any other, so
   * that the next start does the same with it instead of ending here again.
   */
  private judge(alert: Parameters<EnginePort["deliver"]>[0]): void {
    try {
      this.options.engine.deliver(alert);
    } catch (error) {
      const { deliveryId } = alert;
      const reason = error instanceof Error ? error.message : String(error);
      const message = `Alert ${deliveryId} could not be judged and opens no trade: ${reason}`;
      this.said.push({ kind: "notice", code: "ALERT_FAILED", at: this.clock, message, data: { deliveryId } });
    }
  }

  private drain(): Fact[] {
    const facts = this.options.engine.drain();
    if (this.said.length === 0) return facts;
    const { said } = this;
    this.said = [];
    return [...facts, ...said];
  }

  /** The engine sees exchange time alone: when a tick was received must not decide what belongs to a candle. */
  private feed(tick: UnjudgedTick): { verdict: TickVerdict; late: boolean } {
    const late = tick.exchangeAt < this.newestAt;
    this.clock = Math.max(this.clock, tick.exchangeAt);
    this.options.engine.advance(tick.exchangeAt);
    // Duplicates are dropped before (worker/dedupe.ts), so the engine need not remember sequences.
    const verdict = this.options.engine.tick(tick.exchangeAt, tick.price, tick.size, null, tick.ingestId);
    this.newestAt = Math.max(this.newestAt, tick.exchangeAt);
    this.ingestId = tick.ingestId;
    return { verdict, late };
  }

  private journal(kind: InputKind, deliveryId: number | null, payload: Readonly<Record<string, unknown>>): void {
    const id = this.options.nextInputId();
    const { contractId, source } = this.options;
    this.inputs.push({
      id,
      contractId,
      afterIngestId: this.ingestId,
      at: this.clock,
      kind,
      source,
      deliveryId,
      payload,
    });
    this.inputId = id;
  }

  private take(): Step {
    return { facts: this.drain(), ...this.takeRows() };
  }

  private takeRows(): Pick<Step, "inputs" | "verdicts"> {
    const { inputs, verdicts } = this;
    if (inputs.length > 0) this.inputs = [];
    if (verdicts.length > 0) this.verdicts = [];
    return { inputs: inputs.length > 0 ? inputs : none, verdicts: verdicts.length > 0 ? verdicts : none };
  }
}

/** Shared by the many steps without rows; the list that grows is never handed out empty. */
const none: readonly never[] = [];
