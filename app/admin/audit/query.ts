/** The audit page's address: its filters, shared by the page and the CSV. Days are UTC, both ends included. */
import { z } from "zod";
import type { AuditFilter } from "@/lib/db/audit";

const dayMs = 24 * 60 * 60_000;

/** An empty field of the form is no filter. */
const text = z.preprocess((value) => (value === "" ? undefined : value), z.string().trim().max(254).optional());
const day = z.preprocess(
  (value) => (value === "" ? undefined : value),
  z.iso.date("expected a day as YYYY-MM-DD").optional(),
);

export const auditQuery = z.strictObject({
  actor: text,
  action: text,
  target: text,
  from: day,
  to: day,
  /** Entries older than this id: the next page. */
  before: z
    .string()
    .regex(/^\d{1,18}$/, "expected the id of an entry")
    .optional(),
});

export type AuditQuery = z.output<typeof auditQuery>;

/** The filters in the terms of the database. */
export function filterOf(query: AuditQuery): AuditFilter {
  const { actor, action, target, from, to } = query;
  return {
    actor,
    action,
    target,
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to) + dayMs,
  };
}
