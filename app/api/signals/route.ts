/**
 * GET /api/signals: every signal, rejected ones with their reason, newest receipt first.
 * Filters: status, instrument, direction, from, to (receipt). Pages: limit, cursor (the `next` of the page before).
 */

import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { readSignals } from "@/lib/db/signal-queries";
import { jsonOk, parseQuery } from "@/lib/http/respond";
import { signalJson } from "@/lib/http/signal-json";
import { cursorOf, signalListQuery } from "@/lib/http/signal-query";

export const dynamic = "force-dynamic";

export const GET = withRole("GET /api/signals", async (request) => {
  const checked = parseQuery(signalListQuery, request.url);
  if (!checked.ok) return checked.response;
  const { limit, cursor, ...filter } = checked.value;
  return stored(async () => {
    const page = await readSignals(filter, limit, cursor ?? null);
    return jsonOk({ signals: page.rows.map(signalJson), next: cursorOf(page.next) });
  });
});
