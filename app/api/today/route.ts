/**
 * GET /api/today?source: trades entered on the present trading day (18:00 to 17:00 New York), a line per leg, run to the stop.
 * Computed by the statistics every page shares; one source at a time.
 */
import { z } from "zod";
import { answered } from "@/app/api/symbol-route";
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { readDayTrades } from "@/lib/db/desk";
import { jsonOk, parseQuery } from "@/lib/http/respond";
import { daySummary } from "@/lib/trade/day-summary";

export const dynamic = "force-dynamic";

const query = z.strictObject({
  source: z
    .enum(["live", "delayed", "simulated", "replay"], { error: "expected live, delayed, simulated or replay" })
    .default("live"),
});

export const GET = withRole("GET /api/today", async (request) => {
  const checked = parseQuery(query, request.url);
  if (!checked.ok) return checked.response;
  const { source } = checked.value;
  return answered(async () => {
    const { tradeDate, trades } = await readDayTrades(source, systemClock.now());
    return jsonOk({ source, tradeDate, ...daySummary(trades) });
  });
});
