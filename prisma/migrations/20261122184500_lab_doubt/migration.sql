-- What makes an entry doubtful, and how much: the order of the doubt-first queue (docs/review.md, words in lib/lab/doubt.ts).
-- A function of the row's own sources, so the score cannot disagree with them. The score is the sum of the weights.
-- `record` is the effective record, so a corrected entry is judged by its corrected trade.
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
      abs((record->'trade'->>'beTriggerPrice')::int - (record->'trade'->>'entryPrice')::int) AS trigger,
      abs((record->'confirmationCandle'->>'close')::int - CASE record->>'direction'
        WHEN 'bullish' THEN (record->'signalCandle'->>'high')::int ELSE (record->'signalCandle'->>'low')::int END) AS beyond
  ), reasons (place, reason, weight, holds) AS (
    SELECT reason.* FROM ticks CROSS JOIN LATERAL (VALUES
      -- The outcome would be another with one tick more or less.
      (1, 'be_missed_by_tick', 40, be_leg IN ('OPEN', 'STOP_LOSS', 'OTHER') AND be_mfe = trigger - 1),
      (2, 'be_hit_by_tick', 40, be_leg = 'BREAK_EVEN' AND be_mfe BETWEEN trigger AND trigger + 1),
      (3, 'stop_missed_by_tick', 40, no_be_leg IN ('OPEN', 'OTHER') AND mae = 1 - risk),
      (4, 'telemetry_critical', 40, telemetry_severity = 'critical'),
      (5, 'intrabar_ambiguous', 40, 'intrabar_ambiguous' = ANY (flags)),
      (6, 'price_conflict', 40, 'price_conflict' = ANY (flags)),
      (7, 'tracking_gap', 30, 'tracking_gap' = ANY (flags)),
      (8, 'missed_cancellation', 30, 'missed_cancellation' = ANY (flags)),
      (9, 'near_confirmation', 30, beyond <= 2),
      (10, 'bar_level', 20, 'bar_level' = ANY (flags)),
      (11, 'telemetry_review', 20, telemetry_severity = 'review'),
      (12, 'late', 20, 'late' = ANY (flags)),
      (13, 'late_confirmation', 20, 'late_confirmation' = ANY (flags)),
      (14, 'suspected_lost_alert', 20, 'suspected_lost_alert' = ANY (flags)),
      (15, 'candle_not_ours', 20, record->>'signalCandleSource' = 'payload'
        OR coalesce(record->'signalCandle'->>'backfilled', record->'confirmationCandle'->>'backfilled') = 'true'
        OR 'false' IN (record->'signalCandle'->>'complete', record->'confirmationCandle'->>'complete')),
      (16, 'stop_inside_range', 15, (record->>'stopInsideRange')::boolean),
      (17, 'entry_after_break', 15, 'entry_after_break' = ANY (flags)),
      (18, 'gap_exit', 10, gap_exit),
      (19, 'entry_delayed', 10, 'entry_delayed' = ANY (flags)),
      (20, 'entry_outside_session', 10, 'entry_outside_session' = ANY (flags)),
      (21, 'stale', 10, 'stale' = ANY (flags)),
      (22, 'no_live_price', 5, 'no_live_price' = ANY (flags))
    ) AS reason
  )
  SELECT coalesce(sum(weight), 0)::smallint, coalesce(array_agg(reason ORDER BY place), '{}') FROM reasons WHERE holds
$$;

SELECT refresh_lab_entries(ARRAY(SELECT id FROM signals ORDER BY received_at, id));
