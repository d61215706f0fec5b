/**
 * GET /api/chart-marks?symbol&from&to&source: what a chart marks beside the candles of [from, to): gaps in the data, rolls,
 * minutes that were filled over REST, and the signals of one source. Instants are epoch
 * milliseconds or ISO 8601 with a zone.
 */
import { z } from "zod";
import { answeredForSymbol } from "@/app/api/symbol-route";
import { withRole } from "@/lib/auth/guard";
import { readChartMarks, readSignalMarks } from "@/lib/db/desk";
import { instant } from "@/lib/http/instant";
import { jsonError, jsonOk, parseQuery } from "@/lib/http/respond";
import { DAY_MS } from "@/lib/market/zone";

export const dynamic = "force-dynamic";

/** Span looked at when no start is asked for. */
const spanDefaultMs = 7 * DAY_MS;
/** Marks of one kind in one answer; of more the newest are given. */
const marksMax = 2000;

const query = z.strictObject({
  symbol: z.string({ error: "expected a symbol such as NQZ6 or NQ1!" }).min(1).max(40),
  from: instant.optional(),
  to: instant.optional(),
  source: z
    .enum(["live", "delayed", "simulated", "replay"], { error: "expected live, delayed, simulated or replay" })
    .default("live"),
});

export const GET = withRole("GET /api/chart-marks", async (request) => {
  const checked = parseQuery(query, request.url);
  if (!checked.ok) return checked.response;
  const { symbol, from, to, source } = checked.value;
  return answeredForSymbol(symbol, async (contract, now) => {
    const end = to ?? now + DAY_MS;
    const start = from ?? end - spanDefaultMs;
    if (start >= end) return jsonError(400, "BAD_QUERY", `from: expected an instant before to (${end}), got ${start}`);
    const range = { from: start, to: end, limit: marksMax };
    const [marks, signals] = await Promise.all([
      readChartMarks(contract.id, range),
      readSignalMarks(contract.id, { ...range, source }),
    ]);
    return jsonOk({ symbol: contract.ticker, ...marks, signals });
  });
});
