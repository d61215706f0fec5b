/**
 * GET /api/analysis: every statistic of methodology 9.3 for the signals a filter means, in one answer.
 * Parameters: the Signal Lab's filter, and `variant`, `target`, `unit`, `split` (lib/analysis/question.ts).
 */
import { askedOf, reportFor, setJson, withSignals } from "@/app/api/analysis/asked";
import { withRole } from "@/lib/auth/guard";
import { jsonOk } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

export const GET = withRole("GET /api/analysis", (request) => {
  const asked = askedOf(request.url);
  return withSignals(asked, (set) => jsonOk({ ...setJson(asked, set), report: reportFor(set.rows, asked.question) }));
});
