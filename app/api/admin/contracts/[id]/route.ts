/** PATCH /api/admin/contracts/[id]: an admin's last trading day beside the vendor's, with its reason; null takes it back. */
import { z } from "zod";
import { refused } from "@/app/api/admin/refused";
import { withRole } from "@/lib/auth/guard";
import { overrideLastTradeDate } from "@/lib/db/instrument-changes";
import { parseBody } from "@/lib/http/body";
import { jsonError, jsonOk } from "@/lib/http/respond";

const input = z.strictObject({
  date: z.iso.date("expected a day as YYYY-MM-DD").nullable(),
  reason: z.string().trim().max(300).default(""),
});
/** The column is a 32-bit integer. */
const idPattern = /^\d{1,9}$/;

export const PATCH = withRole<{ id: string }>("PATCH /api/admin/contracts/[id]", async (request, visit) => {
  const { params, person, client } = visit;
  const body = await parseBody(input, request);
  if (!body.ok) return body.response;
  if (!idPattern.test(params.id)) return jsonError(404, "UNKNOWN_CONTRACT", "There is no such contract.");
  const { date, reason } = body.value;
  const changed = await overrideLastTradeDate(Number(params.id), date, reason, { actor: person, ...client });
  return changed.ok ? jsonOk({ changed: true }) : refused(changed);
});
