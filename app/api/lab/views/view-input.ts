/** What the routes of saved views take, and how a refusal is answered. */
import { z } from "zod";
import type { Role } from "@/lib/auth/roles";
import type { Refused } from "@/lib/db/people";
import { jsonError } from "@/lib/http/respond";

/** A query of filters, order and columns; longer than any the page writes. */
const QUERY_LENGTH_MAX = 4_000;

/** Name, query and whether everybody sees it. */
export const viewInput = z.strictObject({
  name: z.string().trim().min(1, "expected a name").max(80, "expected at most 80 characters"),
  query: z
    .string()
    .max(QUERY_LENGTH_MAX, `expected at most ${QUERY_LENGTH_MAX} characters`)
    .transform((text) => text.replace(/^\?/, "")),
  shared: z.boolean().default(false),
});

/** Sharing puts a view in front of everybody: reviewers and admins do that. */
export function mayShare(role: Role): boolean {
  return role !== "trader";
}

/** The answer to a trader who wants to share. */
export function sharingRefused(): Response {
  return jsonError(403, "FORBIDDEN", "Analysts and admins share views; save it for yourself instead.");
}

const statusOf: Readonly<Record<string, number>> = { UNKNOWN_VIEW: 404, NAME_TAKEN: 409, TOO_MANY_VIEWS: 409 };

/** A refusal of the storage as an answer. */
export function viewRefused({ code, message }: Refused): Response {
  return jsonError(statusOf[code] ?? 400, code, message);
}
