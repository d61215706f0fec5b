/**
 * Watches the readings of open trades for those that come near their stop. Knows where each trade stood before, for as long
 * as it is open; nothing of the stream or the browser.
 */
import { type AlertEntry, entryOfNearStop } from "@/components/alerts/alert-kinds";
import { formatPrice, priceScale } from "@/lib/market/price";
import type { ContractView, MfeReading, SignalView } from "@/lib/stream/events";
import { limitTicks, type NearLimit, type NearState, nearStep, stopDistance } from "@/lib/trade/near-stop";

export interface NearStops {
  /** Entries for the trades that have come near with these readings. */
  look(readings: readonly MfeReading[], limit: NearLimit): readonly AlertEntry[];
  /** The trade is not open any more. */
  forget(id: string): void;
  /** Begins anew: what is near now is not told of. For another limit. */
  reset(): void;
}

interface NearDeps {
  readonly signal: (id: string) => SignalView | undefined;
  readonly contract: (id: number) => ContractView | undefined;
}

export function createNearStops({ signal, contract }: NearDeps): NearStops {
  const states = new Map<string, NearState>();

  function entryOf(view: SignalView, reading: MfeReading, distance: number): AlertEntry {
    const tickSize = contract(view.contractId)?.tickSize;
    const price = tickSize === undefined ? null : formatPrice(reading.last, priceScale(tickSize));
    return entryOfNearStop({
      ...{ signalId: view.id, ticker: view.ticker, direction: view.record.direction },
      ...{ at: reading.lastAt, price, distance },
    });
  }

  return {
    look(readings, limit) {
      const entries: AlertEntry[] = [];
      for (const reading of readings) {
        const view = signal(reading.id);
        const trade = view?.record.trade ?? null;
        if (view === undefined || trade === null || view.record.status !== "ACTIVE") continue;
        const distance = stopDistance(trade, view.record.direction, reading.last);
        const { state, tell } = nearStep(
          states.get(reading.id) ?? null,
          distance,
          limitTicks(limit, trade.risk),
          trade.risk,
        );
        states.set(reading.id, state);
        // At the stop itself there is nothing to warn of: the exit that follows says so.
        if (tell && distance > 0) entries.push(entryOf(view, reading, distance));
      }
      return entries;
    },
    forget: (id) => void states.delete(id),
    reset: () => states.clear(),
  };
}
