/**
 * The indicator's numbers as stored by the intake, read for reconciliation, and the verdicts written back.
 * Reads our signals and trades, never writes them.
 */
import { pool } from "@/lib/db/client";
import { epochMs, instant } from "@/lib/db/columns";
import type { Connection } from "@/lib/db/transaction";
import type { SignalRecord } from "@/lib/engine/types";
import { nearestTicks, type PriceScale, priceScale } from "@/lib/market/price";
import type { EpochMs, Ticks } from "@/lib/market/types";
import type { TelemetryItem } from "@/lib/signal/alert-telemetry";
import type { Difference, IdMeaning, Severity } from "@/lib/signal/reconcile";

/** One telemetry value set that has no verdict yet. */
export interface TelemetryRow {
  readonly id: number;
  readonly root: string;
  readonly tradeId: string;
  readonly event: string;
  readonly at: EpochMs;
  readonly item: TelemetryItem;
}

/** Our signal that a telemetry id means, with the trade as far as it had come at an instant. */
export interface MatchedSignal {
  readonly id: string;
  readonly profile: "spec" | "indicator";
  readonly scale: PriceScale;
  readonly record: SignalRecord;
  /** Favourable extremes reached by then; null without a trade. */
  readonly extremes: { readonly be: Ticks; readonly noBe: Ticks } | null;
}

export interface TelemetryVerdict {
  readonly id: number;
  readonly signalId: string | null;
  readonly diff: readonly Difference[];
  readonly severity: Severity;
}

/** Telemetry without a verdict that is older than `before`, oldest first. */
export async function readOpenTelemetry(before: EpochMs, limit: number): Promise<TelemetryRow[]> {
  const { rows } = await pool().query<{
    id: string;
    root: string;
    trade_id: string;
    event: string;
    at: string;
    values: TelemetryItem;
  }>({
    name: "open-telemetry",
    text: `SELECT id, root, trade_id, event, ${epochMs("at")} AS at, values FROM telemetry
      WHERE severity IS NULL AND telemetry.at <= ${instant("$1")} ORDER BY id LIMIT $2`,
    values: [before, limit],
  });
  return rows.map(({ id, root, trade_id, event, at, values }) => ({
    id: Number(id),
    root,
    tradeId: trade_id,
    event,
    at: Number(at),
    item: values,
  }));
}

/**
 * The signal an id means: same root and direction, the named candle is its signal or confirmation candle.
 * @param at the trade is described as it stood then, by its stored path
 */
export async function findMeant(root: string, meaning: IdMeaning, at: EpochMs): Promise<MatchedSignal | null> {
  const column =
    meaning.candle === "signal" ? "signals.signal_candle_at" : "signals.confirmed_at - interval '1 minute'";
  const { rows } = await pool().query<{
    id: string;
    profile: "spec" | "indicator";
    tick_size: string;
    record: SignalRecord;
    be: string | null;
    no_be: string | null;
  }>({
    name: `meant-by-${meaning.candle}`,
    text: `SELECT signals.id, signals.profile, trim_scale(tick_size)::text AS tick_size, record,
        max(abs(path.price - trades.entry_price)) FILTER (WHERE trades.be_exit_at IS NULL OR path.at <= trades.be_exit_at) AS be,
        max(abs(path.price - trades.entry_price)) AS no_be
      FROM signals JOIN instruments ON instruments.root = signals.root
      LEFT JOIN trades ON trades.signal_id = signals.id
      LEFT JOIN trade_path AS path ON path.signal_id = signals.id AND path.side = 'favourable' AND path.at <= ${instant("$4")}
      WHERE signals.root = $1 AND signals.direction = $2 AND ${column} = ${instant("$3")}
      GROUP BY signals.id, instruments.tick_size ORDER BY signals.received_at LIMIT 1`,
    values: [root, meaning.direction, meaning.openAt, at],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const scale = priceScale(row.tick_size);
  const ticks = (points: string | null): Ticks => (points === null ? 0 : (nearestTicks(points, scale) ?? 0));
  const extremes = row.record.trade === null ? null : { be: ticks(row.be), noBe: ticks(row.no_be) };
  return { id: row.id, profile: row.profile, scale, record: row.record, extremes };
}

/** Writes verdicts; each telemetry row gets its verdict once. */
export async function writeVerdicts(connection: Connection, verdicts: readonly TelemetryVerdict[]): Promise<void> {
  if (verdicts.length === 0) return;
  await connection.query({
    name: "write-telemetry-verdicts",
    text: `UPDATE telemetry SET signal_id = row."signalId", diff = row.diff, severity = row.severity
      FROM jsonb_to_recordset($1::jsonb) AS row (id bigint, "signalId" text, diff jsonb, severity text)
      WHERE telemetry.id = row.id AND telemetry.severity IS NULL`,
    values: [JSON.stringify(verdicts)],
  });
}

/** Active trades whose telemetry, heard at least once, was last heard before an instant. */
export async function readSilentTrades(before: EpochMs): Promise<{ readonly id: string; readonly heardAt: EpochMs }[]> {
  const { rows } = await pool().query<{ id: string; heard_at: string }>(
    `SELECT signals.id, ${epochMs("heard.at")} AS heard_at FROM signals
      CROSS JOIN LATERAL (SELECT max(at) AS at FROM telemetry WHERE telemetry.signal_id = signals.id) AS heard
      WHERE signals.status = 'ACTIVE' AND heard.at < ${instant("$1")} ORDER BY signals.id`,
    [before],
  );
  return rows.map(({ id, heard_at }) => ({ id, heardAt: Number(heard_at) }));
}

/** Signals refused since an instant because they contradict themselves, of which no notice was ever made. */
export async function readPhantoms(since: EpochMs): Promise<{ readonly id: string; readonly at: EpochMs }[]> {
  const { rows } = await pool().query<{ id: string; at: string }>(
    `SELECT id, ${epochMs("received_at")} AS at FROM signals
      WHERE status = 'REJECTED' AND reason = 'BIAS_MISMATCH' AND received_at >= ${instant("$1")}
        AND NOT EXISTS (SELECT 1 FROM notices WHERE code = 'PHANTOM_DIRECTION' AND data->>'key' = signals.id)
      ORDER BY received_at, id`,
    [since],
  );
  return rows.map(({ id, at }) => ({ id, at: Number(at) }));
}
