-- Opening hours as data: templates people edit, the vendor's word per day, and what an engine is set to, in its journal.

CREATE TABLE "session_templates" (
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "hours" JSONB NOT NULL,

    CONSTRAINT "session_templates_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "market_days" (
    "root" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "ranges" JSONB NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "market_days_pkey" PRIMARY KEY ("root","date")
);

-- The hours of lib/market/hours.ts (`cmeEquityHours`); a test holds the two against each other.
INSERT INTO "session_templates" ("name", "title", "hours") VALUES ('cme-equity-index', 'CME equity-index futures', '{
  "weekly": [
    [{"from": 1080, "until": 1440}],
    [{"from": 0, "until": 1020}, {"from": 1080, "until": 1440}],
    [{"from": 0, "until": 1020}, {"from": 1080, "until": 1440}],
    [{"from": 0, "until": 1020}, {"from": 1080, "until": 1440}],
    [{"from": 0, "until": 1020}, {"from": 1080, "until": 1440}],
    [{"from": 0, "until": 1020}],
    []
  ],
  "holidays": "cme-equity"
}');

ALTER TABLE "instruments" ADD CONSTRAINT "instruments_session_template_fkey" FOREIGN KEY ("session_template") REFERENCES "session_templates"("name") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "market_days" ADD CONSTRAINT "market_days_root_fkey" FOREIGN KEY ("root") REFERENCES "instruments"("root") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on what Prisma cannot express.

ALTER TABLE "engine_inputs"
  DROP CONSTRAINT "engine_inputs_kind",
  ADD CONSTRAINT "engine_inputs_kind" CHECK ("kind" IN ('delivery', 'gap', 'retire', 'clock', 'config'));
CREATE INDEX "engine_inputs_config_idx" ON "engine_inputs" ("contract_id", "id") WHERE "kind" = 'config';

-- Only a change of hours is news; that the vendor was asked again is not.
CREATE TRIGGER "session_templates_notify" AFTER INSERT OR UPDATE OR DELETE ON "session_templates"
  FOR EACH STATEMENT EXECUTE FUNCTION notify_channel('contracts_changed');
CREATE TRIGGER "market_days_notify" AFTER INSERT OR UPDATE OF "ranges" OR DELETE ON "market_days"
  FOR EACH STATEMENT EXECUTE FUNCTION notify_channel('contracts_changed');
