/**
 * The trade part of a signal, written: one row per trade and the path of its extremes.
 * Called with the signals it belongs to (lib/db/signals.ts); every statement is idempotent and takes a whole batch.
 */
import { instant } from "@/lib/db/columns";
import { type InSeries, type PathFact, type SeriesContext, type SignalFact, signalKey } from "@/lib/db/series";
import type { Connection } from "@/lib/db/transaction";
import type { SignalRecord } from "@/lib/engine/types";
import { formatPrice, formatR } from "@/lib/market/price";
import type { Ticks } from "@/lib/market/types";
import { legResults } from "@/lib/trade/leg-results";
import type { TradeRecord } from "@/lib/trade/types";

/**
 * Inserts or replaces the trades of signals (one record per signal).
 * A record without a trade removes a trade stored before: the engine discarded it within the grace (methodology 7.7).
 */
export async function writeTrades(connection: Connection, rows: readonly InSeries<SignalFact>[]): Promise<void> {
  const withTrade = rows.flatMap(({ series, fact }) =>
    fact.record.trade === null ? [] : [tradeColumns(series, fact.record, fact.record.trade)],
  );
  const without = rows.filter(({ fact }) => fact.record.trade === null);
  if (without.length > 0) {
    const keys = without.map(({ series, fact }) => signalKey(series.ticker, fact.record.tradeId));
    await connection.query({
      name: "discard-path",
      text: "DELETE FROM trade_path WHERE signal_id = ANY($1)",
      values: [keys],
    });
    await connection.query({
      name: "discard-trades",
      text: "DELETE FROM trades WHERE signal_id = ANY($1)",
      values: [keys],
    });
  }
  if (withTrade.length === 0) return;
  await connection.query({
    name: "upsert-trades",
    text: `INSERT INTO trades (signal_id, entry_at, entry_price, risk_points, be_triggered_at, be_exit_at, closed_at, exit_price,
        exit_reason, be_leg, no_be_leg, be_mfe, no_be_mfe, mae, be_mfe_ticks, no_be_mfe_ticks, mae_ticks, outcome_r_be,
        outcome_r_no_be, realized_r_be, realized_r_no_be)
      SELECT signal_id, ${instant("entry_at")}, entry_price, risk_points, ${instant("be_triggered_at")}, ${instant("be_exit_at")},
        ${instant("closed_at")}, exit_price, exit_reason, be_leg, no_be_leg, be_mfe, no_be_mfe, mae, be_mfe_ticks,
        no_be_mfe_ticks, mae_ticks, outcome_r_be, outcome_r_no_be, realized_r_be, realized_r_no_be
      FROM jsonb_to_recordset($1::jsonb) AS row (signal_id text, entry_at bigint, entry_price numeric, risk_points numeric,
        be_triggered_at bigint, be_exit_at bigint, closed_at bigint, exit_price numeric, exit_reason text, be_leg text,
        no_be_leg text, be_mfe numeric, no_be_mfe numeric, mae numeric, be_mfe_ticks int, no_be_mfe_ticks int, mae_ticks int,
        outcome_r_be numeric, outcome_r_no_be numeric, realized_r_be numeric, realized_r_no_be numeric)
      ON CONFLICT (signal_id) DO UPDATE SET be_triggered_at = excluded.be_triggered_at, be_exit_at = excluded.be_exit_at,
        closed_at = excluded.closed_at, exit_price = excluded.exit_price, exit_reason = excluded.exit_reason,
        be_leg = excluded.be_leg, no_be_leg = excluded.no_be_leg, be_mfe = excluded.be_mfe, no_be_mfe = excluded.no_be_mfe,
        mae = excluded.mae, be_mfe_ticks = excluded.be_mfe_ticks, no_be_mfe_ticks = excluded.no_be_mfe_ticks,
        mae_ticks = excluded.mae_ticks, outcome_r_be = excluded.outcome_r_be, outcome_r_no_be = excluded.outcome_r_no_be,
        realized_r_be = excluded.realized_r_be, realized_r_no_be = excluded.realized_r_no_be`,
    values: [JSON.stringify(withTrade)],
  });
}

function tradeColumns(series: SeriesContext, record: SignalRecord, trade: TradeRecord): Record<string, unknown> {
  const price = (ticks: Ticks | null): string | null => (ticks === null ? null : formatPrice(ticks, series.scale));
  const results = legResults(trade, record.direction);
  return {
    signal_id: signalKey(series.ticker, record.tradeId),
    entry_at: trade.entryAt,
    entry_price: price(trade.entryPrice),
    risk_points: price(trade.risk),
    be_triggered_at: trade.beTriggeredAt,
    be_exit_at: trade.beExitAt,
    closed_at: trade.closedAt,
    exit_price: price(trade.exitPrice),
    exit_reason: trade.exitReason,
    be_leg: trade.beLeg,
    no_be_leg: trade.noBeLeg,
    be_mfe: formatR(trade.beMfe, trade.risk),
    no_be_mfe: formatR(trade.noBeMfe, trade.risk),
    mae: formatR(trade.mae, trade.risk),
    be_mfe_ticks: trade.beMfe,
    no_be_mfe_ticks: trade.noBeMfe,
    mae_ticks: trade.mae,
    outcome_r_be: results.outcomeBe,
    outcome_r_no_be: results.outcomeNoBe,
    realized_r_be: results.realizedBe,
    realized_r_no_be: results.realizedNoBe,
  };
}

/** Appends path points of stored trades; points of a trade discarded meanwhile are dropped with it. */
export async function insertPath(connection: Connection, rows: readonly InSeries<PathFact>[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = rows.map(({ series, fact }) => ({
    signal_id: signalKey(series.ticker, fact.tradeId),
    seq: fact.seq,
    at: fact.at,
    price: formatPrice(fact.price, series.scale),
    side: fact.side,
  }));
  await connection.query({
    name: "insert-trade-path",
    text: `INSERT INTO trade_path (signal_id, seq, at, price, side)
      SELECT row.signal_id, seq, ${instant("at")}, price, side
      FROM jsonb_to_recordset($1::jsonb) AS row (signal_id text, seq int, at bigint, price numeric, side text)
      JOIN trades ON trades.signal_id = row.signal_id
      ON CONFLICT (signal_id, seq) DO NOTHING`,
    values: [JSON.stringify(columns)],
  });
}
