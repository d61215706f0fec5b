/** Best bids and offers in Postgres: append-only, a second write of the same row is harmless. Knows no engine. */
import { instant, priceText, type ScaleOf } from "@/lib/db/columns";
import type { Connection } from "@/lib/db/transaction";
import type { QuoteTick, TradeDate } from "@/lib/market/types";

/** A quote with its place among the quotes of its contract and millisecond. */
export interface StoredQuote extends QuoteTick {
  /** 0-based. */
  readonly ordinal: number;
  readonly tradeDate: TradeDate;
}

/** Inserts quotes; a row whose key is already there is left alone. */
export async function insertQuotes(
  connection: Connection,
  rows: readonly StoredQuote[],
  scaleOf: ScaleOf,
): Promise<void> {
  if (rows.length === 0) return;
  await connection.query({
    name: "insert-quotes",
    text: `INSERT INTO quotes (trade_date, contract_id, exchange_at, ordinal, bid, bid_size, ask, ask_size, received_at, source)
      SELECT trade_date, contract_id, ${instant("exchange_at")}, ordinal, bid, bid_size, ask, ask_size, ${instant("received_at")}, source
      FROM unnest($1::date[], $2::int[], $3::bigint[], $4::int[], $5::numeric[], $6::int[], $7::numeric[], $8::int[], $9::bigint[], $10::text[])
        AS row (trade_date, contract_id, exchange_at, ordinal, bid, bid_size, ask, ask_size, received_at, source)
      ON CONFLICT DO NOTHING`,
    values: [
      rows.map((row) => row.tradeDate),
      rows.map((row) => row.contractId),
      rows.map((row) => row.exchangeAt),
      rows.map((row) => row.ordinal),
      rows.map((row) => priceText(row.bid, scaleOf(row.contractId))),
      rows.map((row) => row.bidSize),
      rows.map((row) => priceText(row.ask, scaleOf(row.contractId))),
      rows.map((row) => row.askSize),
      rows.map((row) => row.receivedAt),
      rows.map((row) => row.source),
    ],
  });
}
