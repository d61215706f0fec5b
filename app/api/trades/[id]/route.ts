/**
 * GET /api/trades/<id>: one trade with its history. A signal without a trade is 404 here.
 */

import { storedSignal } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { readEvents } from "@/lib/db/signal-queries";
import { jsonError, jsonOk } from "@/lib/http/respond";
import { eventsJson, tradeJson } from "@/lib/http/signal-json";

export const dynamic = "force-dynamic";

export const GET = withRole<{ id: string }>("GET /api/trades/[id]", async (_request, { params }) => {
  const { id } = params;
  return storedSignal(id, async (signal) => {
    const trade = tradeJson(signal);
    if (trade === null) return jsonError(404, "NOT_FOUND", "This signal has no trade.");
    return jsonOk({ ...trade, events: eventsJson(await readEvents(id), signal.scale) });
  });
});
