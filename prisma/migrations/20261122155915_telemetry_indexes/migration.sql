-- CreateIndex
CREATE INDEX "telemetry_severity_id_idx" ON "telemetry"("severity", "id");

-- CreateIndex
CREATE INDEX "telemetry_signal_id_at_idx" ON "telemetry"("signal_id", "at");
