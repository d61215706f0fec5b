/** GET /api/ticks?symbol&limit: the newest stored trades, newest first, each with its source and flags. */

import { z } from "zod";
import { answeredForSymbol } from "@/app/api/symbol-route";
import { withRole } from "@/lib/auth/guard";
import { readNewestTicks } from "@/lib/db/read-market";
import { jsonOk, parseQuery } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

/** Trades in one answer. */
const ticksMax = 5000;

const query = z.strictObject({
  symbol: z.string({ error: "expected a symbol such as NQZ6 or NQ1!" }).min(1).max(40),
  limit: z
    .string()
    .regex(/^\d{1,5}$/, "expected a whole number from 1 to 5000")
    .transform(Number)
    .refine((value) => value >= 1 && value <= ticksMax, `expected 1 to ${ticksMax}`)
    .default(100),
});

export const GET = withRole("GET /api/ticks", async (request) => {
  const checked = parseQuery(query, request.url);
  if (!checked.ok) return checked.response;
  const { symbol, limit } = checked.value;
  return answeredForSymbol(symbol, async (contract) =>
    jsonOk({ symbol: contract.ticker, tickSize: contract.tickSize, ticks: await readNewestTicks(contract, limit) }),
  );
});
