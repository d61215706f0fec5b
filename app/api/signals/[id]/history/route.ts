/**
 * GET /api/signals/<id>/history: every version of what people said, with who, when, why and what changed.
 * `?asOf=<ISO 8601>` adds the entry as it stood then, the machine's part and the people's.
 */
import { z } from "zod";
import { storedSignal } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { readHistory } from "@/lib/db/review-rows";
import { readEvents, readPath, type StoredSignal } from "@/lib/db/signal-queries";
import { jsonOk, parseQuery } from "@/lib/http/respond";
import { pathJson } from "@/lib/http/signal-json";
import { standingAt } from "@/lib/lab/as-of";
import { compareRecords } from "@/lib/lab/comparison";
import { type ReviewVersion, unreviewedState } from "@/lib/lab/review";
import { saidOf, versionViews } from "@/lib/lab/review-view";
import type { EpochMs } from "@/lib/market/types";

export const dynamic = "force-dynamic";

const query = z.strictObject({
  asOf: z.iso
    .datetime({ offset: true, error: "expected ISO 8601 with a zone, such as 2026-11-23T14:30:00Z" })
    .transform((text) => Date.parse(text))
    .optional(),
});

export const GET = withRole<{ id: string }>("GET /api/signals/[id]/history", async (request, { params }) => {
  const asked = parseQuery(query, request.url);
  if (!asked.ok) return asked.response;
  const { asOf } = asked.value;
  return storedSignal(params.id, async (signal) => {
    const history = await readHistory(params.id);
    const versions = versionViews(history);
    return jsonOk(asOf === undefined ? { versions } : { versions, asOf: await past(signal, history, asOf) });
  });
});

async function past(signal: StoredSignal, history: readonly ReviewVersion[], at: EpochMs) {
  const [events, path] = await Promise.all([readEvents(signal.id), readPath(signal.id)]);
  const version = history.findLast((each) => each.at <= at);
  const state = version?.state ?? unreviewedState;
  const extremes = pathJson(signal, path).map(({ at: when, side, r }) => ({
    at: Number(when),
    side: side === "favourable" ? ("favourable" as const) : ("adverse" as const),
    r: typeof r === "string" ? r : null,
  }));
  return {
    at,
    version: version?.version ?? 0,
    review: saidOf(state),
    compared: state.corrected === null ? null : compareRecords(signal.record, state.corrected.record, signal.scale),
    machine: standingAt(events, extremes, at),
  };
}
