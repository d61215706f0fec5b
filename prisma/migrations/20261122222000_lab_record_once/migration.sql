-- The read model's part of the worker's write: a record is opened once for a row instead of once for each of its 20 questions.

CREATE OR REPLACE VIEW "lab_values" AS
SELECT
  signals.id,
  signals.contract_id,
  signals.root,
  contracts.ticker,
  signals.source,
  signals.profile,
  signals.direction,
  coalesce(human.status, signals.status) AS status,
  signals.reason,
  coalesce(reviews.overrides->'session'->>'human', signals.session) AS session,
  coalesce(reviews.overrides->'scenario'->>'human', signals.stop_scenario) AS scenario,
  coalesce(signals.flags, '{}') AS flags,
  signals.signal_date,
  signals.signal_candle_at,
  extract(hour FROM signals.signal_candle_at AT TIME ZONE 'America/New_York')::smallint AS hour,
  extract(isodow FROM signals.signal_candle_at AT TIME ZONE 'America/New_York')::smallint AS weekday,
  signals.received_at,
  signals.confirmed_at,
  signals.cancelled_at,
  -- Since the close of the signal candle, one minute after its open (methodology 9.3).
  (round(extract(epoch FROM coalesce(signals.confirmed_at, signals.cancelled_at) - signals.signal_candle_at) * 1000)
    - 60000)::bigint AS age_ms,
  (machine.record->>'barsToConfirmation')::int AS bars_to_confirmation,
  instruments.point_value,
  CASE WHEN own THEN trades.entry_at ELSE human.entry_at END AS entry_at,
  CASE WHEN own THEN trades.closed_at ELSE human.closed_at END AS closed_at,
  CASE WHEN own THEN signals.stop_loss ELSE human.stop_loss END AS stop_loss,
  CASE WHEN own THEN trades.entry_price ELSE human.entry_price END AS entry_price,
  CASE WHEN own THEN trades.risk_points ELSE human.risk_points END AS risk_points,
  CASE WHEN own THEN (trades.risk_points / instruments.tick_size)::int ELSE human.risk_ticks END AS risk_ticks,
  CASE WHEN own THEN trades.be_mfe_ticks ELSE human.be_mfe_ticks END AS be_mfe_ticks,
  CASE WHEN own THEN trades.no_be_mfe_ticks ELSE human.no_be_mfe_ticks END AS no_be_mfe_ticks,
  CASE WHEN own THEN trades.mae_ticks ELSE human.mae_ticks END AS mae_ticks,
  CASE WHEN own THEN trades.be_mfe ELSE human.be_mfe END AS be_mfe,
  CASE WHEN own THEN trades.no_be_mfe ELSE human.no_be_mfe END AS no_be_mfe,
  CASE WHEN own THEN trades.mae ELSE human.mae END AS mae,
  CASE WHEN own THEN trades.be_triggered_at ELSE human.be_triggered_at END AS be_triggered_at,
  CASE WHEN own THEN trades.be_exit_at ELSE human.be_exit_at END AS be_exit_at,
  CASE WHEN own THEN trades.be_leg ELSE human.be_leg END AS be_leg,
  CASE WHEN own THEN trades.no_be_leg ELSE human.no_be_leg END AS no_be_leg,
  CASE WHEN own THEN trades.exit_price ELSE human.exit_price END AS exit_price,
  CASE WHEN own THEN trades.exit_reason ELSE human.exit_reason END AS exit_reason,
  CASE WHEN own THEN (sign * ((machine.record->'trade'->>'beExitPrice')::int - (machine.record->'trade'->>'entryPrice')::int))
    ELSE human.be_realized_ticks END AS be_realized_ticks,
  CASE WHEN own THEN (sign * (trades.exit_price - trades.entry_price) / instruments.tick_size)::int
    ELSE human.no_be_realized_ticks END AS no_be_realized_ticks,
  CASE WHEN own THEN trades.outcome_r_be ELSE human.outcome_be END AS outcome_be,
  CASE WHEN own THEN trades.outcome_r_no_be ELSE human.outcome_no_be END AS outcome_no_be,
  CASE WHEN own THEN trades.realized_r_be ELSE human.realized_be END AS realized_be,
  CASE WHEN own THEN trades.realized_r_no_be ELSE human.realized_no_be END AS realized_no_be,
  coalesce(reviews.status, 'unreviewed') AS review_status,
  coalesce(reviews.version, 0) AS review_version,
  coalesce(reviews.tags, '{}') AS tags,
  coalesce(reviews.notes <> '', false) AS noted,
  coalesce(reviews.corrected IS NOT NULL OR reviews.overrides <> '{}', false) AS corrected,
  reviews.deleted_at,
  second.severity AS telemetry_severity,
  eyes.doubt,
  eyes.doubt_reasons,
  lower(concat_ws(' ', signals.id, signals.root, contracts.ticker, instruments.name, machine.record->>'externalId', signals.reason,
    array_to_string(signals.flags, ' '), array_to_string(reviews.tags, ' '), reviews.news_event, reviews.notes)) AS search
FROM signals
JOIN contracts ON contracts.id = signals.contract_id
JOIN instruments ON instruments.root = signals.root
-- Opened once: a record is stored compressed and outside the row, and each question to it would fetch it again.
CROSS JOIN LATERAL (SELECT signals.record || '{}' AS record OFFSET 0) AS machine
LEFT JOIN trades ON trades.signal_id = signals.id
LEFT JOIN reviews ON reviews.signal_id = signals.id
CROSS JOIN LATERAL (
  SELECT reviews.corrected IS NULL AS own, CASE signals.direction WHEN 'bullish' THEN 1 ELSE -1 END AS sign
) AS side
LEFT JOIN LATERAL jsonb_to_record(reviews.corrected) AS human (
  status text, entry_at timestamptz(3), closed_at timestamptz(3), stop_loss numeric, entry_price numeric, risk_points numeric,
  risk_ticks int, be_mfe_ticks int, no_be_mfe_ticks int, mae_ticks int, be_mfe numeric, no_be_mfe numeric, mae numeric,
  be_triggered_at timestamptz(3), be_exit_at timestamptz(3), be_leg text, no_be_leg text, exit_price numeric, exit_reason text,
  be_realized_ticks int, no_be_realized_ticks int, outcome_be numeric, outcome_no_be numeric, realized_be numeric,
  realized_no_be numeric
) ON true
LEFT JOIN LATERAL (
  SELECT severity FROM telemetry WHERE telemetry.signal_id = signals.id AND severity IS NOT NULL
  ORDER BY array_position(ARRAY['critical', 'review', 'ok'], severity) LIMIT 1
) AS second ON true
CROSS JOIN LATERAL lab_doubt(coalesce(reviews.corrected->'record', machine.record), coalesce(signals.flags, '{}'), second.severity) AS eyes;

-- Of the record, what lab_values and lab_doubt read beside the trade; the trade is left to the trades' own trigger. Whoever asks
-- another part there names it here (a test of lab-entries.test.ts compares the names).
CREATE FUNCTION lab_record_part(record jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_jsonb(part) FROM jsonb_to_record(record) AS part (
    "barsToConfirmation" jsonb, "externalId" jsonb, "direction" jsonb, "signalCandle" jsonb, "confirmationCandle" jsonb,
    "signalCandleSource" jsonb, "stopInsideRange" jsonb
  )
$$;
CREATE OR REPLACE FUNCTION lab_after_signals_update() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_lab_entries(ARRAY(
    SELECT fresh.id FROM fresh JOIN stale USING (id)
    WHERE (fresh.contract_id, fresh.root, fresh.source, fresh.profile, fresh.direction, fresh.status, fresh.reason, fresh.session,
        fresh.stop_scenario, fresh.stop_loss, fresh.flags, fresh.signal_date, fresh.signal_candle_at, fresh.received_at,
        fresh.confirmed_at, fresh.cancelled_at)
      IS DISTINCT FROM (stale.contract_id, stale.root, stale.source, stale.profile, stale.direction, stale.status, stale.reason,
        stale.session, stale.stop_scenario, stale.stop_loss, stale.flags, stale.signal_date, stale.signal_candle_at,
        stale.received_at, stale.confirmed_at, stale.cancelled_at)
      OR lab_record_part(fresh.record) IS DISTINCT FROM lab_record_part(stale.record)
    ORDER BY fresh.id
  ));
  RETURN NULL;
END
$$;
