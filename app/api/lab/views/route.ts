/** GET /api/lab/views: own and shared views, and which of them opens by itself. POST: a new one; sharing is for analysts and admins. */
import { mayShare, sharingRefused, viewInput, viewRefused } from "@/app/api/lab/views/view-input";
import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { addView, readDefaultView, readViews } from "@/lib/db/saved-views";
import { parseBody } from "@/lib/http/body";
import { jsonOk } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

export const GET = withRole("GET /api/lab/views", (_request, { person }) =>
  stored(async () => {
    const [views, defaultId] = await Promise.all([readViews(person.id), readDefaultView(person.id)]);
    return jsonOk({ views, defaultId });
  }),
);

export const POST = withRole("POST /api/lab/views", async (request, { person, client }) => {
  const body = await parseBody(viewInput, request);
  if (!body.ok) return body.response;
  if (body.value.shared && !mayShare(person.role)) return sharingRefused();
  return stored(async () => {
    const made = await addView(body.value, { actor: person, ...client }, systemClock.now());
    return made.ok ? jsonOk({ id: made.value }, 201) : viewRefused(made);
  });
});
