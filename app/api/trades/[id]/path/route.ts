/**
 * GET /api/trades/<id>/path: the series of new extremes of a trade, oldest first. A signal without a trade is 404 here.
 */

import { storedSignal } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { readPath } from "@/lib/db/signal-queries";
import { jsonError, jsonOk } from "@/lib/http/respond";
import { pathJson } from "@/lib/http/signal-json";

export const dynamic = "force-dynamic";

export const GET = withRole<{ id: string }>("GET /api/trades/[id]/path", async (_request, { params }) => {
  const { id } = params;
  return storedSignal(id, async (signal) => {
    if (signal.record.trade === null) return jsonError(404, "NOT_FOUND", "This signal has no trade.");
    return jsonOk({ id, points: pathJson(signal, await readPath(id)) });
  });
});
