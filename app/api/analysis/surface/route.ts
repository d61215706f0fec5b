/** GET /api/analysis/surface: target × break-even trigger with intervals, and the out-of-sample split. Parameters as GET /api/analysis. */
import { askedOf, setJson, surfaceFor, withSignals } from "@/app/api/analysis/asked";
import { withRole } from "@/lib/auth/guard";
import { jsonOk } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

export const GET = withRole("GET /api/analysis/surface", (request) => {
  const asked = askedOf(request.url);
  return withSignals(asked, (set) => jsonOk({ ...setJson(asked, set), surface: surfaceFor(set.rows, asked.question) }));
});
