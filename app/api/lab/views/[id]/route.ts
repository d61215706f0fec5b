/** PATCH /api/lab/views/[id]: renames, overwrites or shares a view. DELETE: removes it. Own views; admins also shared ones. */
import { mayShare, sharingRefused, viewInput, viewRefused } from "@/app/api/lab/views/view-input";
import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { changeView, deleteView } from "@/lib/db/saved-views";
import { parseBody } from "@/lib/http/body";
import { jsonError, jsonOk } from "@/lib/http/respond";

const change = viewInput.extend({ shared: viewInput.shape.shared.unwrap() }).partial();
/** The column is a 32-bit integer. */
const idPattern = /^\d{1,9}$/;
const unknown = () => jsonError(404, "UNKNOWN_VIEW", "There is no such view, or it is not yours.");

export const PATCH = withRole<{ id: string }>("PATCH /api/lab/views/[id]", async (request, visit) => {
  const { params, person, client } = visit;
  const body = await parseBody(change, request);
  if (!body.ok) return body.response;
  if (!idPattern.test(params.id)) return unknown();
  if (body.value.shared === true && !mayShare(person.role)) return sharingRefused();
  const author = { actor: person, ...client };
  return stored(async () => {
    const any = person.role === "admin";
    const changed = await changeView(Number(params.id), body.value, author, systemClock.now(), any);
    return changed.ok ? jsonOk({ changed: true }) : viewRefused(changed);
  });
});

export const DELETE = withRole<{ id: string }>("DELETE /api/lab/views/[id]", async (_request, visit) => {
  const { params, person, client } = visit;
  if (!idPattern.test(params.id)) return unknown();
  return stored(async () => {
    const deleted = await deleteView(Number(params.id), { actor: person, ...client }, person.role === "admin");
    return deleted.ok ? jsonOk({ deleted: true }) : viewRefused(deleted);
  });
});
