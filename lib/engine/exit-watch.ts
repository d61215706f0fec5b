/**
 * Exits that one tick decided: the fill is the very level, and the trades after it tell whether a level one tick further
 * would have been left alone. Each watch ends with the first of two prices, so most live for seconds: one tick beyond the
 * level (the exit would have come anyway) or back where the leg would have gone on (marked, for review; ADR 51).
 */
import type { Series } from "@/lib/engine/series";
import { addFlag, type SignalState } from "@/lib/engine/signal-state";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { distanceOf, priceAt, type Trade, type TradeChange } from "@/lib/trade/trade";
import type { TickRef } from "@/lib/trade/types";

/** Watches at a time; past it the oldest ends without a verdict, its exit stays unmarked. */
export const EXIT_WATCHES_MAX = 1_000;

const FLAGS = { stop: "stop_by_tick", be: "be_exit_by_tick" } as const;

interface ExitWatch {
  readonly signal: SignalState;
  readonly exit: keyof typeof FLAGS;
  /** One tick past the level. */
  readonly beyond: Ticks;
  /** The entry for a stop, the break-even trigger for a break-even exit. */
  readonly back: Ticks;
}

/** Saved form: signals by ordinal. */
export type ExitWatchState = Omit<ExitWatch, "signal"> & { readonly ordinal: number };

type Verdict = "open" | "beyond" | "back";

/** What prices from `low` to `high` say; both at once (a bar) is taken as beyond, which marks nothing. */
function judge({ beyond, back }: ExitWatch, low: Ticks, high: Ticks): Verdict {
  const [isBeyond, isBack] = beyond < back ? [low <= beyond, high >= back] : [high >= beyond, low <= back];
  if (isBeyond) return "beyond";
  return isBack ? "back" : "open";
}

/** The watch an exit begins; null when it slipped, came from a bar, or is no exit of these. */
function watchOf(signal: SignalState, trade: Trade, change: TradeChange, price: Ticks): ExitWatch | null {
  const isStop = change.type === "EXIT_STOP_LOSS" && change.leg === "no-be";
  if (!isStop && change.type !== "EXIT_BREAK_EVEN") return null;
  const level = isStop ? -trade.risk : trade.beStop;
  if (distanceOf(trade, price) !== level) return null;
  const beyond = priceAt(trade, level - 1);
  return isStop
    ? { signal, exit: "stop", beyond, back: trade.entryPrice }
    : { signal, exit: "be", beyond, back: priceAt(trade, trade.trigger) };
}

/** The exits of one series that trades after them still judge. */
export class ExitWatches {
  #list: ExitWatch[] = [];
  /** No watch ends at a price strictly between these: all an ordinary tick compares with. */
  #low = Number.NEGATIVE_INFINITY;
  #high = Number.POSITIVE_INFINITY;

  has(signal: SignalState): boolean {
    return this.#list.some((watch) => watch.signal === signal);
  }

  /** Begins to watch an exit by a tick. */
  begin(signal: SignalState, change: TradeChange, price: Ticks): void {
    const watch = signal.trade === null ? null : watchOf(signal, signal.trade, change, price);
    if (watch === null) return;
    this.#set([...this.#list.slice(this.#list.length < EXIT_WATCHES_MAX ? 0 : 1), watch]);
  }

  /** The span of prices of a tick or bar. @param only judges this signal alone (a late one, over the stored tape) */
  pass(
    series: Series,
    low: Ticks,
    high: Ticks,
    at: EpochMs,
    ref: TickRef | null,
    only: SignalState | null = null,
  ): void {
    if (low > this.#low && high < this.#high) return;
    const open: ExitWatch[] = [];
    for (const watch of this.#list) {
      const verdict = only === null || watch.signal === only ? judge(watch, low, high) : "open";
      if (verdict === "open") open.push(watch);
      if (verdict === "back") mark(series, watch, at, ref);
    }
    if (open.length < this.#list.length) this.#set(open);
  }

  /** Forgets the exits of a signal: its trade was discarded. */
  drop(signal: SignalState): void {
    if (this.has(signal)) this.#set(this.#list.filter((watch) => watch.signal !== signal));
  }

  /** Ticks are missing: what they would have said is unknown. */
  clear(): void {
    this.#set([]);
  }

  #set(list: ExitWatch[]): void {
    this.#list = list;
    this.#low = list.reduce(
      (most, { beyond, back }) => Math.max(most, Math.min(beyond, back)),
      Number.NEGATIVE_INFINITY,
    );
    this.#high = list.reduce(
      (least, { beyond, back }) => Math.min(least, Math.max(beyond, back)),
      Number.POSITIVE_INFINITY,
    );
  }

  save(): readonly ExitWatchState[] {
    return this.#list.map(({ signal, ...watch }) => ({ ...watch, ordinal: signal.ordinal }));
  }

  static load(state: readonly ExitWatchState[], signalOf: (ordinal: number) => SignalState): ExitWatches {
    const watches = new ExitWatches();
    watches.#set(state.map(({ ordinal, ...watch }) => ({ ...watch, signal: signalOf(ordinal) })));
    return watches;
  }
}

function mark(series: Series, { signal, exit, back }: ExitWatch, at: EpochMs, ref: TickRef | null): void {
  const flag = FLAGS[exit];
  addFlag(signal, flag);
  series.facts.event(signal, "FLAGGED", at, { flag }, { price: back, ref });
}
