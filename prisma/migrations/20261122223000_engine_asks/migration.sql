-- What people ask of an engine: close a trade, accept quarantined prices. Answered in the transaction of the batch that
-- stores what followed, so that no ask is lost and none is applied twice.
CREATE TABLE "engine_asks" (
    "id" SERIAL NOT NULL,
    "key" UUID NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "about" TEXT NOT NULL,
    "ask" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" TEXT NOT NULL DEFAULT 'asked',
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "engine_asks_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "engine_asks_key_key" ON "engine_asks"("key");
CREATE INDEX "engine_asks_about_id_idx" ON "engine_asks"("about", "id");

ALTER TABLE "engine_asks" ADD CONSTRAINT "engine_asks_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contracts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on what Prisma cannot express.

ALTER TABLE "engine_asks"
  ADD CONSTRAINT "engine_asks_kind" CHECK ("ask"->>'kind' IN ('close', 'accept')),
  ADD CONSTRAINT "engine_asks_state" CHECK ("state" IN ('asked', 'done', 'refused')),
  ADD CONSTRAINT "engine_asks_answer" CHECK (("state" = 'asked') = ("answer" IS NULL));
-- One at a time about one thing; also what the worker looks for.
CREATE UNIQUE INDEX "engine_asks_waiting_key" ON "engine_asks" ("about") WHERE "state" = 'asked';

CREATE TRIGGER "engine_asks_notify" AFTER INSERT ON "engine_asks"
  FOR EACH STATEMENT EXECUTE FUNCTION notify_channel('engine_asks_new');

ALTER TABLE "engine_inputs" DROP CONSTRAINT "engine_inputs_kind";
ALTER TABLE "engine_inputs"
  ADD CONSTRAINT "engine_inputs_kind" CHECK ("kind" IN ('delivery', 'gap', 'retire', 'clock', 'config', 'bar', 'ask'));
