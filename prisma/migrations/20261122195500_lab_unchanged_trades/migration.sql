-- A batch of running trades writes all of them, and few have moved: the read model looks only at those.
CREATE FUNCTION lab_after_trades_update() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_lab_entries(ARRAY(
    SELECT fresh.signal_id FROM fresh JOIN stale USING (signal_id)
    WHERE fresh IS DISTINCT FROM stale ORDER BY fresh.signal_id
  ));
  RETURN NULL;
END
$$;

DROP TRIGGER "trades_lab_update" ON "trades";
CREATE TRIGGER "trades_lab_update" AFTER UPDATE ON "trades" REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION lab_after_trades_update();
