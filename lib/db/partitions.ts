/**
 * Day partitions of ticks and quotes, made ahead of the rows. A row without one still lands in the default partition,
 * so nothing is ever refused; `ensure_day_partition` of the migrations moves such rows when the day is made.
 */
import { pool } from "@/lib/db/client";
import type { TradeDate } from "@/lib/market/types";

const partitionedTables = ["ticks", "quotes"] as const;

/** Makes the partitions of the given trade dates where they are missing. */
export async function ensurePartitions(tradeDates: readonly TradeDate[]): Promise<void> {
  for (const day of tradeDates) {
    for (const table of partitionedTables)
      await pool().query("SELECT ensure_day_partition($1, $2::date)", [table, day]);
  }
}
