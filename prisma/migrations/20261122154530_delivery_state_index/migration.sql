-- CreateIndex
CREATE INDEX "webhook_deliveries_state_received_at_idx" ON "webhook_deliveries"("state", "received_at");
