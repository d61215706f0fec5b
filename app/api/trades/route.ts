/**
 * GET /api/trades: trades, newest entry first. Filters: status (active or closed), instrument, direction, from, to (entry).
 * Pages: limit, cursor (the `next` of the page before).
 */

import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { readTrades } from "@/lib/db/signal-queries";
import { jsonOk, parseQuery } from "@/lib/http/respond";
import { tradeJson } from "@/lib/http/signal-json";
import { cursorOf, tradeListQuery } from "@/lib/http/signal-query";

export const dynamic = "force-dynamic";

export const GET = withRole("GET /api/trades", async (request) => {
  const checked = parseQuery(tradeListQuery, request.url);
  if (!checked.ok) return checked.response;
  const { limit, cursor, status, ...filter } = checked.value;
  return stored(async () => {
    const page = await readTrades({ ...filter, status: status && [status] }, limit, cursor ?? null);
    return jsonOk({ trades: page.rows.map(tradeJson), next: cursorOf(page.next) });
  });
});
