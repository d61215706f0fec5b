-- What a question about a whole source asks of every row stands first in it and in few bytes: how the trade ended (subtotals),
-- what the entry looks like and the words it carries (counts of the filter's values). Entries are told apart by one value each
-- instead of by seven to eleven columns. The database generates the three, so they cannot disagree with the columns they come
-- from. `look` and `words` are fingerprints of 128 bits: a reader takes the values from any one entry that has them.

-- json_build_array is only stable because a date is written as the session likes it; of texts it never differs.
CREATE FUNCTION lab_look(
  direction text, session text, status text, scenario text, review text, exit_reason text, be_leg text, telemetry text
) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT md5(json_build_array(direction, session, status, scenario, review, exit_reason, be_leg, telemetry)::text)::uuid
$$;
CREATE FUNCTION lab_words(flags text[], tags text[], doubt_reasons text[]) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT md5(json_build_array(flags, tags, doubt_reasons)::text)::uuid
$$;
-- Bits, legs, and what decides the result after a roll or a close by hand: risk and fills, else nothing. In words with blanks
-- between, "-" for what is unknown; lib/db/lab-groups.ts reads them in this order.
-- Bits: 1 confirmed and not cancelled, 2 cancelled, 4 rejected in review, 8 entered, 16 closed.
CREATE FUNCTION lab_ending(
  review text, confirmed_at timestamptz, cancelled_at timestamptz, entry_at timestamptz, closed_at timestamptz, be_leg text,
  no_be_leg text, risk int, be_realized int, no_be_realized int
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN confirmed_at IS NOT NULL AND cancelled_at IS NULL THEN 1 ELSE 0 END
      + CASE WHEN cancelled_at IS NOT NULL THEN 2 ELSE 0 END + CASE review WHEN 'rejected' THEN 4 ELSE 0 END
      + CASE WHEN entry_at IS NOT NULL THEN 8 ELSE 0 END + CASE WHEN closed_at IS NOT NULL THEN 16 ELSE 0 END
    || CASE WHEN be_leg IS NULL OR no_be_leg IS NULL THEN '' ELSE ' ' || be_leg || ' ' || no_be_leg
      || CASE WHEN 'OTHER' NOT IN (be_leg, no_be_leg) THEN '' ELSE ' ' || coalesce(risk::text, '-')
        || ' ' || CASE be_leg WHEN 'OTHER' THEN coalesce(be_realized::text, '-') ELSE '-' END
        || ' ' || CASE no_be_leg WHEN 'OTHER' THEN coalesce(no_be_realized::text, '-') ELSE '-' END END END
$$;

CREATE TABLE "lab_entries_ordered" (
    "no" INTEGER NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "signal_date" DATE NOT NULL,
    "hour" SMALLINT NOT NULL,
    "weekday" SMALLINT NOT NULL,
    "doubt" SMALLINT NOT NULL,
    "review_version" INTEGER NOT NULL,
    "noted" BOOLEAN NOT NULL,
    "corrected" BOOLEAN NOT NULL,
    "deleted" BOOLEAN NOT NULL GENERATED ALWAYS AS ("deleted_at" IS NOT NULL) STORED,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "signal_candle_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_xid" BIGINT NOT NULL,
    "look" UUID NOT NULL GENERATED ALWAYS AS (lab_look("direction", "session", "status", "scenario", "review_status", "exit_reason", "be_leg",
      "telemetry_severity")) STORED,
    "words" UUID NOT NULL GENERATED ALWAYS AS (lab_words("flags", "tags", "doubt_reasons")) STORED,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "ending" TEXT NOT NULL GENERATED ALWAYS AS (lab_ending("review_status", "confirmed_at", "cancelled_at", "entry_at", "closed_at", "be_leg", "no_be_leg",
      "risk_ticks", "be_realized_ticks", "no_be_realized_ticks")) STORED,
    "risk_ticks" INTEGER,
    "be_mfe_ticks" INTEGER,
    "no_be_mfe_ticks" INTEGER,
    "no_be_mfe" DECIMAL(12,4),
    "be_mfe" DECIMAL(12,4),
    "mae" DECIMAL(12,4),
    "outcome_no_be" DECIMAL(12,4),
    "outcome_be" DECIMAL(12,4),
    "realized_no_be" DECIMAL(12,4),
    "realized_be" DECIMAL(12,4),
    "entry_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "be_triggered_at" TIMESTAMPTZ(3),
    "be_exit_at" TIMESTAMPTZ(3),
    "age_ms" BIGINT,
    "bars_to_confirmation" INTEGER,
    "mae_ticks" INTEGER,
    "be_realized_ticks" INTEGER,
    "no_be_realized_ticks" INTEGER,
    "status" TEXT NOT NULL,
    "session" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "review_status" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "ticker" TEXT NOT NULL,
    "scenario" TEXT,
    "be_leg" TEXT,
    "no_be_leg" TEXT,
    "exit_reason" TEXT,
    "telemetry_severity" TEXT,
    "deleted_at" TIMESTAMPTZ(3),
    "entry_price" DECIMAL(18,6),
    "stop_loss" DECIMAL(18,6),
    "risk_points" DECIMAL(18,6),
    "exit_price" DECIMAL(18,6),
    "reason" TEXT,
    "profile" TEXT NOT NULL,
    "point_value" DECIMAL(18,6) NOT NULL,
    "flags" TEXT[] NOT NULL,
    "tags" TEXT[] NOT NULL,
    "doubt_reasons" TEXT[] NOT NULL,
    "search" TEXT NOT NULL
) WITH (fillfactor = 75);

INSERT INTO "lab_entries_ordered" (
  "no", "contract_id", "signal_date", "hour", "weekday", "doubt", "review_version", "noted", "corrected",
  "received_at", "signal_candle_at", "changed_xid", "source", "id", "risk_ticks", "be_mfe_ticks", "no_be_mfe_ticks",
  "no_be_mfe", "be_mfe", "mae", "outcome_no_be", "outcome_be", "realized_no_be", "realized_be", "entry_at",
  "closed_at", "confirmed_at", "cancelled_at", "be_triggered_at", "be_exit_at", "age_ms", "bars_to_confirmation",
  "mae_ticks", "be_realized_ticks", "no_be_realized_ticks", "status", "session", "direction", "review_status",
  "root", "ticker", "scenario", "be_leg", "no_be_leg", "exit_reason", "telemetry_severity", "deleted_at",
  "entry_price", "stop_loss", "risk_points", "exit_price", "reason", "profile", "point_value", "flags", "tags",
  "doubt_reasons", "search"
) SELECT
  "no", "contract_id", "signal_date", "hour", "weekday", "doubt", "review_version", "noted", "corrected",
  "received_at", "signal_candle_at", "changed_xid", "source", "id", "risk_ticks", "be_mfe_ticks", "no_be_mfe_ticks",
  "no_be_mfe", "be_mfe", "mae", "outcome_no_be", "outcome_be", "realized_no_be", "realized_be", "entry_at",
  "closed_at", "confirmed_at", "cancelled_at", "be_triggered_at", "be_exit_at", "age_ms", "bars_to_confirmation",
  "mae_ticks", "be_realized_ticks", "no_be_realized_ticks", "status", "session", "direction", "review_status",
  "root", "ticker", "scenario", "be_leg", "no_be_leg", "exit_reason", "telemetry_severity", "deleted_at",
  "entry_price", "stop_loss", "risk_points", "exit_price", "reason", "profile", "point_value", "flags", "tags",
  "doubt_reasons", "search"
FROM "lab_entries" ORDER BY "received_at", "id";

DROP TABLE "lab_entries";
ALTER TABLE "lab_entries_ordered" RENAME TO "lab_entries";
ALTER TABLE "lab_entries" ALTER COLUMN "no" ADD GENERATED BY DEFAULT AS IDENTITY;
SELECT setval(pg_get_serial_sequence('lab_entries', 'no'), coalesce(max("no"), 1), max("no") IS NOT NULL) FROM "lab_entries";
ALTER TABLE "lab_entries" ADD CONSTRAINT "lab_entries_pkey" PRIMARY KEY ("id");

CREATE UNIQUE INDEX "lab_entries_no_key" ON "lab_entries"("no");
CREATE INDEX "lab_entries_source_received_at_id_idx" ON "lab_entries"("source", "received_at", "id");
CREATE INDEX "lab_entries_source_signal_date_idx" ON "lab_entries"("source", "signal_date");
CREATE INDEX "lab_entries_source_entry_at_idx" ON "lab_entries"("source", "entry_at");
CREATE INDEX "lab_entries_changed_xid_idx" ON "lab_entries" USING BRIN ("changed_xid") WITH (pages_per_range = 8, autosummarize = on);
CREATE INDEX "lab_entries_search_idx" ON "lab_entries" USING GIN ("search" gin_trgm_ops);
