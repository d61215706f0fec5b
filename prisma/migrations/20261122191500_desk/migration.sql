-- What the Desk asks for: the trades entered on a trading day, and what happened last.

CREATE INDEX "lab_entries_source_entry_at_idx" ON "lab_entries"("source", "entry_at");

CREATE INDEX "trade_events_at_idx" ON "trade_events"("at");
