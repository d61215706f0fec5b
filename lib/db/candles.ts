/**
 * 1-minute candles in Postgres, the open one included: it is written on every batch that changed it and has its final
 * values once the clock has passed its end, so the table always holds every accepted trade of the ticks beside it.
 */
import { instant, type ScaleOf } from "@/lib/db/columns";
import type { Connection } from "@/lib/db/transaction";
import { formatPrice } from "@/lib/market/price";
import type { Candle, TickSource } from "@/lib/market/types";

/** A candle of a contract as it is to be stored. */
export interface StoredCandle {
  readonly contractId: number;
  readonly candle: Candle;
  /** A late or released tick changed it after it was closed; once set it stays set. */
  readonly corrected: boolean;
  readonly source: TickSource;
}

/** Inserts or replaces candles; of several for the same minute the last one given wins. */
export async function upsertCandles(
  connection: Connection,
  rows: readonly StoredCandle[],
  scaleOf: ScaleOf,
): Promise<void> {
  const newest = new Map<string, StoredCandle>();
  for (const row of rows) {
    const key = `${row.contractId}.${row.candle.openAt}`;
    const corrected = row.corrected || (newest.get(key)?.corrected ?? false);
    newest.set(key, { ...row, corrected });
  }
  if (newest.size === 0) return;
  const unique = [...newest.values()];
  const price = (read: (candle: Candle) => number): string[] =>
    unique.map((row) => formatPrice(read(row.candle), scaleOf(row.contractId)));
  await connection.query({
    name: "upsert-candles",
    text: `INSERT INTO candles AS stored (contract_id, open_at, open, high, low, close, volume, trades, complete, corrected, source)
      SELECT contract_id, ${instant("open_at")}, open, high, low, close, volume, trades, complete, corrected, source
      FROM unnest($1::int[], $2::bigint[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[], $7::bigint[], $8::int[], $9::bool[], $10::bool[], $11::text[])
        AS row (contract_id, open_at, open, high, low, close, volume, trades, complete, corrected, source)
      ON CONFLICT (contract_id, open_at) DO UPDATE SET open = excluded.open, high = excluded.high, low = excluded.low,
        close = excluded.close, volume = excluded.volume, trades = excluded.trades, complete = excluded.complete,
        corrected = stored.corrected OR excluded.corrected, source = excluded.source`,
    values: [
      unique.map((row) => row.contractId),
      unique.map((row) => row.candle.openAt),
      price((candle) => candle.open),
      price((candle) => candle.high),
      price((candle) => candle.low),
      price((candle) => candle.close),
      unique.map((row) => row.candle.volume),
      unique.map((row) => row.candle.trades),
      unique.map((row) => row.candle.complete),
      unique.map((row) => row.corrected),
      unique.map((row) => row.source),
    ],
  });
}
