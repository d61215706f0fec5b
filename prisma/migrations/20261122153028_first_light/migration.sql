-- Everything of the first release. The plain tables follow schema.prisma; written by hand, because Prisma cannot say them:
-- daily partitions of ticks and quotes, the exclusion of overlapping front contracts, append-only guards, value checks.

-- For the exclusion constraint of front_contracts (a trusted extension of every Postgres distribution).
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- CreateTable
CREATE TABLE "instruments" (
    "root" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "venue" TEXT NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "tick_size" DECIMAL(18,6) NOT NULL,
    "point_value" DECIMAL(18,6) NOT NULL,
    "tradingview" TEXT[],
    "profile" TEXT NOT NULL DEFAULT 'spec',
    "config" JSONB NOT NULL DEFAULT '{}',
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "instruments_pkey" PRIMARY KEY ("root")
);

-- CreateTable
CREATE TABLE "contracts" (
    "id" SERIAL NOT NULL,
    "root" TEXT NOT NULL,
    "ticker" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "first_trade_date" DATE,
    "last_trade_date" DATE NOT NULL,
    "origin" TEXT NOT NULL DEFAULT 'rule',

    CONSTRAINT "contracts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "front_contracts" (
    "id" SERIAL NOT NULL,
    "root" TEXT NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_to" TIMESTAMPTZ(3),

    CONSTRAINT "front_contracts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticks" (
    "trade_date" DATE NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "exchange_at" TIMESTAMPTZ(3) NOT NULL,
    "sequence" BIGINT NOT NULL,
    "price" DECIMAL(18,6) NOT NULL,
    "size" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "flags" INTEGER NOT NULL DEFAULT 0,
    "ingest_id" BIGINT NOT NULL,

    CONSTRAINT "ticks_pkey" PRIMARY KEY ("trade_date","contract_id","exchange_at","sequence")
) PARTITION BY RANGE ("trade_date");

-- CreateTable
CREATE TABLE "quotes" (
    "trade_date" DATE NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "exchange_at" TIMESTAMPTZ(3) NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "bid" DECIMAL(18,6),
    "bid_size" INTEGER NOT NULL,
    "ask" DECIMAL(18,6),
    "ask_size" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "quotes_pkey" PRIMARY KEY ("trade_date","contract_id","exchange_at","ordinal")
) PARTITION BY RANGE ("trade_date");

-- CreateTable
CREATE TABLE "candles" (
    "contract_id" INTEGER NOT NULL,
    "open_at" TIMESTAMPTZ(3) NOT NULL,
    "open" DECIMAL(18,6) NOT NULL,
    "high" DECIMAL(18,6) NOT NULL,
    "low" DECIMAL(18,6) NOT NULL,
    "close" DECIMAL(18,6) NOT NULL,
    "volume" BIGINT NOT NULL,
    "trades" INTEGER NOT NULL,
    "complete" BOOLEAN NOT NULL,
    "corrected" BOOLEAN NOT NULL DEFAULT false,
    "source" TEXT NOT NULL,

    CONSTRAINT "candles_pkey" PRIMARY KEY ("contract_id","open_at")
);

-- CreateTable
CREATE TABLE "gaps" (
    "id" SERIAL NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),
    "cause" TEXT NOT NULL,
    "healed_at" TIMESTAMPTZ(3),
    "rows" INTEGER NOT NULL DEFAULT 0,
    "note" TEXT,

    CONSTRAINT "gaps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "engine_inputs" (
    "id" BIGINT NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "after_ingest_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "delivery_id" BIGINT,
    "payload" JSONB NOT NULL,

    CONSTRAINT "engine_inputs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "engine_snapshots" (
    "contract_id" INTEGER NOT NULL,
    "ingest_id" BIGINT NOT NULL,
    "input_id" BIGINT NOT NULL,
    "version" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "state" BYTEA NOT NULL,

    CONSTRAINT "engine_snapshots_pkey" PRIMARY KEY ("contract_id")
);

-- CreateTable
CREATE TABLE "webhook_sources" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "previous_token_hash" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "simulated" BOOLEAN NOT NULL DEFAULT false,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_sources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" BIGSERIAL NOT NULL,
    "source_id" INTEGER,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "content_type" TEXT,
    "body" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "remote" TEXT,
    "root" TEXT,
    "trade_id" TEXT,
    "format" TEXT,
    "event" TEXT,
    "outcome" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'kept',

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signal_ids" (
    "root" TEXT NOT NULL,
    "trade_id" TEXT NOT NULL,
    "delivery_id" BIGINT NOT NULL,

    CONSTRAINT "signal_ids_pkey" PRIMARY KEY ("root","trade_id")
);

-- CreateTable
CREATE TABLE "signals" (
    "id" TEXT NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "root" TEXT NOT NULL,
    "trade_id" TEXT NOT NULL,
    "delivery_id" BIGINT,
    "direction" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "session" TEXT NOT NULL,
    "signal_date" DATE NOT NULL,
    "signal_candle_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "stop_loss" DECIMAL(18,6),
    "stop_scenario" TEXT,
    "flags" TEXT[],
    "source" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "engine_version" TEXT NOT NULL,
    "record" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trades" (
    "signal_id" TEXT NOT NULL,
    "entry_at" TIMESTAMPTZ(3) NOT NULL,
    "entry_price" DECIMAL(18,6) NOT NULL,
    "risk_points" DECIMAL(18,6) NOT NULL,
    "be_triggered_at" TIMESTAMPTZ(3),
    "be_exit_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "exit_price" DECIMAL(18,6),
    "exit_reason" TEXT,
    "be_leg" TEXT NOT NULL,
    "no_be_leg" TEXT NOT NULL,
    "be_mfe" DECIMAL(12,4) NOT NULL,
    "no_be_mfe" DECIMAL(12,4) NOT NULL,
    "mae" DECIMAL(12,4) NOT NULL,
    "outcome_r_be" DECIMAL(12,4),
    "outcome_r_no_be" DECIMAL(12,4),
    "realized_r_be" DECIMAL(12,4),
    "realized_r_no_be" DECIMAL(12,4),

    CONSTRAINT "trades_pkey" PRIMARY KEY ("signal_id")
);

-- CreateTable
CREATE TABLE "trade_events" (
    "signal_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "price" DECIMAL(18,6),
    "ingest_id" BIGINT,
    "engine_version" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "trade_events_pkey" PRIMARY KEY ("signal_id","seq")
);

-- CreateTable
CREATE TABLE "trade_path" (
    "signal_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "price" DECIMAL(18,6) NOT NULL,
    "side" TEXT NOT NULL,

    CONSTRAINT "trade_path_pkey" PRIMARY KEY ("signal_id","seq")
);

-- CreateTable
CREATE TABLE "telemetry" (
    "id" BIGSERIAL NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "root" TEXT NOT NULL,
    "trade_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "values" JSONB NOT NULL,
    "signal_id" TEXT,
    "diff" JSONB,
    "severity" TEXT,

    CONSTRAINT "telemetry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notices" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "severity" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "contracts_root_month_key" ON "contracts"("root", "month");

-- CreateIndex
CREATE INDEX "front_contracts_root_valid_from_idx" ON "front_contracts"("root", "valid_from");

-- CreateIndex
CREATE INDEX "ticks_contract_id_ingest_id_idx" ON "ticks"("contract_id", "ingest_id");

-- CreateIndex
CREATE INDEX "gaps_contract_id_from_at_idx" ON "gaps"("contract_id", "from_at");

-- CreateIndex
CREATE INDEX "engine_inputs_contract_id_id_idx" ON "engine_inputs"("contract_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_sources_name_key" ON "webhook_sources"("name");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_sources_token_hash_key" ON "webhook_sources"("token_hash");

-- CreateIndex
CREATE INDEX "webhook_deliveries_received_at_idx" ON "webhook_deliveries"("received_at" DESC);

-- CreateIndex
CREATE INDEX "webhook_deliveries_body_hash_idx" ON "webhook_deliveries"("body_hash");

-- CreateIndex
CREATE INDEX "signals_received_at_id_idx" ON "signals"("received_at" DESC, "id");

-- CreateIndex
CREATE INDEX "signals_status_idx" ON "signals"("status");

-- CreateIndex
CREATE INDEX "signals_root_signal_candle_at_idx" ON "signals"("root", "signal_candle_at");

-- CreateIndex
CREATE INDEX "trades_closed_at_idx" ON "trades"("closed_at");

-- CreateIndex
CREATE INDEX "telemetry_root_trade_id_idx" ON "telemetry"("root", "trade_id");

-- CreateIndex
CREATE INDEX "telemetry_delivery_id_idx" ON "telemetry"("delivery_id");

-- CreateIndex
CREATE INDEX "notices_at_idx" ON "notices"("at" DESC);

-- AddForeignKey
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_root_fkey" FOREIGN KEY ("root") REFERENCES "instruments"("root") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "front_contracts" ADD CONSTRAINT "front_contracts_root_fkey" FOREIGN KEY ("root") REFERENCES "instruments"("root") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "front_contracts" ADD CONSTRAINT "front_contracts_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contracts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "webhook_sources"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trades" ADD CONSTRAINT "trades_signal_id_fkey" FOREIGN KEY ("signal_id") REFERENCES "signals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trade_events" ADD CONSTRAINT "trade_events_signal_id_fkey" FOREIGN KEY ("signal_id") REFERENCES "signals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trade_path" ADD CONSTRAINT "trade_path_signal_id_fkey" FOREIGN KEY ("signal_id") REFERENCES "trades"("signal_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Rows of a day without a partition of its own wait here; ensure_day_partition moves them.
CREATE TABLE "ticks_default" PARTITION OF "ticks" DEFAULT;
CREATE TABLE "quotes_default" PARTITION OF "quotes" DEFAULT;

-- Makes the partition of one trade date; true when it did, false when it was there.
-- Call it in a transaction of its own: it locks the table for the moment of the change.
CREATE FUNCTION ensure_day_partition(table_name text, day date) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  partition_name text := table_name || '_' || to_char(day, 'YYYYMMDD');
  default_name text := table_name || '_default';
  waiting_name text := table_name || '_waiting';
  has_waiting boolean;
BEGIN
  IF table_name NOT IN ('ticks', 'quotes') THEN
    RAISE EXCEPTION 'expected ticks or quotes, got %', table_name USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF to_regclass(quote_ident(partition_name)) IS NOT NULL THEN
    RETURN false;
  END IF;
  -- The lock on the parent is what two callers wait for each other on; the second one then finds the partition.
  EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', table_name);
  IF to_regclass(quote_ident(partition_name)) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE trade_date = $1)', default_name) INTO has_waiting USING day;
  IF has_waiting THEN
    -- Rows cannot be deleted from an append-only table, so the whole default partition is replaced and its rows routed anew.
    EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', table_name, default_name);
    EXECUTE format('ALTER TABLE %I RENAME TO %I', default_name, waiting_name);
    EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', default_name, table_name);
  END IF;
  EXECUTE format(
    'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', partition_name, table_name, day, day + 1
  );
  IF has_waiting THEN
    EXECUTE format('INSERT INTO %I SELECT * FROM %I', table_name, waiting_name);
    EXECUTE format('DROP TABLE %I', waiting_name);
  END IF;
  RETURN true;
END
$$;

-- Of one root, one contract at a time is the front.
ALTER TABLE "front_contracts"
  ADD CONSTRAINT "front_contracts_no_overlap"
  EXCLUDE USING gist ("root" WITH =, tstzrange("valid_from", "valid_to") WITH &&);

-- What was received or decided is never rewritten.
CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_ARGV[0], TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "ticks_append_only" BEFORE UPDATE OR DELETE ON "ticks"
  FOR EACH ROW EXECUTE FUNCTION refuse_change('ticks');
CREATE TRIGGER "quotes_append_only" BEFORE UPDATE OR DELETE ON "quotes"
  FOR EACH ROW EXECUTE FUNCTION refuse_change('quotes');
CREATE TRIGGER "trade_events_append_only" BEFORE UPDATE OR DELETE ON "trade_events"
  FOR EACH ROW EXECUTE FUNCTION refuse_change('trade_events');
CREATE TRIGGER "webhook_deliveries_no_delete" BEFORE DELETE ON "webhook_deliveries"
  FOR EACH ROW EXECUTE FUNCTION refuse_change('webhook_deliveries');
-- Of a delivery only what became of it may change, not what came in.
CREATE TRIGGER "webhook_deliveries_raw_kept" BEFORE UPDATE ON "webhook_deliveries"
  FOR EACH ROW WHEN (
    (OLD."id", OLD."source_id", OLD."received_at", OLD."content_type", OLD."body", OLD."body_hash", OLD."remote")
    IS DISTINCT FROM
    (NEW."id", NEW."source_id", NEW."received_at", NEW."content_type", NEW."body", NEW."body_hash", NEW."remote")
  ) EXECUTE FUNCTION refuse_change('webhook_deliveries');

-- Words and numbers the code relies on. numeric knows NaN, and NaN is greater than 0: it is named.
ALTER TABLE "instruments"
  ADD CONSTRAINT "instruments_profile" CHECK ("profile" IN ('spec', 'indicator')),
  ADD CONSTRAINT "instruments_tick_size" CHECK ("tick_size" > 0 AND "tick_size" <> 'NaN'),
  ADD CONSTRAINT "instruments_point_value" CHECK ("point_value" > 0 AND "point_value" <> 'NaN');

ALTER TABLE "contracts"
  ADD CONSTRAINT "contracts_month" CHECK ("month" ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  ADD CONSTRAINT "contracts_origin" CHECK ("origin" IN ('rule', 'vendor'));

ALTER TABLE "ticks"
  ADD CONSTRAINT "ticks_price" CHECK ("price" > 0 AND "price" <> 'NaN'),
  ADD CONSTRAINT "ticks_size" CHECK ("size" >= 0),
  ADD CONSTRAINT "ticks_flags" CHECK ("flags" >= 0),
  ADD CONSTRAINT "ticks_source" CHECK ("source" IN ('live', 'delayed', 'simulated', 'replay', 'backfill'));

ALTER TABLE "quotes"
  ADD CONSTRAINT "quotes_bid" CHECK ("bid" > 0 AND "bid" <> 'NaN'),
  ADD CONSTRAINT "quotes_ask" CHECK ("ask" > 0 AND "ask" <> 'NaN'),
  ADD CONSTRAINT "quotes_sizes" CHECK ("bid_size" >= 0 AND "ask_size" >= 0),
  ADD CONSTRAINT "quotes_source" CHECK ("source" IN ('live', 'delayed', 'simulated', 'replay', 'backfill'));

ALTER TABLE "candles"
  ADD CONSTRAINT "candles_range" CHECK (
    "high" <> 'NaN' AND "low" > 0 AND "high" >= GREATEST("open", "close") AND "low" <= LEAST("open", "close")
  ),
  ADD CONSTRAINT "candles_counts" CHECK ("volume" >= 0 AND "trades" >= 0),
  ADD CONSTRAINT "candles_source" CHECK ("source" IN ('live', 'delayed', 'simulated', 'replay', 'backfill'));

ALTER TABLE "gaps"
  ADD CONSTRAINT "gaps_span" CHECK ("to_at" >= "from_at"),
  ADD CONSTRAINT "gaps_cause" CHECK ("cause" IN ('disconnect', 'silence', 'restart'));

ALTER TABLE "engine_inputs"
  ADD CONSTRAINT "engine_inputs_kind" CHECK ("kind" IN ('delivery', 'gap', 'retire', 'clock'));

ALTER TABLE "webhook_deliveries"
  ADD CONSTRAINT "webhook_deliveries_outcome" CHECK ("outcome" IN ('accepted', 'duplicate', 'stored', 'rejected')),
  ADD CONSTRAINT "webhook_deliveries_state" CHECK ("state" IN ('new', 'applied', 'kept'));

ALTER TABLE "signals"
  ADD CONSTRAINT "signals_direction" CHECK ("direction" IN ('bullish', 'bearish')),
  ADD CONSTRAINT "signals_status" CHECK (
    "status" IN ('REJECTED', 'PENDING', 'CANCELLED', 'CONFIRMED', 'VOID', 'ACTIVE', 'CLOSED')
  ),
  ADD CONSTRAINT "signals_session" CHECK (
    "session" IN ('ASIA', 'LONDON', 'NY PRE', 'NY AM', 'NY LUNCH', 'NY PM', 'INVALID')
  ),
  ADD CONSTRAINT "signals_stop_scenario" CHECK (
    "stop_scenario" IN ('A', 'B', 'C_PIVOT', 'C_CANDLE', 'C_SIGNAL')
  ),
  ADD CONSTRAINT "signals_source" CHECK ("source" IN ('live', 'delayed', 'simulated', 'replay', 'backfill')),
  ADD CONSTRAINT "signals_profile" CHECK ("profile" IN ('spec', 'indicator'));

ALTER TABLE "trades"
  ADD CONSTRAINT "trades_be_leg" CHECK (
    "be_leg" IN ('OPEN', 'TRIGGERED', 'BREAK_EVEN', 'STOP_LOSS', 'OTHER')
  ),
  ADD CONSTRAINT "trades_no_be_leg" CHECK (
    "no_be_leg" IN ('OPEN', 'TRIGGERED', 'BREAK_EVEN', 'STOP_LOSS', 'OTHER')
  ),
  ADD CONSTRAINT "trades_exit_reason" CHECK ("exit_reason" IN ('STOP_LOSS', 'ROLL', 'MANUAL'));

ALTER TABLE "trade_events"
  ADD CONSTRAINT "trade_events_seq" CHECK ("seq" >= 0),
  ADD CONSTRAINT "trade_events_type" CHECK (
    "type" IN (
      'SIGNAL_REJECTED', 'SIGNAL_CREATED', 'CANCELLED', 'CONFIRMED', 'VOIDED', 'ENTRY', 'BE_TRIGGERED',
      'EXIT_BREAK_EVEN', 'EXIT_STOP_LOSS', 'EXIT_ROLL', 'EXIT_MANUAL', 'TARGET', 'FLAGGED'
    )
  );

ALTER TABLE "trade_path"
  ADD CONSTRAINT "trade_path_side" CHECK ("side" IN ('favourable', 'adverse'));

ALTER TABLE "telemetry"
  ADD CONSTRAINT "telemetry_severity" CHECK ("severity" IN ('critical', 'review', 'ok'));

ALTER TABLE "notices"
  ADD CONSTRAINT "notices_severity" CHECK ("severity" IN ('info', 'warn', 'critical'));
