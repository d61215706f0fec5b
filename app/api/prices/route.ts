/** GET /api/prices: the stored present state of every front contract, for scripts and first looks; the stream is the live way. */

import { z } from "zod";
import { answered } from "@/app/api/symbol-route";
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { readFrontContracts } from "@/lib/db/read-contracts";
import { readPrice } from "@/lib/db/read-market";
import { jsonOk, parseQuery } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

const query = z.strictObject({});

export const GET = withRole("GET /api/prices", (request) => {
  return answered(async () => {
    const checked = parseQuery(query, request.url);
    if (!checked.ok) return checked.response;
    const at = systemClock.now();
    const contracts = await readFrontContracts(at);
    const prices = await Promise.all(
      contracts.map(async (contract) => ({
        symbol: contract.ticker,
        root: contract.root,
        name: contract.name,
        tickSize: contract.tickSize,
        lastTradeDate: contract.lastTradeDate,
        ...(await readPrice(contract)),
      })),
    );
    return jsonOk({ at, prices });
  });
});
