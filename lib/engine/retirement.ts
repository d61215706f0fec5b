/**
 * Ends that are not stops: the contract is retired (methodology 10.4) or an analyst closes a trade (7.7).
 */
import type { Series } from "@/lib/engine/series";
import type { SignalState } from "@/lib/engine/signal-state";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { closeTrade, isOpen } from "@/lib/trade/trade";

const EVENT_OF = { ROLL: "EXIT_ROLL", MANUAL: "EXIT_MANUAL" } as const;

/**
 * Closes an open trade at the last trade price, or at its entry when none came since.
 * @param who what the event says beside the numbers
 */
function closeAtLast(
  series: Series,
  signal: SignalState,
  at: EpochMs,
  reason: "ROLL" | "MANUAL",
  who: Readonly<Record<string, string>> = {},
): void {
  const { trade } = signal;
  if (trade === null || !isOpen(trade)) return;
  const { last } = series;
  const price = last !== null && last.at >= trade.entryAt ? last.price : trade.entryPrice;
  series.trades.finish(signal);
  series.signals.stopWaiting(signal);
  trade.lastPrice = price;
  closeTrade(trade, price, at, reason);
  signal.status = "CLOSED";
  series.facts.event(
    signal,
    EVENT_OF[reason],
    at,
    { beMfe: trade.beFavourable, noBeMfe: trade.favourable, mae: trade.adverse, ...who },
    {
      price,
      ref: last?.ref ?? 0,
    },
  );
}

/** Ends everything that lives on the contract; signals after it are judged as usual but find no ticks. */
export function retireSeries(series: Series, at: EpochMs): void {
  series.retiredAt = at;
  const { signals, trades, facts } = series;
  for (const signal of trades.signals()) closeAtLast(series, signal, at, "ROLL");
  for (const signal of signals.waitingForTick) {
    if (signal.trade !== null) closeAtLast(series, signal, at, "ROLL");
    else {
      signal.status = "VOID";
      signal.reason = "CONTRACT_RETIRED";
      facts.event(signal, "VOIDED", at, { reason: "CONTRACT_RETIRED" });
    }
  }
  signals.waitingForTick = [];
  if (signals.pending !== null) {
    const { pending } = signals;
    signals.pending = null;
    pending.status = "CANCELLED";
    pending.reason = "contract_retired";
    pending.cancelledAt = at;
    facts.event(pending, "CANCELLED", at, { reason: "contract_retired" });
  }
}

/** Closes one open trade by hand (7.7); the event keeps who and why. @returns the price it closed at */
export function closeByHand(
  series: Series,
  signal: SignalState,
  at: EpochMs,
  who: { readonly by: string; readonly reason: string },
): Ticks {
  closeAtLast(series, signal, at, "MANUAL", who);
  return signal.trade?.exitPrice ?? Number.NaN;
}
