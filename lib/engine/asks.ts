/**
 * What people may tell an engine: close one trade (methodology 7.7), accept a run of quarantined prices (8.2). An input
 * like ticks and alerts, journaled with its place in their order. The answer is a value: a refusal changes nothing.
 */
import type { WaitingTick } from "@/lib/engine/quarantine";
import { closeByHand } from "@/lib/engine/retirement";
import type { Series } from "@/lib/engine/series";
import type { SignalState } from "@/lib/engine/signal-state";
import { formatPrice } from "@/lib/market/price";
import type { EpochMs } from "@/lib/market/types";
import type { TickRef } from "@/lib/trade/types";

interface Asked {
  /** Who asked, as people know them, and why. Stored with what came of it. */
  readonly by: string;
  readonly reason: string;
}

/** Close an open trade at the last accepted price. */
export interface CloseAsk extends Asked {
  readonly kind: "close";
  readonly tradeId: string;
}

/** Accept the waiting run of suspicious ticks; `firstRef` is its first tick and names it. */
export interface AcceptAsk extends Asked {
  readonly kind: "accept";
  readonly firstRef: TickRef;
}

export type Ask = CloseAsk | AcceptAsk;

/** What became of it, in a sentence for the person who asked. */
export interface AskAnswer {
  readonly done: boolean;
  readonly sentence: string;
}

/** An ask as people see it; `waiting` until the engine has answered. */
export interface AskView {
  readonly id: number;
  readonly state: "waiting" | "done" | "refused";
  readonly by: string;
  readonly reason: string;
  readonly askedAt: EpochMs;
  readonly answer: string | null;
}

const refuse = (sentence: string): AskAnswer => ({ done: false, sentence });

const notOpen: Readonly<Record<Exclude<SignalState["status"], "ACTIVE">, string>> = {
  PENDING: "The signal still waits for its confirmation; there is no trade to close.",
  CONFIRMED: "The trade has not been entered yet; there is nothing to close.",
  REJECTED: "The signal was rejected; there is no trade to close.",
  CANCELLED: "The signal was cancelled; there is no trade to close.",
  VOID: "The signal was voided; there is no trade to close.",
  CLOSED: "The trade had ended before.",
};

const endedBy = { STOP_LOSS: "at its stop", ROLL: "with its contract", MANUAL: "by hand" } as const;

/** Closes one trade by hand at the last accepted price (7.7). */
export function answerClose(series: Series, { tradeId, by, reason }: CloseAsk, at: EpochMs): AskAnswer {
  const signal = series.signals.byId(tradeId);
  if (signal === undefined) return refuse("The engine knows no such trade.");
  const { status, trade } = signal;
  if (status === "ACTIVE" && trade !== null) {
    const price = closeByHand(series, signal, at, { by, reason });
    return { done: true, sentence: `Closed at ${formatPrice(price, series.config.scale)}.` };
  }
  if (status === "ACTIVE") return refuse("The trade has no entry yet; there is nothing to close.");
  const exit = trade?.exitReason ?? null;
  if (status === "CLOSED" && trade !== null && exit !== null && trade.exitPrice !== null) {
    return refuse(
      `The trade had ended ${endedBy[exit]} before, at ${formatPrice(trade.exitPrice, series.config.scale)}.`,
    );
  }
  return refuse(notOpen[status]);
}

/** Why a run that was named is not accepted: it is not the one that waits. */
export function answerNoRun(series: Series): AskAnswer {
  return refuse(
    series.quarantine.waiting === 0
      ? "These prices no longer wait: the price came back to its old level, or they were accepted already."
      : "These prices no longer wait: others far from them came, and those wait now.",
  );
}

/** Tells that a run has become the new price level, by itself or because somebody said so. */
export function tellReleased(
  { facts }: Series,
  run: readonly WaitingTick[],
  at: EpochMs,
  who?: { readonly by: string; readonly reason: string },
): void {
  const said = who === undefined ? "." : ` by ${who.by}: ${who.reason}`;
  const message = `${run.length} suspicious ticks were accepted as a new price level${said}`;
  facts.notice("QUARANTINE_RELEASED", at, message, { refs: run.map(({ ref }) => ref), ...who });
}
