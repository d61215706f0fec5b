/**
 * GET /api/candles?symbol&timeframe&from&to: candles of [from, to), oldest first; 5m and 15m derived from 1m.
 * Instants are epoch milliseconds or ISO 8601 with a zone. Without `from` the newest `barsDefault` before `to`.
 */

import { z } from "zod";
import { answeredForSymbol } from "@/app/api/symbol-route";
import { withRole } from "@/lib/auth/guard";
import { readMinutes } from "@/lib/db/read-market";
import { instant } from "@/lib/http/instant";
import { jsonError, jsonOk, parseQuery } from "@/lib/http/respond";
import { deriveTimeframe, timeframeMs } from "@/lib/market/candle";
import { formatPrice, priceScale } from "@/lib/market/price";

export const dynamic = "force-dynamic";

/** Candles when no start is asked for. */
const barsDefault = 600;
/** Candles in one answer; of more the newest are given and `truncated` says so. */
const barsMax = 1500;

const query = z.strictObject({
  symbol: z.string({ error: "expected a symbol such as NQZ6 or NQ1!" }).min(1).max(40),
  timeframe: z.enum(["1m", "5m", "15m"], { error: "expected 1m, 5m or 15m" }).default("1m"),
  from: instant.optional(),
  to: instant.optional(),
});

export const GET = withRole("GET /api/candles", async (request) => {
  const checked = parseQuery(query, request.url);
  if (!checked.ok) return checked.response;
  const { symbol, timeframe, from, to } = checked.value;
  if (from !== undefined && to !== undefined && from >= to) {
    return jsonError(400, "BAD_QUERY", `from: expected an instant before to (${to}), got ${from}`);
  }
  return answeredForSymbol(symbol, async (contract, now) => {
    const length = timeframeMs(timeframe);
    const bars = from === undefined ? barsDefault : barsMax;
    const limit = bars * (length / timeframeMs("1m"));
    // A candle belongs to the answer when its open time does; then all its minutes are read.
    const start = from === undefined ? null : Math.ceil(from / length) * length;
    const end = to === undefined ? now + timeframeMs("1m") : Math.ceil(to / length) * length;
    // One more than wanted tells whether there are more.
    const minutes = await readMinutes(contract, { from: start, to: end, limit: limit + 1 });
    const cut = minutes.length > limit;
    const derived = deriveTimeframe(minutes, timeframe);
    // The oldest bucket may have lost minutes to the limit.
    const candles = cut ? derived.slice(1) : derived;
    const scale = priceScale(contract.tickSize);
    const text = (ticks: number): string => formatPrice(ticks, scale);
    return jsonOk({
      symbol: contract.ticker,
      timeframe,
      tickSize: contract.tickSize,
      truncated: from !== undefined && cut,
      candles: candles.map((candle) => ({
        openAt: candle.openAt,
        open: text(candle.open),
        high: text(candle.high),
        low: text(candle.low),
        close: text(candle.close),
        volume: candle.volume,
        trades: candle.trades,
        complete: candle.complete,
      })),
    });
  });
});
