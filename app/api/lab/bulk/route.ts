/**
 * POST /api/lab/bulk: one action on many entries, chosen by ids or by the Signal Lab's filter. With `preview: true` it says
 * what would happen and gives a digest; the same body with that digest does it, unless an entry has changed since.
 */
import { z } from "zod";
import { reasonInput, tagsInput } from "@/app/api/signals/[id]/review/input";
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { labCondition } from "@/lib/db/lab-filter";
import { type BulkResult, type BulkTarget, bulkEntriesMax, changeMany } from "@/lib/db/review-bulk";
import { parseBody } from "@/lib/http/body";
import { jsonError, jsonOk } from "@/lib/http/respond";
import { parseLabFilter } from "@/lib/lab/filter";
import type { SimpleChange } from "@/lib/lab/review";

/** Entries that may be named one by one; more are chosen by the filter. */
const idsMax = 200;

const bulkInput = z
  .strictObject({
    ids: z
      .array(z.string().min(1).max(120))
      .min(1)
      .max(idsMax, `expected at most ${idsMax} ids; use a filter`)
      .optional(),
    /** URL parameters of the list, e.g. `status=closed&session=ASIA`. */
    filter: z.string().max(4_000).optional(),
    /** The source when the filter names none. */
    source: z.enum(["live", "delayed", "simulated", "replay", "backfill"]).default("live"),
    action: z.enum(["approve", "reject", "reset", "annotate", "delete", "restore"]),
    addTags: tagsInput.default([]),
    removeTags: tagsInput.default([]),
    reason: reasonInput,
    preview: z.boolean().default(false),
    digest: z.string().max(64).optional(),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), "expected either ids or filter")
  .refine(
    ({ preview, digest }) => preview || digest !== undefined,
    "expected preview: true, or the digest of a preview",
  )
  .refine(
    ({ action, addTags, removeTags }) => action !== "annotate" || addTags.length + removeTags.length > 0,
    "expected tags to add or to remove",
  );
type BulkInput = z.output<typeof bulkInput>;

export const POST = withRole("POST /api/lab/bulk", async (request, { person, client }) => {
  const body = await parseBody(bulkInput, request);
  if (!body.ok) return body.response;
  const { action, addTags, removeTags, reason, preview, digest } = body.value;
  const target = targetOf(body.value);
  if (target instanceof Response) return target;
  const change: SimpleChange = action === "annotate" ? { action, addTags, removeTags } : { action };
  const author = { actor: person, ...client, at: systemClock.now() };
  return bulkAnswer(await changeMany(target, change, reason, preview ? null : (digest ?? ""), author));
});

/** The entries meant. An unknown parameter is refused here, not ignored: ignoring it would mean more entries than asked for. */
function targetOf({ ids, filter, source }: BulkInput): BulkTarget | Response {
  if (ids !== undefined) return { text: "SELECT id FROM lab_entries WHERE id = ANY($1) ORDER BY id", values: [ids] };
  const { filter: parsed, unknown } = parseLabFilter(new URLSearchParams(filter), source);
  if (unknown.length > 0) {
    const message = unknown.map(({ name, value, expected }) => `${name}=${value}: expected ${expected}`).join("; ");
    return jsonError(400, "BAD_FILTER", message, unknown);
  }
  const { text, values } = labCondition(parsed);
  return { text: `SELECT id FROM lab_entries WHERE ${text} ORDER BY id LIMIT ${bulkEntriesMax + 1}`, values };
}

function bulkAnswer(result: BulkResult): Response {
  switch (result.kind) {
    case "preview":
    case "done":
      return jsonOk(result);
    case "too-many": {
      const message = `A bulk action takes at most ${bulkEntriesMax} entries; the filter has more. Narrow it.`;
      return jsonError(422, "TOO_MANY", message);
    }
    case "changed":
      return jsonError(
        409,
        "STALE",
        "Entries changed since the preview; nothing was done. Look again.",
        result.outcome,
      );
    case "nothing":
      return jsonError(409, "NO_CHANGE", "None of these entries would change.");
  }
}
