/** POST: what a correction would make of an entry. Saves nothing. */
import { notDone } from "@/app/api/signals/[id]/review/answers";
import { correctionInput } from "@/app/api/signals/[id]/review/input";
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { previewCorrection } from "@/lib/db/reviews";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";
import { compareRecords } from "@/lib/lab/comparison";

export const POST = withRole<{ id: string }>(
  "POST /api/signals/[id]/review/preview",
  async (request, { params, person, client }) => {
    const body = await parseBody(correctionInput, request);
    if (!body.ok) return body.response;
    const { version, reason, changes } = body.value;
    const author = { actor: person, ...client, at: systemClock.now() };
    const result = await previewCorrection({ signalId: params.id, version, changes, reason }, author);
    if (result.kind !== "preview") return notDone(result);
    const { record, scale } = result.signal;
    const [before, after] = [result.before?.record ?? record, result.after?.record ?? record];
    return jsonOk({ version, compared: compareRecords(before, after, scale), gaps: result.after?.gaps ?? [] });
  },
);
