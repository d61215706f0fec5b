/** POST: asks the engine to close an open trade (methodology 7.7). GET: the newest such request and what became of it. */
import { z } from "zod";
import { askAnswer, askFields } from "@/app/api/ask-input";
import { stored, storedSignal } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { askClose, readCloseAsk } from "@/lib/db/asks";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

const input = z.strictObject(askFields);

export const GET = withRole<{ id: string }>("GET /api/trades/[id]/close", (_request, { params }) =>
  storedSignal(params.id, async () => jsonOk({ ask: await readCloseAsk(params.id) })),
);

export const POST = withRole<{ id: string }>(
  "POST /api/trades/[id]/close",
  async (request, { params, person, client }) => {
    const body = await parseBody(input, request);
    if (!body.ok) return body.response;
    return stored(async () => askAnswer(await askClose(params.id, body.value, { actor: person, ...client }), "signal"));
  },
);
