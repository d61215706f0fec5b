/**
 * What the Desk asks of the database beside prices and candles: the trades of a trading day, what happened last, and what
 * the chart must mark. Reads only.
 */
import { pool } from "@/lib/db/client";
import { epochMs, instant, ticksOf } from "@/lib/db/columns";
import type { GapCause } from "@/lib/db/gaps";
import type { SignalStatus, TradeEventType } from "@/lib/engine/types";
import { priceScale } from "@/lib/market/price";
import { tradeDateOf } from "@/lib/market/session";
import type { EpochMs, TickSource, Ticks, TradeDate } from "@/lib/market/types";
import { DAY_MS } from "@/lib/market/zone";
import type { Direction } from "@/lib/signal/types";
import type { StepView } from "@/lib/stream/events";
import { stepView } from "@/lib/stream/step";
import type { TradeResult } from "@/lib/trade/statistics";
import type { LegStatus } from "@/lib/trade/types";

/** No trading day is longer, holidays and weekend included. */
const tradingDayMsMax = 6 * DAY_MS;

interface DayRow {
  readonly entry_at: string;
  readonly closed_at: string | null;
  readonly risk: number;
  readonly be_mfe: number;
  readonly no_be_mfe: number;
  readonly be_triggered: boolean;
  readonly be_leg: LegStatus;
  readonly no_be_leg: LegStatus;
  readonly be_realized: number | null;
  readonly no_be_realized: number | null;
}

/** Trades of one source entered on the trading day of `now`; neither rejected nor deleted by people (methodology 9.3). */
export async function readDayTrades(
  source: TickSource,
  now: EpochMs,
): Promise<{ readonly tradeDate: TradeDate; readonly trades: readonly TradeResult[] }> {
  const tradeDate = tradeDateOf(now);
  const { rows } = await pool().query<DayRow>(
    `SELECT ${epochMs("entry_at")} AS entry_at, ${epochMs("closed_at")} AS closed_at, risk_ticks AS risk,
        be_mfe_ticks AS be_mfe, no_be_mfe_ticks AS no_be_mfe, be_triggered_at IS NOT NULL AS be_triggered, be_leg, no_be_leg,
        be_realized_ticks AS be_realized, no_be_realized_ticks AS no_be_realized
      FROM lab_entries
      WHERE source = $1 AND entry_at >= ${instant("$2")} AND review_status <> 'rejected' AND deleted_at IS NULL`,
    [source, now - tradingDayMsMax],
  );
  const trades = rows
    .filter((row) => tradeDateOf(Number(row.entry_at)) === tradeDate)
    .map((row) => ({
      risk: row.risk,
      beMfe: row.be_mfe,
      noBeMfe: row.no_be_mfe,
      beTriggered: row.be_triggered,
      beLeg: row.be_leg,
      noBeLeg: row.no_be_leg,
      beRealized: row.be_realized,
      noBeRealized: row.no_be_realized,
      closedAt: row.closed_at === null ? null : Number(row.closed_at),
    }));
  return { tradeDate, trades };
}

/** A history entry with the signal it belongs to. */
export interface SignalStep {
  readonly signalId: string;
  readonly contractId: number;
  readonly ticker: string;
  readonly direction: Direction;
  readonly tickSize: string;
  readonly step: StepView;
}

/** What happened last to signals of one source, newest first. */
export async function readNewestSteps(source: TickSource, limit: number): Promise<readonly SignalStep[]> {
  const { rows } = await pool().query<{
    signal_id: string;
    contract_id: number;
    ticker: string;
    direction: Direction;
    tick_size: string;
    seq: number;
    type: TradeEventType;
    at: string;
    price: string | null;
    data: Record<string, unknown>;
  }>(
    `SELECT events.signal_id, signals.contract_id, contracts.ticker, signals.direction,
        trim_scale(instruments.tick_size)::text AS tick_size, events.seq, events.type, ${epochMs("events.at")} AS at,
        events.price, events.data
      FROM trade_events AS events JOIN signals ON signals.id = events.signal_id
        JOIN contracts ON contracts.id = signals.contract_id JOIN instruments ON instruments.root = signals.root
      WHERE signals.source = $1 ORDER BY events.at DESC, events.signal_id, events.seq DESC LIMIT $2`,
    [source, limit],
  );
  return rows.map((row) => {
    const price: Ticks | null = row.price === null ? null : ticksOf(row.price, priceScale(row.tick_size));
    return {
      signalId: row.signal_id,
      contractId: row.contract_id,
      ticker: row.ticker,
      direction: row.direction,
      tickSize: row.tick_size,
      step: stepView({ seq: row.seq, type: row.type, at: Number(row.at), price, data: row.data }),
    };
  });
}

export interface ChartGap {
  readonly fromAt: EpochMs;
  /** Null while it lasts. */
  readonly toAt: EpochMs | null;
  readonly cause: GapCause;
  readonly healed: boolean;
}

export interface ChartRoll {
  readonly at: EpochMs;
  readonly from: string | null;
  readonly to: string;
}

/** What a chart of a contract marks beside its candles. */
export interface ChartMarks {
  readonly gaps: readonly ChartGap[];
  /** Changes of the front contract of its root in which it takes part. */
  readonly rolls: readonly ChartRoll[];
  /** Opens of minutes whose trades came by REST, not by the socket. */
  readonly backfilled: readonly EpochMs[];
}

/** Marks of [from, to), oldest first; at most `limit` of each kind, the newest. */
export async function readChartMarks(
  contractId: number,
  range: { readonly from: EpochMs; readonly to: EpochMs; readonly limit: number },
): Promise<ChartMarks> {
  const values = [contractId, range.from, range.to, range.limit];
  const within = (from: string, to: string): string => `${from} < ${instant("$3")} AND ${to} >= ${instant("$2")}`;
  const [gaps, rolls, backfilled] = await Promise.all([
    pool().query<{ from_at: string; to_at: string | null; cause: GapCause; healed: boolean }>(
      // One interruption may be known by two causes; what REST has filled is filled under either name.
      `SELECT ${epochMs("from_at")} AS from_at, ${epochMs("to_at")} AS to_at, cause, healed_at IS NOT NULL OR EXISTS (
          SELECT FROM gaps AS other WHERE other.contract_id = gaps.contract_id AND other.healed_at IS NOT NULL
            AND other.from_at <= gaps.from_at AND other.to_at >= gaps.to_at) AS healed
        FROM gaps WHERE contract_id = $1 AND ${within("from_at", "coalesce(to_at, 'infinity')")}
        ORDER BY gaps.from_at DESC LIMIT $4`,
      values,
    ),
    pool().query<{ at: string; from: string | null; to: string }>(
      `SELECT ${epochMs("rolls.at")} AS at, old.ticker AS "from", new.ticker AS "to" FROM rolls
          LEFT JOIN contracts AS old ON old.id = rolls.from_contract_id JOIN contracts AS new ON new.id = rolls.to_contract_id
        WHERE $1 IN (rolls.from_contract_id, rolls.to_contract_id) AND rolls.undone_at IS NULL AND ${within("rolls.at", "rolls.at")}
        ORDER BY rolls.at DESC LIMIT $4`,
      values,
    ),
    pool().query<{ open_at: string }>(
      `SELECT ${epochMs("open_at")} AS open_at FROM candles
        WHERE contract_id = $1 AND source = 'backfill' AND ${within("open_at", "open_at")}
        ORDER BY candles.open_at DESC LIMIT $4`,
      values,
    ),
  ]);
  return {
    gaps: gaps.rows.reverse().map((row) => ({
      fromAt: Number(row.from_at),
      toAt: row.to_at === null ? null : Number(row.to_at),
      cause: row.cause,
      healed: row.healed,
    })),
    rolls: rolls.rows.reverse().map((row) => ({ at: Number(row.at), from: row.from, to: row.to })),
    backfilled: backfilled.rows.reverse().map((row) => Number(row.open_at)),
  };
}

/** A signal as the chart marks it. */
export interface SignalMark {
  readonly id: string;
  /** Open of its candle. */
  readonly at: EpochMs;
  readonly direction: Direction;
  readonly status: SignalStatus;
}

/** Signals of a contract whose candle lies in [from, to), one source's, oldest first; at most `limit`, the newest. */
export async function readSignalMarks(
  contractId: number,
  range: { readonly from: EpochMs; readonly to: EpochMs; readonly limit: number; readonly source: TickSource },
): Promise<readonly SignalMark[]> {
  const { rows } = await pool().query<{ id: string; at: string; direction: Direction; status: SignalStatus }>(
    // The root is named for the index on it and the candle's time.
    `SELECT id, ${epochMs("signal_candle_at")} AS at, direction, status FROM signals
      WHERE contract_id = $1 AND root = (SELECT root FROM contracts WHERE id = $1) AND source = $5
        AND signal_candle_at >= ${instant("$2")} AND signal_candle_at < ${instant("$3")}
        AND NOT EXISTS (SELECT FROM reviews WHERE reviews.signal_id = signals.id AND reviews.deleted_at IS NOT NULL)
      ORDER BY signal_candle_at DESC, id LIMIT $4`,
    [contractId, range.from, range.to, range.limit, range.source],
  );
  return rows.reverse().map((row) => ({ ...row, at: Number(row.at) }));
}
