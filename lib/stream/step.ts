/** History entries as the browser is told of them: from the engine's fact or from its stored row, the same either way. */
import type { TradeEventType } from "@/lib/engine/types";
import type { EpochMs, Ticks } from "@/lib/market/types";
import type { StepView } from "@/lib/stream/events";

/** What both sources have. */
export interface HistoryEntry {
  readonly seq: number;
  readonly type: TradeEventType;
  readonly at: EpochMs;
  readonly price: Ticks | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export function stepView(entry: HistoryEntry): StepView {
  const { seq, type, at, price, data } = entry;
  const { target, leg } = data;
  return {
    seq,
    type,
    at,
    price,
    target: typeof target === "number" ? target : null,
    leg: leg === "be" || leg === "no-be" ? leg : null,
  };
}
