/** GET: what people said of an entry. POST: one action on it, on a version. */
import { notDone, reviewAnswer } from "@/app/api/signals/[id]/review/answers";
import { reviewInput } from "@/app/api/signals/[id]/review/input";
import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { changeReview } from "@/lib/db/reviews";
import { parseBody } from "@/lib/http/body";

export const dynamic = "force-dynamic";

export const GET = withRole<{ id: string }>("GET /api/signals/[id]/review", (_request, { params }) =>
  stored(() => reviewAnswer(params.id)),
);

export const POST = withRole<{ id: string }>(
  "POST /api/signals/[id]/review",
  async (request, { params, person, client }) => {
    const body = await parseBody(reviewInput, request);
    if (!body.ok) return body.response;
    const { version, reason, ...change } = body.value;
    const author = { actor: person, ...client, at: systemClock.now() };
    const result = await changeReview({ signalId: params.id, version, change, reason }, author);
    if (result.kind !== "done") return notDone(result);
    return reviewAnswer(params.id, { undone: result.undone ?? null });
  },
);
