-- Minute bars in place of lost ticks are journaled like every other input of an engine.
ALTER TABLE "engine_inputs" DROP CONSTRAINT "engine_inputs_kind";
ALTER TABLE "engine_inputs"
  ADD CONSTRAINT "engine_inputs_kind" CHECK ("kind" IN ('delivery', 'gap', 'retire', 'clock', 'config', 'bar'));

-- The kind of feed an input belongs to: after a change from the simulated to the live market the alerts and bars of the
-- former stood behind its last tick, where the latter begins, and were replayed into it.
ALTER TABLE "engine_inputs" ADD COLUMN "source" TEXT;
ALTER TABLE "engine_inputs"
  ADD CONSTRAINT "engine_inputs_source" CHECK ("source" IN ('live', 'delayed', 'simulated', 'replay', 'backfill'));

-- A batch whose commit was not answered is sent again, and its notices with it.
ALTER TABLE "notices" ADD COLUMN "fingerprint" TEXT;
CREATE UNIQUE INDEX "notices_fingerprint_key" ON "notices"("fingerprint");
