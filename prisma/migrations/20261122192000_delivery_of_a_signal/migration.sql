-- The entry page reads every delivery that named its signal; most deliveries name none.
CREATE INDEX "webhook_deliveries_root_trade_id_idx" ON "webhook_deliveries"("root", "trade_id");
