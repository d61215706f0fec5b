/** What trades can be grouped by, and the group of a row. */
import type { TradeRow } from "@/lib/analysis/row";

/** What trades can be grouped by. */
export const groupings = ["session", "direction", "hour", "weekday", "scenario", "contract", "breakEven"] as const;
export type Grouping = (typeof groupings)[number];

/** Key of a row in a grouping. */
export function groupKey(row: TradeRow, by: Grouping): string {
  switch (by) {
    case "session":
      return row.session;
    case "direction":
      return row.direction;
    case "hour":
      return String(row.hour);
    case "weekday":
      return String(row.weekday);
    case "scenario":
      return row.scenario ?? "none";
    case "contract":
      return row.ticker;
    case "breakEven":
      return row.trade.beTriggered ? "triggered" : "not-triggered";
  }
}
