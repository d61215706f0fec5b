"use client";
/**
 * What is chosen on the Desk, kept in the address: `contract`, `tf` and `trade`. Whoever changes one of them (a row, a marker,
 * a toast, the back button) changes it for all.
 */
import { useCallback } from "react";
import { liveStore } from "@/components/live/live-store";
import { addressNow, changeAddress, useAddress } from "@/components/ui/address";
import type { Timeframe } from "@/lib/market/types";

export interface DeskAddress {
  /** Ticker; null: none named. */
  readonly contract: string | null;
  readonly timeframe: Timeframe;
  /** Id of the chosen signal or trade. */
  readonly trade: string | null;
}

export function timeframeOf(text: string | null): Timeframe {
  return text === "5m" || text === "15m" ? text : "1m";
}

/** Changes parts of the address without a navigation; null takes a part out. */
export function setAddress(parts: Readonly<Record<string, string | null>>): void {
  const query = addressNow();
  for (const [name, value] of Object.entries(parts)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  changeAddress(query, "replace");
}

export function useDeskAddress(): DeskAddress {
  const address = new URLSearchParams(useAddress());
  return {
    contract: address.get("contract"),
    timeframe: timeframeOf(address.get("tf")),
    trade: address.get("trade"),
  };
}

/** Chooses a signal or trade; choosing it again lets it go. The chart follows to its contract. */
export function useSelect(selected: string | null): (id: string) => void {
  return useCallback(
    (id: string) => {
      if (id === selected) {
        setAddress({ trade: null });
        return;
      }
      const view = liveStore().state.signals.get(id);
      setAddress(view === undefined ? { trade: id } : { trade: id, contract: view.ticker });
    },
    [selected],
  );
}
