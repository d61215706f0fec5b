/**
 * Query parameters of the lists of signals and trades, and the opaque cursor of their pages. Knows no table.
 */
import { z } from "zod";
import type { PageKey } from "@/lib/db/signal-queries";
import { instant } from "@/lib/http/instant";

/** Rows of a page when none is asked for, and at most. */
const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 500;

const cursor = z
  .string()
  .max(200)
  .transform((text, context): PageKey => {
    const match = /^(\d{1,15}) (\S{1,120})$/.exec(Buffer.from(text, "base64url").toString("utf8"));
    if (match !== null) return { at: Number(match[1]), id: match[2] ?? "" };
    context.addIssue({ code: "custom", message: "expected the `next` of an earlier page" });
    return z.NEVER;
  });

/** Parameters both lists share. */
const common = {
  instrument: z
    .string()
    .trim()
    .min(1)
    .max(20)
    .transform((text) => text.toUpperCase())
    .optional(),
  direction: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["bullish", "bearish"], { error: "expected bullish or bearish" }))
    .optional(),
  from: instant.optional(),
  to: instant.optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, `expected 1 to ${LIMIT_MAX}`)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= LIMIT_MAX, `expected 1 to ${LIMIT_MAX}`)
    .default(LIMIT_DEFAULT),
  cursor: cursor.optional(),
};

const statuses = ["REJECTED", "PENDING", "CANCELLED", "CONFIRMED", "VOID", "ACTIVE", "CLOSED"] as const;

/** `GET /api/signals`: `status` may name several, separated by commas. */
export const signalListQuery = z.strictObject({
  ...common,
  status: z
    .string()
    .transform((text) => text.toUpperCase().split(","))
    .pipe(z.array(z.enum(statuses, { error: `expected ${statuses.join(", ")}` })))
    .optional(),
});

/** `GET /api/trades`: active, closed or both. */
export const tradeListQuery = z.strictObject({
  ...common,
  status: z
    .string()
    .toUpperCase()
    .pipe(z.enum(["ACTIVE", "CLOSED"], { error: "expected active or closed" }))
    .optional(),
});

/** The cursor of a page key; null stays null. */
export function cursorOf(next: PageKey | null): string | null {
  return next === null ? null : Buffer.from(`${next.at} ${next.id}`).toString("base64url");
}
