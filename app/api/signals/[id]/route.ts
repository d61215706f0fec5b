/**
 * GET /api/signals/<id>: one signal with every check, its inputs and its history.
 */
import { storedSignal } from "@/app/api/stored";
import { readEvents } from "@/lib/db/signal-queries";
import { jsonOk } from "@/lib/http/respond";
import { signalDetailJson } from "@/lib/http/signal-json";

export const dynamic = "force-dynamic";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  return storedSignal(id, async (signal) => jsonOk(signalDetailJson(signal, await readEvents(id))));
}
