-- Every new version of a review is told on the channel review_new when its transaction commits, so that open pages of others
-- learn of it at once (worker/review-news.ts). A change of many, or one too long for a notification (8,000 bytes), is told as an
-- empty list: whoever shows reviews reads them again.
CREATE FUNCTION tell_review_versions() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  told text;
BEGIN
  SELECT CASE WHEN count(*) <= 20 THEN json_agg(json_build_object(
      'signalId', signal_id, 'version', version, 'at', (extract(epoch FROM at) * 1000)::bigint, 'actor', actor, 'action', action
    ) ORDER BY signal_id, version)::text END
    INTO told FROM fresh HAVING count(*) > 0;
  IF FOUND THEN
    PERFORM pg_notify('review_new', CASE WHEN octet_length(told) < 7900 THEN told ELSE '[]' END);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "review_versions_tell" AFTER INSERT ON "review_versions" REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION tell_review_versions();
