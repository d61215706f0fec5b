-- Contracts as data: what a root means when, what the vendor says of a contract, and who changed it.

ALTER TABLE "instruments" ADD COLUMN "session_template" TEXT NOT NULL DEFAULT 'cme-equity-index',
ADD COLUMN "roll_rule" JSONB NOT NULL DEFAULT '{"kind":"days-before","days":8}';

ALTER TABLE "contracts" ADD COLUMN "vendor_first_trade_date" DATE,
ADD COLUMN "vendor_last_trade_date" DATE,
ADD COLUMN "vendor_fetched_at" TIMESTAMPTZ(3),
ADD COLUMN "override_last_trade_date" DATE,
ADD COLUMN "override_reason" TEXT;

CREATE TABLE "symbol_aliases" (
    "key" TEXT NOT NULL,
    "root" TEXT NOT NULL,

    CONSTRAINT "symbol_aliases_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "rolls" (
    "id" SERIAL NOT NULL,
    "root" TEXT NOT NULL,
    "from_contract_id" INTEGER,
    "to_contract_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "front_id" INTEGER NOT NULL,
    "previous_front_id" INTEGER,
    "previous_valid_to" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" TEXT,

    CONSTRAINT "rolls_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "vendor_keys" (
    "name" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "last_four" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "vendor_keys_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "commands" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "args" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL DEFAULT 'new',
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "commands_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "symbol_aliases_root_idx" ON "symbol_aliases"("root");
CREATE INDEX "rolls_root_at_idx" ON "rolls"("root", "at");
CREATE INDEX "commands_state_id_idx" ON "commands"("state", "id");

ALTER TABLE "symbol_aliases" ADD CONSTRAINT "symbol_aliases_root_fkey" FOREIGN KEY ("root") REFERENCES "instruments"("root") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rolls" ADD CONSTRAINT "rolls_root_fkey" FOREIGN KEY ("root") REFERENCES "instruments"("root") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rolls" ADD CONSTRAINT "rolls_from_contract_id_fkey" FOREIGN KEY ("from_contract_id") REFERENCES "contracts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rolls" ADD CONSTRAINT "rolls_to_contract_id_fkey" FOREIGN KEY ("to_contract_id") REFERENCES "contracts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on what Prisma cannot express.

ALTER TABLE "rolls" ADD CONSTRAINT "rolls_kind" CHECK ("kind" IN ('rule', 'person'));
ALTER TABLE "commands"
  ADD CONSTRAINT "commands_kind" CHECK ("kind" IN ('refresh-contracts', 'test-connection')),
  ADD CONSTRAINT "commands_state" CHECK ("state" IN ('new', 'running', 'done', 'failed'));
ALTER TABLE "contracts"
  ADD CONSTRAINT "contracts_override_reason" CHECK (("override_last_trade_date" IS NULL) = ("override_reason" IS NULL));

-- One spelling means one root. Spellings are compared without exchange prefix and case (lib/signal/symbol-match.ts).
CREATE FUNCTION alias_key(spelling text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT upper(trim(regexp_replace(spelling, '^.*:', '')))
$$;

CREATE FUNCTION keep_aliases() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM symbol_aliases WHERE root = NEW.root;
  INSERT INTO symbol_aliases (key, root) SELECT DISTINCT alias_key(spelling), NEW.root FROM unnest(NEW.tradingview) AS spelling;
  RETURN NULL;
END
$$;

CREATE TRIGGER "instruments_aliases" AFTER INSERT OR UPDATE OF "tradingview", "root" ON "instruments"
  FOR EACH ROW EXECUTE FUNCTION keep_aliases();
INSERT INTO symbol_aliases (key, root) SELECT DISTINCT alias_key(spelling), root FROM instruments, unnest(tradingview) AS spelling;

-- The worker follows without a restart; a notification is only the hint, it looks by itself as well.
CREATE FUNCTION notify_channel() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify(TG_ARGV[0], '');
  RETURN NULL;
END
$$;

CREATE TRIGGER "front_contracts_notify" AFTER INSERT OR UPDATE OR DELETE ON "front_contracts"
  FOR EACH STATEMENT EXECUTE FUNCTION notify_channel('contracts_changed');
CREATE TRIGGER "contracts_notify" AFTER UPDATE OR DELETE ON "contracts"
  FOR EACH STATEMENT EXECUTE FUNCTION notify_channel('contracts_changed');
CREATE TRIGGER "instruments_notify" AFTER INSERT OR UPDATE OR DELETE ON "instruments"
  FOR EACH STATEMENT EXECUTE FUNCTION notify_channel('contracts_changed');
CREATE TRIGGER "commands_notify" AFTER INSERT ON "commands"
  FOR EACH STATEMENT EXECUTE FUNCTION notify_channel('commands_new');
