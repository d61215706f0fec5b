/**
 * Telemetry of the indicator (F3 follow-ups, F4 to F8): the numbers worth comparing with ours, in one shape for all dialects.
 * Stored for reconciliation only; nothing here ever opens, moves or closes a trade (methodology 2.4).
 */

import type { EpochMs } from "@/lib/market/types";
import { instantOf } from "@/lib/signal/alert-time";
import {
  decimalOf,
  externalIdOf,
  firstDirection,
  isObject,
  type JsonObject,
  own,
  wordOf,
} from "@/lib/signal/alert-values";
import type { Direction } from "@/lib/signal/types";

/** What one telemetry message says of one trade. Prices and R values are decimal text as sent; null = not said. */
export interface TelemetryItem {
  readonly tradeId: string;
  readonly direction: Direction | null;
  readonly entry: string | null;
  readonly stop: string | null;
  readonly beMfe: string | null;
  readonly noBeMfe: string | null;
  /** True adverse excursion in R; never the historic `mae_R`, which held the No-BE MFE (INV-24). */
  readonly mae: string | null;
  readonly price: string | null;
  readonly exitPrice: string | null;
  readonly exitReason: string | null;
  readonly status: string | null;
}

/** Items kept of one message; 16 KB hold fewer, so reaching it means an altered limit elsewhere. */
export const TELEMETRY_ITEMS_MAX = 500;

/**
 * Everything a telemetry body says of single trades, in order.
 * Items without a usable id are left out: there is nothing to match them with.
 */
export function telemetryItems(root: JsonObject): readonly TelemetryItem[] {
  const lists = [own(root, "signals"), own(root, "triangles_delta")].filter(Array.isArray);
  const sources: readonly unknown[] = lists.length > 0 ? lists.flat() : [root];
  const items: TelemetryItem[] = [];
  for (const source of sources) {
    const item = isObject(source) ? itemOf(source) : null;
    if (item !== null) items.push(item);
    if (items.length === TELEMETRY_ITEMS_MAX) break;
  }
  return items;
}

function itemOf(source: JsonObject): TelemetryItem | null {
  const tradeId = externalIdOf(own(source, "trade_id"), own(source, "signal_id"));
  if (tradeId === null) return null;
  const first = (...keys: readonly string[]): string | null => firstDecimal(source, keys);
  return {
    tradeId,
    direction: firstDirection([own(source, "direction"), own(source, "bias"), own(source, "signal_type")]),
    entry: first("entry_price", "actual_entry_price", "entry"),
    stop: first("stop_loss", "stop_loss_price", "sl_price", "stop"),
    beMfe: first("final_be_mfe", "be_mfe", "mfe_R", "current_mfe", "final_mfe"),
    noBeMfe: first("final_no_be_mfe", "no_be_mfe") ?? historicNoBeMfe(source),
    mae: first("mae_global_r", "mae_R_global", "mae"),
    price: first("current_price"),
    exitPrice: first("exit_price", "resolution_price"),
    exitReason: wordOf(
      own(source, "exit_reason") ?? own(source, "completion_reason") ?? own(source, "resolution_type"),
    ),
    status: wordOf(own(source, "status")),
  };
}

function firstDecimal(source: JsonObject, keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = decimalOf(own(source, key));
    if (text !== null) return text;
  }
  return null;
}

/** Until 2025-12-02 `mae_R` held the No-BE MFE, or 0 when it was not computed; it was never an adverse excursion. */
function historicNoBeMfe(source: JsonObject): string | null {
  const text = decimalOf(own(source, "mae_R"));
  return text !== null && Number(text) > 0 ? text : null;
}

/**
 * The sender's own time of a telemetry message; null when it names none.
 * Informative: on exits it is often the time of the latest signal, so events are dated by receipt (methodology 2.1 F5).
 */
export function telemetryTime(root: JsonObject): EpochMs | null {
  return instantOf(own(root, "event_timestamp"), "new-york") ?? instantOf(own(root, "timestamp"), "new-york");
}
