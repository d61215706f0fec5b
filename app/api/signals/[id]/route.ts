/**
 * GET /api/signals/<id>: one signal with every check, its inputs and its history.
 */

import { storedSignal } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { readEvents } from "@/lib/db/signal-queries";
import { jsonOk } from "@/lib/http/respond";
import { signalDetailJson } from "@/lib/http/signal-json";

export const dynamic = "force-dynamic";

export const GET = withRole<{ id: string }>("GET /api/signals/[id]", async (_request, { params }) => {
  const { id } = params;
  return storedSignal(id, async (signal) => jsonOk(signalDetailJson(signal, await readEvents(id))));
});
