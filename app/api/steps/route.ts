/**
 * GET /api/steps?source&limit: what happened last to the signals of one source, newest first. Each entry is named for good by
 * its signal and `seq`, so a page that was away can tell what it has already shown.
 */
import { z } from "zod";
import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { readNewestSteps } from "@/lib/db/desk";
import { jsonOk, parseQuery } from "@/lib/http/respond";
import { formatPrice, priceScale } from "@/lib/market/price";

export const dynamic = "force-dynamic";

const limitMax = 200;

const query = z.strictObject({
  source: z
    .enum(["live", "delayed", "simulated", "replay"], { error: "expected live, delayed, simulated or replay" })
    .default("live"),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, `expected 1 to ${limitMax}`)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= limitMax, `expected 1 to ${limitMax}`)
    .default(limitMax),
});

export const GET = withRole("GET /api/steps", async (request) => {
  const checked = parseQuery(query, request.url);
  if (!checked.ok) return checked.response;
  const { source, limit } = checked.value;
  return stored(async () => {
    const steps = await readNewestSteps(source, limit);
    return jsonOk({
      steps: steps.map(({ step, tickSize, ...signal }) => ({
        ...signal,
        ...step,
        price: step.price === null ? null : formatPrice(step.price, priceScale(tickSize)),
      })),
    });
  });
});
