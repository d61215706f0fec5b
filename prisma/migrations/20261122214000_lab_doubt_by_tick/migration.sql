-- Doubt also where an exit or a target hangs on one tick (docs/review.md, words in lib/lab/doubt.ts). Exits: the engine marks
-- them from the trades after the fill; the fill's distance shows that the mark is of the exit that counts, not of one a person corrected.
CREATE OR REPLACE FUNCTION lab_doubt(
  record jsonb, flags text[], telemetry_severity text, OUT doubt smallint, OUT doubt_reasons text[]
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH ticks AS (
    SELECT
      record->'trade'->>'beLeg' AS be_leg,
      record->'trade'->>'noBeLeg' AS no_be_leg,
      (record->'trade'->>'gapExit')::boolean AS gap_exit,
      (record->'trade'->>'risk')::int AS risk,
      (record->'trade'->>'mae')::int AS mae,
      (record->'trade'->>'beMfe')::int AS be_mfe,
      (record->'trade'->>'noBeMfe')::int AS no_be_mfe,
      abs((record->'trade'->>'beTriggerPrice')::int - (record->'trade'->>'entryPrice')::int) AS trigger,
      abs((record->'confirmationCandle'->>'close')::int - CASE record->>'direction'
        WHEN 'bullish' THEN (record->'signalCandle'->>'high')::int ELSE (record->'signalCandle'->>'low')::int END) AS beyond
  ), reasons (place, reason, weight, holds) AS (
    SELECT reason.* FROM ticks CROSS JOIN LATERAL (VALUES
      -- The outcome would be another with one tick more or less.
      (1, 'be_missed_by_tick', 40, be_leg IN ('OPEN', 'STOP_LOSS', 'OTHER') AND be_mfe = trigger - 1),
      (2, 'be_hit_by_tick', 40, be_leg = 'BREAK_EVEN' AND be_mfe BETWEEN trigger AND trigger + 1),
      (3, 'stop_missed_by_tick', 40, no_be_leg IN ('OPEN', 'OTHER') AND mae = 1 - risk),
      (4, 'stop_by_tick', 40, no_be_leg = 'STOP_LOSS' AND mae = -risk AND 'stop_by_tick' = ANY (flags)),
      (5, 'be_exit_by_tick', 40, be_leg = 'BREAK_EVEN' AND 'be_exit_by_tick' = ANY (flags)),
      (6, 'telemetry_critical', 40, telemetry_severity = 'critical'),
      (7, 'intrabar_ambiguous', 40, 'intrabar_ambiguous' = ANY (flags)),
      (8, 'price_conflict', 40, 'price_conflict' = ANY (flags)),
      (9, 'tracking_gap', 30, 'tracking_gap' = ANY (flags)),
      (10, 'missed_cancellation', 30, 'missed_cancellation' = ANY (flags)),
      (11, 'near_confirmation', 30, beyond <= 2),
      (12, 'bar_level', 20, 'bar_level' = ANY (flags)),
      (13, 'telemetry_review', 20, telemetry_severity = 'review'),
      (14, 'late', 20, 'late' = ANY (flags)),
      (15, 'late_confirmation', 20, 'late_confirmation' = ANY (flags)),
      (16, 'suspected_lost_alert', 20, 'suspected_lost_alert' = ANY (flags)),
      (17, 'candle_not_ours', 20, record->>'signalCandleSource' = 'payload'
        OR coalesce(record->'signalCandle'->>'backfilled', record->'confirmationCandle'->>'backfilled') = 'true'
        OR 'false' IN (record->'signalCandle'->>'complete', record->'confirmationCandle'->>'complete')),
      -- A whole R, of 20, that the finished trade reached to the tick or missed by one.
      (18, 'target_hit_by_tick', 15, no_be_leg <> 'OPEN' AND no_be_mfe BETWEEN risk AND 20 * risk AND no_be_mfe % nullif(risk, 0) = 0),
      (19, 'target_missed_by_tick', 15, no_be_leg <> 'OPEN' AND no_be_mfe BETWEEN risk - 1 AND 20 * risk - 1 AND (no_be_mfe + 1) % nullif(risk, 0) = 0),
      (20, 'stop_inside_range', 15, (record->>'stopInsideRange')::boolean),
      (21, 'entry_after_break', 15, 'entry_after_break' = ANY (flags)),
      (22, 'gap_exit', 10, gap_exit),
      (23, 'entry_delayed', 10, 'entry_delayed' = ANY (flags)),
      (24, 'entry_outside_session', 10, 'entry_outside_session' = ANY (flags)),
      (25, 'stale', 10, 'stale' = ANY (flags)),
      (26, 'no_live_price', 5, 'no_live_price' = ANY (flags))
    ) AS reason
  )
  SELECT coalesce(sum(weight), 0)::smallint, coalesce(array_agg(reason ORDER BY place), '{}') FROM reasons WHERE holds
$$;

SELECT refresh_lab_entries(ARRAY(SELECT id FROM signals ORDER BY received_at, id));
