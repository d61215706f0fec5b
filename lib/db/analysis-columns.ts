/**
 * A row of `lab_entries` with the parts of its effective record that only analysis asks for (returns, heat, time of the best
 * price), as SQL columns and as the value of lib/analysis. Decides nothing but whether the record's path belongs to the row.
 */
import type { AnalysisRow, AnalysisTrade } from "@/lib/analysis/row";
import type { FilterFacts } from "@/lib/lab/matches";
import type { Session } from "@/lib/market/session";
import type { TickSource } from "@/lib/market/types";
import type { Direction, StopScenario } from "@/lib/signal/types";
import type { LegStatus } from "@/lib/trade/types";

/** Trades with this flag were followed by minute bars in part: the order of their touches is not known from ticks. */
const barFlag = "bar_level";

const ms = (column: string): string => `round(extract(epoch FROM lab_entries.${column}) * 1000)::float8`;

/** Columns of `AnalysisSqlRow`, from `analysisTables`. */
export const analysisColumns = `lab_entries.no, lab_entries.id, lab_entries.ticker, lab_entries.source, lab_entries.direction,
  lab_entries.status, lab_entries.session, lab_entries.scenario, lab_entries.signal_date::text AS signal_date,
  ${ms("signal_candle_at")} AS signal_at, lab_entries.hour, lab_entries.weekday,
  lab_entries.confirmed_at IS NOT NULL AS confirmed, lab_entries.cancelled_at IS NOT NULL AS cancelled,
  lab_entries.bars_to_confirmation, lab_entries.age_ms::float8 AS age_ms, lab_entries.review_status, lab_entries.deleted_at IS NOT NULL AS deleted,
  ${ms("entry_at")} AS entry_at, ${ms("closed_at")} AS closed_at, lab_entries.risk_ticks, lab_entries.be_mfe_ticks,
  lab_entries.no_be_mfe_ticks, lab_entries.mae_ticks, lab_entries.be_triggered_at IS NOT NULL AS be_triggered,
  lab_entries.be_leg, lab_entries.no_be_leg, lab_entries.be_realized_ticks, lab_entries.no_be_realized_ticks,
  instruments.tick_size::float8 AS tick_points, lab_entries.point_value::float8 AS point_value,
  lab_entries.flags && '{${barFlag}}' AS by_bars, path.trade->'returns' AS returns, path.trade->'heat' AS heat,
  (path.trade->>'risk')::int AS path_risk, (path.trade->>'noBeMfe')::int AS path_mfe, path.by_hand IS TRUE AS by_hand,
  lab_entries.root, lab_entries.exit_reason, lab_entries.telemetry_severity, lab_entries.doubt, lab_entries.search,
  nullif(lab_entries.flags, '{}') AS flags, nullif(lab_entries.tags, '{}') AS tags,
  nullif(lab_entries.doubt_reasons, '{}') AS doubt_reasons, lab_entries.corrected, lab_entries.noted,
  (lab_entries.outcome_no_be * 10000)::float8 AS outcome_no_be, (lab_entries.outcome_be * 10000)::float8 AS outcome_be,
  (path.trade->>CASE lab_entries.direction WHEN 'bullish' THEN 'highestAt' ELSE 'lowestAt' END)::float8 AS mfe_at`;

/**
 * The record is large and stored compressed: OFFSET 0 keeps the planner from opening it once per column. `by_hand`: a person
 * gave an MFE, so that the corrected record agrees with it and still holds the touches of the machine's.
 */
export const analysisTables = `lab_entries JOIN instruments ON instruments.root = lab_entries.root
  LEFT JOIN LATERAL (
    SELECT coalesce(
      (SELECT reviews.corrected->'record'->'trade' FROM reviews WHERE reviews.signal_id = lab_entries.id AND lab_entries.corrected),
      (SELECT signals.record->'trade' FROM signals WHERE signals.id = lab_entries.id)
    ) AS trade,
    (SELECT reviews.overrides ?| '{beMfe,noBeMfe}' FROM reviews WHERE reviews.signal_id = lab_entries.id AND lab_entries.corrected) AS by_hand
    WHERE lab_entries.entry_at IS NOT NULL OFFSET 0
  ) AS path ON true`;

/** What the query gives. Instants are epoch ms. */
export interface AnalysisSqlRow {
  readonly no: number;
  readonly id: string;
  readonly ticker: string;
  readonly source: TickSource;
  readonly direction: Direction;
  readonly status: AnalysisRow["status"];
  readonly session: Session;
  readonly scenario: StopScenario | null;
  readonly signal_date: string;
  readonly signal_at: number;
  readonly hour: number;
  readonly weekday: number;
  readonly confirmed: boolean;
  readonly cancelled: boolean;
  readonly bars_to_confirmation: number | null;
  readonly age_ms: number | null;
  readonly review_status: string;
  readonly deleted: boolean;
  readonly entry_at: number | null;
  readonly closed_at: number | null;
  readonly risk_ticks: number | null;
  readonly be_mfe_ticks: number | null;
  readonly no_be_mfe_ticks: number | null;
  readonly mae_ticks: number | null;
  readonly be_triggered: boolean;
  readonly be_leg: LegStatus | null;
  readonly no_be_leg: LegStatus | null;
  readonly be_realized_ticks: number | null;
  readonly no_be_realized_ticks: number | null;
  readonly tick_points: number;
  readonly point_value: number;
  readonly by_bars: boolean;
  readonly returns: readonly { readonly upTo: number }[] | null;
  readonly heat: readonly number[] | null;
  readonly path_risk: number | null;
  readonly path_mfe: number | null;
  readonly by_hand: boolean;
  readonly mfe_at: number | null;
  readonly root: string;
  readonly exit_reason: string | null;
  readonly telemetry_severity: string | null;
  readonly doubt: number;
  readonly search: string;
  /** Null for an empty list: it need not be parsed. */
  readonly flags: readonly string[] | null;
  readonly tags: readonly string[] | null;
  readonly doubt_reasons: readonly string[] | null;
  /** Ten-thousandths of R. */
  readonly outcome_no_be: number | null;
  readonly outcome_be: number | null;
  readonly corrected: boolean;
  readonly noted: boolean;
}

const none: readonly string[] = [];

/** What filters look at in a row. */
export function factsOf(sql: AnalysisSqlRow): FilterFacts {
  return {
    source: sql.source,
    signalDate: sql.signal_date,
    root: sql.root,
    ticker: sql.ticker,
    direction: sql.direction,
    session: sql.session,
    status: sql.status,
    scenario: sql.scenario,
    reviewStatus: sql.review_status,
    exitReason: sql.exit_reason,
    beLeg: sql.be_leg,
    telemetrySeverity: sql.telemetry_severity,
    hour: sql.hour,
    weekday: sql.weekday,
    flags: sql.flags ?? none,
    tags: sql.tags ?? none,
    doubtReasons: sql.doubt_reasons ?? none,
    doubt: sql.doubt,
    risk: sql.risk_ticks,
    noBeMfe: sql.no_be_mfe_ticks,
    beMfe: sql.be_mfe_ticks,
    mae: sql.mae_ticks,
    outcomeNoBe: sql.outcome_no_be,
    outcomeBe: sql.outcome_be,
    has: { trade: sql.entry_at !== null, corrected: sql.corrected, notes: sql.noted },
    search: sql.search,
  };
}

/** A row as analysis knows it. */
export function rowOf(sql: AnalysisSqlRow): AnalysisRow {
  return {
    no: sql.no,
    id: sql.id,
    ticker: sql.ticker,
    source: sql.source,
    direction: sql.direction,
    status: sql.status,
    session: sql.session,
    scenario: sql.scenario,
    signalDate: sql.signal_date,
    signalAt: sql.signal_at,
    hour: sql.hour,
    weekday: sql.weekday,
    confirmed: sql.confirmed,
    cancelled: sql.cancelled,
    barsToConfirmation: sql.bars_to_confirmation,
    ageMs: sql.age_ms,
    trade: tradeOf(sql),
  };
}

function tradeOf(sql: AnalysisSqlRow): AnalysisTrade | null {
  const { entry_at, risk_ticks, be_mfe_ticks, no_be_mfe_ticks, mae_ticks, be_leg, no_be_leg } = sql;
  if (entry_at === null || risk_ticks === null || risk_ticks <= 0 || be_leg === null || no_be_leg === null) return null;
  if (be_mfe_ticks === null || no_be_mfe_ticks === null || mae_ticks === null) return null;
  // With a person's MFE, or one the record does not know yet, the path tells of another trade: nobody knows its order and times.
  const belongs = !sql.by_hand && sql.path_risk === risk_ticks && sql.path_mfe === no_be_mfe_ticks;
  const ordered = belongs && !sql.by_bars;
  return {
    risk: risk_ticks,
    beMfe: be_mfe_ticks,
    noBeMfe: no_be_mfe_ticks,
    beTriggered: sql.be_triggered,
    beLeg: be_leg,
    noBeLeg: no_be_leg,
    beRealized: sql.be_realized_ticks,
    noBeRealized: sql.no_be_realized_ticks,
    closedAt: sql.closed_at,
    entryAt: entry_at,
    mae: mae_ticks,
    mfeAt: belongs && no_be_mfe_ticks > 0 ? sql.mfe_at : null,
    returns: ordered ? (sql.returns?.map(({ upTo }) => upTo) ?? null) : null,
    heat: ordered ? sql.heat : null,
    tickPoints: sql.tick_points,
    pointValue: sql.point_value,
  };
}
