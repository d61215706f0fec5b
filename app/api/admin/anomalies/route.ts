/** GET: prices that wait in quarantine. POST: asks the engine to accept one such run (methodology 8.2). */
import { z } from "zod";
import { askAnswer, askFields } from "@/app/api/ask-input";
import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { askAccept } from "@/lib/db/asks";
import { readWaitingRuns } from "@/lib/db/waiting-prices";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

const input = z.strictObject({
  ...askFields,
  contractId: z.int().min(1).max(2_147_483_647),
  first: z.int("expected the number of the run's first trade").min(1),
});

export const GET = withRole("GET /api/admin/anomalies", () =>
  stored(async () => jsonOk({ runs: await readWaitingRuns() })),
);

export const POST = withRole("POST /api/admin/anomalies", async (request, { person, client }) => {
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  const { contractId, first, ...ask } = body.value;
  return stored(async () =>
    askAnswer(await askAccept(contractId, first, ask, { actor: person, ...client }), "contract"),
  );
});
